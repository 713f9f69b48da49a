import {
  heardNext,
  holdNcco,
  type NccoAction,
  type QueueWait,
  queueNcco,
  type RunEvent,
  type RunState,
  type StatePlan,
} from '@patchbay/core'
import type { Clock } from '../clock.ts'
import type { Queues } from '../queues/queues.ts'
import type { TurnStore } from '../storage/turn-store.ts'
import type { TurnAddress, TurnAddresses } from '../vonage/turn-address.ts'
import type { Adoption } from './adoption.ts'
import { apologyAfter } from './apology.ts'
import type { KeptRuns } from './kept-runs.ts'
import type { OrderDesk } from './order-desk.ts'
import { keyOfOrder } from './orders.ts'
import { patiently, REPLY_PATIENCE_MS } from './patience.ts'
import type { PlanStore } from './plan-store.ts'
import type { RequestDesk } from './request-desk.ts'
import type { RunInHand } from './run-in-hand.ts'
import { toldNext } from './told-next.ts'

/** How long a poll is held, in silence; the hold sound follows. */
export const POLL_MS = 300

/** Callers who wait for something from elsewhere, and ask again and again whether it is there. */
export interface Polls {
  /** @param first The caller waits since a moment ago. */
  poll(address: TurnAddress, first?: boolean): Promise<readonly NccoAction[]>
  /** What follows upon what a turn told a leg; undefined when nothing does yet. */
  after(run: RunInHand, at: Pick<TurnAddress, 'leg' | 'seq'>): Promise<readonly NccoAction[] | undefined>
  /** The same for a leg that came to ask for it: it need not be led there any more. */
  collected(run: RunInHand, address: TurnAddress): Promise<readonly NccoAction[]>
  /** Silence is no answer for one who hears the queue itself. */
  hearsQueue(runId: string): Promise<boolean>
}

interface Deps {
  runs: KeptRuns
  turns: TurnStore
  plans: PlanStore
  queues: Queues
  addresses: TurnAddresses
  desk: Pick<RequestDesk, 'quiet' | 'adopt'>
  orders: Pick<OrderDesk, 'quiet'>
  adopt: Adoption['adopt']
  /** Gives the run of a caller who came to ask an event. */
  tell(runId: string, eventFor: (run: RunInHand) => RunEvent | undefined): Promise<void>
  clock: Clock
}

export function createPolls({ runs, turns, plans, queues, addresses, desk, orders, adopt, tell, clock }: Deps): Polls {
  const after: Polls['after'] = async (run, { leg, seq }) => (await toldNext({ turns }, run, leg, seq))?.ncco

  const collected: Polls['collected'] = async (run, { leg, seq }) => {
    const told = await toldNext({ turns }, run, leg, seq)
    const turn = { tenantId: run.place.tenantId, runId: run.runId, seq: told?.seq ?? 0 }
    if (told?.pushed) await turns.settled(turn, keyOfOrder({ does: 'push', leg }))
    return told?.ncco ?? run.replies[leg] ?? apologyAfter(undefined)
  }

  /** Tells a run what its queue says, in reply to a poll of its caller. */
  const toldByQueue = async ({ runId }: RunInHand, { leg }: TurnAddress, says: (wait: QueueWait) => RunEvent) => {
    await tell(runId, ({ state: { queue } }) => (queue === null ? undefined : says(queue)))
    return (await runs.known(runId)).replies[leg] ?? apologyAfter(undefined)
  }

  /** What the queue, or its treatment, has for a caller to hear; one whom it lets go is told so in this reply. */
  const queued = async (run: RunInHand, address: TurnAddress, plan: StatePlan): Promise<readonly NccoAction[]> => {
    const { state, place } = run
    const seen = heardNext(state) === 'round' ? await queues.standing(run) : await queues.look(run)
    if ('over' in seen) {
      return toldByQueue(run, address, ({ ticket }) => ({ type: 'queue.over', ticket, outcome: seen.over }))
    }
    if (state.queue !== null) await queues.match({ ...place, queue: state.queue.queue })
    return 'standing' in seen
      ? toldByQueue(run, address, ({ ticket }) => ({ type: 'queue.looked', ticket, ...seen.standing }))
      : queueNcco(seen.sound, addresses.nccoOf(place, address), { plan, state })
  }

  return {
    after,
    collected,
    hearsQueue: (runId) =>
      patiently(REPLY_PATIENCE_MS, async () => heardNext((runs.get(runId) ?? (await runs.known(runId))).state) === 'queue'),

    async poll(address, first = false) {
      await Promise.all([desk.quiet(address.runId, POLL_MS), orders.quiet(address.runId, POLL_MS)])
      // any process may be the one that has the answer
      const polled = await runs.known(address.runId)
      if (isExpired(polled.state, clock())) await tell(address.runId, () => ({ type: 'ring.expired' }))
      const run = isExpired(polled.state, clock()) ? await runs.known(address.runId) : polled
      const { state } = run
      const top = state.frames.at(-1)
      const waits = isWaiting(state) && state.ended === null && state.legs[address.leg]?.askedSeq === address.seq
      if (!waits || top === undefined) return collected(run, address)
      await desk.adopt(run)
      if (state.group !== null) await adopt(run, state.group.seq)
      const { plan } = (await plans.load(run.place, state.frames))(top)
      return heardNext(state) === null
        ? holdNcco(addresses.nccoOf(run.place, address), { plan, state }, first)
        : queued(run, address, plan)
    },
  }
}

/** Somebody is rung by calls of our own, and nobody has taken the call. */
const isRinging = ({ group }: RunState): boolean => group !== null && group.joined === null

/** The caller waits for something that is heard of by a poll. */
const isWaiting = (state: RunState): boolean =>
  state.pending !== null || isRinging(state) || (state.queue !== null && state.group === null)

const isExpired = (state: RunState, now: number): boolean => isRinging(state) && (state.group?.until ?? 0) <= now
