import { AppError } from '@patchbay/core'
import type { Logger } from 'pino'
import { storageError } from '../storage/database.ts'
import type { TurnName, TurnStore } from '../storage/turn-store.ts'
import type { OrderDesk } from './order-desk.ts'
import { readOrder } from './orders.ts'
import type { PlanStore } from './plan-store.ts'
import type { RequestDesk } from './request-desk.ts'
import type { RunInHand } from './run-in-hand.ts'

interface Deps {
  turns: TurnStore
  plans: PlanStore
  desk: Pick<RequestDesk, 'adopt'>
  orders: Pick<OrderDesk, 'adopt'>
  /** As it is stored, and not kept in memory. */
  read(runId: string): Promise<RunInHand | undefined>
  log: Logger
}

/** Does what turns have left open that no process looks after any more. */
export interface Adoption {
  adopt(run: RunInHand, seq: number): Promise<void>
  /** The same for a turn that the sweeper found. One run that cannot be gone on with here must not hold up all the others. */
  takeOver(turn: TurnName): Promise<void>
}

export function createAdoption({ turns, plans, desk, orders, read, log }: Deps): Adoption {
  const adopt = async (run: RunInHand, seq: number) => {
    const turn = { tenantId: run.place.tenantId, runId: run.runId, seq }
    for (const key of await turns.open(turn)) {
      if (readOrder(key) !== undefined) await orders.adopt(run, turn, key)
      else if (run.state.pending?.id === key) await desk.adopt(run)
      else await turns.settled(turn, key)
    }
  }

  return {
    adopt,
    async takeOver(turn) {
      const { runId, seq } = turn
      try {
        const run = await read(runId)
        if (run === undefined) throw new AppError('RUN_NOT_FOUND', 'The run has no leg, or no turn', { details: { runId } })
        // of another release: what it waits for is left to servers of that one
        await plans.load(run.place, run.state.frames)
        await adopt(run, seq)
      } catch (thrown) {
        const { code } = storageError(thrown)
        if (code === 'DATABASE_NOT_REACHABLE') throw thrown
        // of one that was erased nothing can be done any more
        if (code === 'RUN_NOT_FOUND') for (const key of await turns.open(turn)) await turns.settled(turn, key)
        log.warn({ runId, seq, code }, 'What a turn has left open is not done here')
      }
    },
  }
}
