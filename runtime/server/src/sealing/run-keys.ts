import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { AppError } from '@patchbay/core'
import type { KeyStore } from '../storage/key-store.ts'
import { deriveKey, seal, unseal } from './seal.ts'

/** The data keys of runs. Each is random and stored wrapped: without the server's secret key the database is unreadable. */
export interface RunKeys {
  /** Makes and stores the key of a new run, or gives the one that another process made meanwhile. */
  create(tenantId: string, runId: string, purgeAt: Date): Promise<KeyObject>
  /** @throws {AppError} `RUN_NOT_FOUND` once the run was erased. */
  open(tenantId: string, runId: string): Promise<KeyObject>
  /** The keys of some runs, by run; of those that were erased there is none. */
  openAll(tenantId: string, runIds: readonly string[]): Promise<ReadonlyMap<string, KeyObject>>
  /** Erases what the run's turns hold of people, for good. */
  erase(tenantId: string, runId: string): Promise<void>
}

export function createRunKeys(keys: Pick<KeyStore, 'add' | 'wrapped' | 'wrappedOf' | 'remove'>, secretKey: Buffer): RunKeys {
  const tenantKeys = new Map<string, KeyObject>()
  const tenantKey = (tenantId: string): KeyObject => {
    const known = tenantKeys.get(tenantId) ?? deriveKey(secretKey, `tenant/${tenantId}/run-keys`)
    tenantKeys.set(tenantId, known)
    return known
  }
  const place = (runId: string) => `keys/${runId}`

  const open: RunKeys['open'] = async (tenantId, runId) => {
    const wrapped = await keys.wrapped(tenantId, runId)
    if (wrapped === undefined) throw new AppError('RUN_NOT_FOUND', 'The run is not known, or was erased', { details: { runId } })
    return createSecretKey(unseal(tenantKey(tenantId), wrapped, place(runId)))
  }

  return {
    open,
    async openAll(tenantId, runIds) {
      const found = await keys.wrappedOf(tenantId, runIds)
      const unwrap = (runId: string, wrapped: Buffer) => createSecretKey(unseal(tenantKey(tenantId), wrapped, place(runId)))
      return new Map([...found].map(([runId, wrapped]) => [runId, unwrap(runId, wrapped)]))
    },
    async create(tenantId, runId, purgeAt) {
      const key = randomBytes(32)
      const wrapped = seal(tenantKey(tenantId), key, place(runId))
      const added = await keys.add({ _id: runId, tenantId, wrapped, purgeAt })
      return added ? createSecretKey(key) : open(tenantId, runId)
    },
    erase: (tenantId, runId) => keys.remove(tenantId, runId),
  }
}
