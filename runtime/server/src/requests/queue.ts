import { AppError } from '@patchbay/core'
import type { Queues } from '../queues/queues.ts'
import type { Perform } from './perform.ts'

/** Gives a caller a place in a queue. A priority that is no number counts as none. */
export function queue(queues: Pick<Queues, 'enter'>): Perform<'queue'> {
  return async ({ queue: name, priority, skills }, { place, runId, isTest, state }) => {
    const ticket = state.pending?.id
    if (ticket === undefined) throw new AppError('INTERNAL', 'Nobody waits for a place in a queue')
    const wanted = Number(priority)
    const outcome = await queues.enter(
      { ...place, queue: name, runId, ticket, isTest },
      { priority: Number.isFinite(wanted) ? wanted : 0, skills },
    )
    return { outcome, values: {} }
  }
}
