import { type Answer, AppError, FAILED, type Request, type RequestKind, type RequestOf, type RunState } from '@patchbay/core'
import type { FlowPlace } from '../storage/flow-store.ts'

/** For whom a request is performed. */
export interface RequestContext {
  place: FlowPlace
  isTest: boolean
  runId: string
  /** The same however often the request is performed: what an outside system recognises a repetition by. */
  key: string
  /** Whether it was asked before by somebody who never told: whatever comes of it now, it may have been done then. */
  again?: boolean
  /** The run as it waits. */
  state: RunState
  /** Ends when nobody waits any longer. */
  signal: AbortSignal
}

/** Performs requests of one kind. What it throws is the outcome `failed`, with the error's code as `reason`. */
export type Perform<Kind extends RequestKind> = (request: RequestOf<Kind>, context: RequestContext) => Promise<Answer>

/** One entry a kind: a new kind does not compile until somebody performs it. */
export type Performers = { readonly [Kind in RequestKind]: Perform<Kind> }

/** No request takes longer; its own limit is usually far below. */
const LONGEST_MS = 60_000

/** Performs a request; always comes to an answer, within a minute. */
export async function performRequest(
  performers: Performers,
  request: Request,
  context: Omit<RequestContext, 'signal'>,
): Promise<Answer> {
  const signal = AbortSignal.timeout(LONGEST_MS)
  const over = new Promise<never>((_resolve, reject) => {
    const give = () => reject(new AppError('REQUEST_FAILED', 'A request took too long', { details: { reason: 'timeout' } }))
    signal.addEventListener('abort', give, { once: true })
  })
  try {
    // the table's type says that the performer fits the kind
    const perform = performers[request.kind] as Perform<typeof request.kind>
    return await Promise.race([perform(request, { ...context, signal }), over])
  } catch (thrown) {
    const error = AppError.from(thrown)
    return { outcome: FAILED, values: { reason: String(error.details['reason'] ?? error.code) } }
  }
}
