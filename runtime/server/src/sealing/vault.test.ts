import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { VaultEntry, VaultStore } from '../storage/vault-store.ts'
import { createVault, VAULT_MAX_MS } from './vault.ts'

function memoryVault(): VaultStore & { entries: Map<string, VaultEntry> } {
  const entries = new Map<string, VaultEntry>()
  return {
    entries,
    createIndexes: async () => undefined,
    async put(entry) {
      entries.set(entry._id, entry)
    },
    async take(tenantId, id, now) {
      const entry = entries.get(id)
      if (entry === undefined || entry.tenantId !== tenantId || entry.purgeAt <= now) return undefined
      entries.delete(id)
      return entry.sealed
    },
  }
}

describe('the vault', () => {
  const start = () => {
    const entries = memoryVault()
    let now = 0
    const vault = createVault({ entries, secretKey: randomBytes(32), clock: () => now })
    return { entries: entries.entries, vault, wait: (ms: number) => (now += ms) }
  }

  test('gives a value once', async () => {
    const { vault } = start()
    const token = await vault.put('local', '4111111111111111', 60_000)
    expect(await vault.take('local', token)).toBe('4111111111111111')
    expect(await vault.take('local', token)).toBeUndefined()
  })

  test('gives nothing after its time, to another tenant, or for another token', async () => {
    const { vault, wait } = start()
    const token = await vault.put('local', '4111', 60_000)
    expect(await vault.take('other', token)).toBeUndefined()
    expect(await vault.take('local', 'another')).toBeUndefined()
    wait(60_000)
    expect(await vault.take('local', token)).toBeUndefined()
  })

  test.each([0, -1, VAULT_MAX_MS + 1, Number.NaN])('keeps nothing for %d ms', async (ttlMs) => {
    await expect(start().vault.put('local', '4111', ttlMs)).rejects.toMatchObject({ code: 'INTERNAL' })
  })

  test('stores neither the value nor the token', async () => {
    const { vault, entries } = start()
    const token = await vault.put('local', '4111111111111111', VAULT_MAX_MS)
    const [entry] = [...entries.values()]
    expect(JSON.stringify(entry)).not.toContain(token)
    expect(entry?.sealed.includes('4111')).toBe(false)
  })
})
