import { setTimeout as wait } from 'node:timers/promises'
import { type Answer, type PendingRequest, type RunEvent, UNKNOWN } from '@patchbay/core'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import { type Performers, performRequest } from '../requests/perform.ts'
import { storageError } from '../storage/database.ts'
import type { TurnStore } from '../storage/turn-store.ts'
import type { RunInHand } from './run-in-hand.ts'

/** How long a request is left to the process that asked before another one looks after it; renewed while it is under way. */
export const LEASE_MS = 10_000
const RENEW_MS = 4_000

type Waiting = Pick<RunInHand, 'place' | 'isTest' | 'runId' | 'state'>

/** Performs what runs ask the outside, and tells them what came of it. */
export interface RequestDesk {
  /** The answer to what a run waits for. One that this process is at already is not asked a second time. */
  answer(run: Waiting, pending: PendingRequest): Promise<Answer>
  /** Performs what a stored turn waits for; the run is told when there is an answer. */
  pursue(run: Waiting): void
  /** The same for a turn that another process left behind, if nobody is at it. What must not be repeated becomes `unknown`. */
  adopt(run: Waiting): Promise<void>
  /** Waits until this process has told the run all that it waits for, at most `ms`. Says whether it had to wait. */
  quiet(runId: string, ms: number): Promise<boolean>
}

interface Deps {
  performers: Performers
  turns: Pick<TurnStore, 'takeLease' | 'extendLease' | 'settled'>
  /** Gives a run the event; resolves when its turn is stored. */
  tell(runId: string, event: RunEvent): Promise<void>
  clock: Clock
  log: Logger
}

export function createRequestDesk({ performers, turns, tell, clock, log }: Deps): RequestDesk {
  const asked = new Map<string, Promise<Answer>>()
  const pursued = new Map<string, Promise<void>>()
  const nameOf = (runId: string, id: string) => `${runId}/${id}`
  const leaseEnd = () => new Date(clock() + LEASE_MS)

  const performed = (run: Waiting, { id, request, intent }: PendingRequest, takenOver: boolean): Promise<Answer> => {
    const { place, isTest, runId, state } = run
    const name = nameOf(runId, id)
    const underWay = asked.get(name)
    if (underWay !== undefined) return underWay
    const key = nameOf(runId, intent ?? id)
    const again = takenOver || intent !== undefined
    const answered = performRequest(performers, request, { place, isTest, runId, key, again, state })
    asked.set(name, answered)
    void answered.finally(() => asked.delete(name))
    return answered
  }
  const answer: RequestDesk['answer'] = (run, pending) => performed(run, pending, false)

  const settle = async (run: Waiting, { id, seq }: PendingRequest, come: () => Promise<Answer>) => {
    const turn = { tenantId: run.place.tenantId, runId: run.runId, seq }
    const renewing = setInterval(() => {
      turns.extendLease(turn, { key: id, until: leaseEnd() }).catch(() => undefined)
    }, RENEW_MS)
    try {
      await tell(run.runId, { type: 'request.answered', requestId: id, ...(await come()) })
      await turns.settled(turn, id)
    } catch (thrown) {
      // the lease runs out, and whoever finds it then goes on
      log.error({ runId: run.runId, code: storageError(thrown).code }, 'A run could not be told what it waits for')
    } finally {
      clearInterval(renewing)
    }
  }

  /** A run that is told may ask again at once: then the next one is what it waits for. */
  const keep = (runId: string, work: Promise<void>) => {
    pursued.set(runId, work)
    void work.then(() => {
      if (pursued.get(runId) === work) pursued.delete(runId)
    })
  }

  return {
    answer,
    pursue(run) {
      const { pending } = run.state
      if (pending !== null)
        keep(
          run.runId,
          settle(run, pending, () => answer(run, pending)),
        )
    },
    async adopt(run) {
      const { pending } = run.state
      if (pending === null || pursued.has(run.runId)) return
      const turn = { tenantId: run.place.tenantId, runId: run.runId, seq: pending.seq }
      const ours = await turns.takeLease(turn, { key: pending.id, now: new Date(clock()), until: leaseEnd() })
      if (!ours) return
      log.warn({ runId: run.runId, kind: pending.request.kind }, 'A request that was left behind is taken over')
      const known = async (): Promise<Answer> => ({ outcome: UNKNOWN, values: {} })
      keep(run.runId, settle(run, pending, pending.mode === 'atMostOnce' ? known : () => performed(run, pending, true)))
    },
    async quiet(runId, ms) {
      const over = new AbortController()
      const late = wait(Math.max(ms, 0), 'late' as const, { signal: over.signal }).catch(() => 'late' as const)
      let waited = false
      for (let work = pursued.get(runId); work !== undefined; work = pursued.get(runId)) {
        waited = true
        if ((await Promise.race([work, late])) === 'late') break
      }
      over.abort()
      return waited
    },
  }
}
