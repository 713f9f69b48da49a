import { createHash, randomBytes } from 'node:crypto'
import { AppError } from '@patchbay/core'
import type { Clock } from '../clock.ts'
import type { VaultStore } from '../storage/vault-store.ts'
import { deriveKey, seal, unseal } from './seal.ts'

export const VAULT_MAX_MS = 10 * 60 * 1000

/** Keeps what must never stand in a turn, such as card digits, for a moment and for one reader. */
export interface Vault {
  /**
   * @param ttlMs At most ten minutes.
   * @returns A token that can stand anywhere; it says nothing about the value.
   */
  put(tenantId: string, value: string, ttlMs: number): Promise<string>
  /** Gives the value once; undefined when it was taken, is over, or never was. */
  take(tenantId: string, token: string): Promise<string | undefined>
}

export function createVault({ entries, secretKey, clock }: { entries: VaultStore; secretKey: Buffer; clock: Clock }): Vault {
  const idOf = (token: string) => createHash('sha256').update(token).digest('base64url')
  // the token is part of the key: neither the database nor the server alone can open an entry
  const keyOf = (tenantId: string, token: string) => deriveKey(secretKey, `tenant/${tenantId}/vault/${token}`)

  return {
    async put(tenantId, value, ttlMs) {
      if (!(ttlMs > 0 && ttlMs <= VAULT_MAX_MS)) {
        throw new AppError('INTERNAL', 'The vault keeps values for at most ten minutes', { details: { ttlMs } })
      }
      const token = randomBytes(32).toString('base64url')
      const id = idOf(token)
      const sealed = seal(keyOf(tenantId, token), Buffer.from(value), `vault/${id}`)
      await entries.put({ _id: id, tenantId, sealed, purgeAt: new Date(clock() + ttlMs) })
      return token
    },
    async take(tenantId, token) {
      const id = idOf(token)
      const sealed = await entries.take(tenantId, id, new Date(clock()))
      return sealed === undefined ? undefined : unseal(keyOf(tenantId, token), sealed, `vault/${id}`).toString()
    },
  }
}
