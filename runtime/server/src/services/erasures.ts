import { AppError } from '@patchbay/core'
import type { Erasure, eraseCustomerSchema } from '@patchbay/core/http-contract'
import type { Db } from 'mongodb'
import type { Logger } from 'pino'
import type { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { RequestContext } from '../context.ts'
import { beginErasing } from '../data/erase-customer.ts'
import { allow } from '../plugins/installations.ts'
import type { ErasureStore, StoredErasure } from '../storage/erasure-store.ts'
import { placeOf } from './flows.ts'

const LISTED = 100
/** Whoever erases is heard of every few seconds; after this they were stopped. */
const STOPPED_MS = 2 * 60 * 1000

/** Has customers erased, and says what came of it. */
export interface Erasures {
  /**
   * Begins; it goes on by itself, for it reads every call and record there is.
   *
   * @throws {AppError} `NOT_PERMITTED`
   */
  begin(context: RequestContext, whom: z.output<typeof eraseCustomerSchema>): Promise<Erasure>
  /** @throws {AppError} `ERASURE_NOT_FOUND`, `NOT_PERMITTED` */
  get(context: RequestContext, id: string): Promise<Erasure>
  /** Newest first. @throws {AppError} `NOT_PERMITTED` */
  list(context: RequestContext): Promise<Erasure[]>
}

interface Deps {
  database: Db
  store: ErasureStore
  secretKey: Buffer
  clock: Clock
  log: Logger
}

export function createErasures({ database, store, secretKey, clock, log }: Deps): Erasures {
  const view = ({ _id: id, at, actor: by, state, erased, seenAt }: StoredErasure): Erasure => {
    const isStopped = state === 'underWay' && clock() - seenAt.getTime() > STOPPED_MS
    return { id, at: at.toISOString(), by, state: isStopped ? 'failed' : state, erased }
  }
  return {
    async begin(context, { numbers, customerId }) {
      allow(context, 'customer.erase')
      const { actor, role } = context
      const { id, run } = await beginErasing(database, {
        ...placeOf(context),
        numbers: numbers.map((number) => number.replace(/\D/g, '').replace(/^00/, '')),
        customerIds: customerId === undefined ? [] : [customerId],
        by: { actor, role },
        clock,
        secretKey,
      })
      log.info({ erasure: id, actor }, 'A customer is being erased')
      run().then(
        (erased) => log.info({ erasure: id, erased }, 'A customer was erased'),
        (error) => log.error({ erasure: id, err: error }, 'A customer could not be erased'),
      )
      return this.get(context, id)
    },
    async get(context, id) {
      allow(context, 'customer.erase')
      const found = await store.get(context.tenantId, id)
      if (found === undefined) throw new AppError('ERASURE_NOT_FOUND', 'Nothing was erased under this id')
      return view(found)
    },
    async list(context) {
      allow(context, 'customer.erase')
      return (await store.list(context.tenantId, LISTED)).map(view)
    },
  }
}
