import { setTimeout as wait } from 'node:timers/promises'
import { CALLER, type RunEvent } from '@patchbay/core'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { Conferences } from '../conferences/conferences.ts'
import type { Queues } from '../queues/queues.ts'
import { storageError } from '../storage/database.ts'
import type { TurnName, TurnStore } from '../storage/turn-store.ts'
import type { LegOrders, Obeyed } from '../vonage/leg-orders.ts'
import type { TurnAddresses } from '../vonage/turn-address.ts'
import { keyOfOrder, type Order, readOrder } from './orders.ts'
import { LEASE_MS } from './request-desk.ts'
import type { RunInHand } from './run-in-hand.ts'
import { unsealContent } from './turn-content.ts'

/** Does what stored turns order about legs. */
export interface OrderDesk {
  /** Begins what a turn has ordered that this process stored. */
  pursue(run: RunInHand, keys: readonly string[]): void
  /** Does what another process left behind, if nobody is at it. */
  adopt(run: RunInHand, turn: TurnName, key: string): Promise<void>
  /** Waits until this process has done what it was ordered for a run, at most `ms`. */
  quiet(runId: string, ms: number): Promise<void>
}

interface Deps {
  turns: Pick<TurnStore, 'at' | 'open' | 'takeLease' | 'settled'>
  legOrders: LegOrders
  queues: Pick<Queues, 'changed'>
  conferences: Pick<Conferences, 'left'>
  addresses: TurnAddresses
  /** The run as it stands by now. */
  latest(runId: string): Promise<RunInHand | undefined>
  /** Gives a run an event; resolves when its turn is stored. */
  tell(runId: string, event: RunEvent): Promise<void>
  clock: Clock
  log: Logger
}

export function createOrderDesk({ turns, legOrders, queues, conferences, addresses, latest, tell, clock, log }: Deps): OrderDesk {
  const underWay = new Map<string, Set<Promise<void>>>()

  const keep = (runId: string, work: Promise<void>) => {
    const all = underWay.get(runId) ?? new Set()
    underWay.set(runId, all.add(work))
    void work.finally(() => {
      all.delete(work)
      if (all.size === 0) underWay.delete(runId)
    })
  }

  /** Rings somebody, once: whoever takes the order out of the turn is the one who does. */
  const dial = async (turn: TurnName, key: string, { leg }: Order) => {
    const run = await latest(turn.runId)
    if (run === undefined || !(await turns.settled(turn, key))) return
    const asking = await turns.at(turn.tenantId, turn.runId, turn.seq)
    const effects = asking === undefined ? [] : unsealContent(run.key, asking).effects
    const effect = effects.find((one) => one.type === 'dial' && one.leg === leg)
    if (effect?.type !== 'dial') return
    // somebody else may have taken the call while this one waited for its turn
    const wanted = async () => {
      const { state } = (await latest(turn.runId)) ?? run
      const waits = state.group?.seq === turn.seq && state.group.joined === null && state.group.callees.includes(leg)
      return waits && state.legs[leg]?.statuses.length === 0
    }
    const at = addresses.of({ runId: turn.runId, leg, seq: turn.seq }).turn
    const made = await legOrders.dial(effect, { at, regionUrl: run.state.legs[CALLER]?.regionUrl ?? null, wanted })
    if (made.became === 'made') await tell(turn.runId, { type: 'leg.dialled', leg, vonageCallId: made.vonageCallId })
    // of one that may have been made after all its own webhooks tell, or the time that it had to ring
    if (made.became === 'refused') await tell(turn.runId, { type: 'leg.refused', leg })
  }

  /** Tells a queue or a conference what the turn made of its caller. */
  const tellOthers = async (turn: TurnName) => {
    const run = await latest(turn.runId)
    const asking = await turns.at(turn.tenantId, turn.runId, turn.seq)
    if (run === undefined || asking === undefined) return
    for (const effect of unsealContent(run.key, asking).effects)
      if (effect.type === 'ticket') await queues.changed(run.place, run.runId, effect)
      else if (effect.type === 'conference') await conferences.left({ ...turn, member: effect.member })
  }

  const repeatable = async (turn: TurnName, { does, leg: name }: Order): Promise<Obeyed> => {
    const { runId, seq } = turn
    const run = await latest(runId)
    const leg = run?.state.legs[name]
    if (run === undefined || leg === undefined || leg.vonageCallId === null) return 'gone'
    const regionUrl = leg.regionUrl ?? run.state.legs[CALLER]?.regionUrl ?? null
    if (does === 'hangUp') return legOrders.hangUp(leg.vonageCallId, regionUrl)
    const ncco = run.replies[name]
    // led on meanwhile: what this turn wanted it to hear is past
    if (ncco === undefined || leg.askedSeq !== seq || leg.statuses.includes('completed')) return 'gone'
    // or it has asked by itself, and hears it already
    if (!(await turns.open(turn)).includes(keyOfOrder({ does, leg: name }))) return 'gone'
    return legOrders.play(leg.vonageCallId, regionUrl, ncco)
  }

  const obey = async (turn: TurnName, key: string) => {
    const order = readOrder(key)
    try {
      if (order === undefined) return void (await turns.settled(turn, key))
      if (order.does === 'dial') return await dial(turn, key, order)
      // one that cannot be done now is done when its lease is over
      if (order.does === 'ticket' || order.does === 'conference') {
        await tellOthers(turn)
        await turns.settled(turn, key)
      } else if ((await repeatable(turn, order)) !== 'later') await turns.settled(turn, key)
    } catch (thrown) {
      log.error({ runId: turn.runId, order: key, code: storageError(thrown).code }, 'An order about a leg was not carried out')
    }
  }

  return {
    pursue({ place, runId, seq }, keys) {
      for (const key of keys) keep(runId, obey({ tenantId: place.tenantId, runId, seq }, key))
    },
    async adopt({ runId }, turn, key) {
      const lease = { key, now: new Date(clock()), until: new Date(clock() + LEASE_MS) }
      if (!(await turns.takeLease(turn, lease))) return
      log.warn({ runId, order: key }, 'An order that was left behind is taken over')
      keep(runId, obey(turn, key))
    },
    async quiet(runId, ms) {
      const over = new AbortController()
      const late = wait(ms, 'late' as const, { signal: over.signal }).catch(() => 'late' as const)
      for (let all = underWay.get(runId); all !== undefined; all = underWay.get(runId)) {
        if ((await Promise.race([Promise.all(all), late])) === 'late') break
      }
      over.abort()
    },
  }
}
