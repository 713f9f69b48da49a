import type { Binary, Db } from 'mongodb'
import { createRunKeys, type RunKeys } from '../sealing/run-keys.ts'
import { bytesOf } from '../storage/database.ts'

interface KeyDocument {
  _id: string
  tenantId: string
  wrapped: Binary
}

/** The keys of runs in a database that a command works on, without a server. Makes none. */
export function storedKeys(database: Db, secretKey: Buffer): RunKeys {
  const keys = database.collection<KeyDocument>('keys')
  return createRunKeys(
    {
      add: async () => false,
      async wrapped(tenantId, runId) {
        const found = await keys.findOne({ _id: runId, tenantId })
        return found === null ? undefined : bytesOf(found.wrapped)
      },
      async wrappedOf(tenantId, runIds) {
        const found = await keys.find({ _id: { $in: [...runIds] }, tenantId }).toArray()
        return new Map(found.map(({ _id, wrapped }) => [_id, bytesOf(wrapped)]))
      },
      remove: async (tenantId, runId) => void (await keys.deleteOne({ _id: runId, tenantId })),
    },
    secretKey,
  )
}
