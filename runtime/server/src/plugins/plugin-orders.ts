import { createHash } from 'node:crypto'
import { AppError, FAILED, UNKNOWN } from '@patchbay/core'
import type { Clock } from '../clock.ts'
import type { RequestContext } from '../context.ts'
import { deriveKey, seal, unseal } from '../sealing/seal.ts'
import { placeOf } from '../services/flows.ts'
import type { FlowPlace } from '../storage/flow-store.ts'
import type { PluginOrderStore } from '../storage/plugin-order-store.ts'
import type { ActionOutcome } from './perform-action.ts'

/** For how long a repetition gets the answer of the first one. */
const KEPT_MS = 24 * 60 * 60 * 1000

interface KeyedOrder {
  /** As the one who asks chose it. */
  key: string
  /** What is asked for; one key is for one thing. */
  what: unknown
  /** Whether it may be asked again while nobody knows what became of it. */
  mayRepeat: boolean
}

/** Does what writes once for each key, however often it is asked for. */
export interface PluginOrders {
  /**
   * @param perform Is told whether it was asked before. @throws {AppError} `IDEMPOTENCY_KEY_TAKEN` when the key was for something else.
   */
  once(context: RequestContext, order: KeyedOrder, perform: (again: boolean) => Promise<ActionOutcome>): Promise<ActionOutcome>
}

/** What answers are sealed with, and the place of one. */
export const orderKey = (secretKey: Buffer, { tenantId }: Pick<FlowPlace, 'tenantId'>) =>
  deriveKey(secretKey, `tenant/${tenantId}/plugin-orders`)
export const orderPlace = (key: string) => `pluginOrders/${key}`

const sumOf = (what: unknown): string => createHash('sha256').update(JSON.stringify(what)).digest('base64url')

export function createPluginOrders(deps: { store: PluginOrderStore; secretKey: Buffer; clock: Clock }): PluginOrders {
  const { store, secretKey, clock } = deps
  const sealKey = (place: FlowPlace) => orderKey(secretKey, place)

  return {
    async once(context, { key: given, what: asked, mayRepeat }, perform) {
      const place = placeOf(context)
      const key = sumOf([context.actor, given])
      const what = sumOf(asked)
      const isFirst = await store.add({ ...place, key, what, purgeAt: new Date(clock() + KEPT_MS) })
      if (!isFirst) {
        const known = await store.get(place, key)
        if (known !== undefined && known.what !== what) {
          throw new AppError('IDEMPOTENCY_KEY_TAKEN', 'Something else was asked for under this idempotency key')
        }
        if (known?.sealed !== undefined) {
          return JSON.parse(unseal(sealKey(place), known.sealed, orderPlace(key)).toString()) as ActionOutcome
        }
        if (!mayRepeat) return { outlet: UNKNOWN, output: {}, reason: 'underWay' }
      }
      const outcome = await perform(!isFirst)
      if (outcome.outlet === FAILED) await store.remove(place, key)
      else if (outcome.outlet !== UNKNOWN || !mayRepeat) {
        await store.answer(place, key, seal(sealKey(place), Buffer.from(JSON.stringify(outcome)), orderPlace(key)))
      }
      return outcome
    },
  }
}
