import type { KeyStore, StoredKey } from '../storage/key-store.ts'

/** Keys of runs without a database. */
export function memoryKeys(): KeyStore & { stored: Map<string, StoredKey> } {
  const stored = new Map<string, StoredKey>()
  return {
    stored,
    createIndexes: async () => undefined,
    async add(key) {
      if (stored.has(key._id)) return false
      stored.set(key._id, key)
      return true
    },
    wrapped: async (tenantId, runId) => {
      const key = stored.get(runId)
      return key?.tenantId === tenantId ? key.wrapped : undefined
    },
    async wrappedOf(tenantId, runIds) {
      const found = runIds.flatMap((runId) => stored.get(runId) ?? []).filter((key) => key.tenantId === tenantId)
      return new Map(found.map(({ _id, wrapped }) => [_id, wrapped]))
    },
    async remove(_tenantId, runId) {
      stored.delete(runId)
    },
    any: async () => [...stored.values()][0],
  }
}
