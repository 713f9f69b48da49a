import type { NccoAction } from '@patchbay/core'

/** Spoken when not even the flow is known. */
export const APOLOGY: readonly NccoAction[] = [
  { action: 'talk', text: 'We are sorry, something went wrong. Please call again in a few minutes.', language: 'en-US' },
]

export const NOT_IN_SERVICE: readonly NccoAction[] = [
  {
    action: 'talk',
    text: 'The number you have called is not in service. Please check the number and call again.',
    language: 'en-US',
  },
]

/**
 * The flow's own last words for a caller whom we cannot serve: they stand in every NCCO behind the action that waits for us.
 *
 * @param reply What the caller is hearing now.
 */
export function apologyAfter(reply: readonly NccoAction[] | undefined): readonly NccoAction[] {
  const waits = reply?.findLastIndex(({ action }) => action === 'input' || action === 'notify') ?? -1
  const fallback = waits === -1 ? [] : (reply?.slice(waits + 1) ?? [])
  return fallback.length > 0 ? fallback : APOLOGY
}

/**
 * For a caller whose answer is not ready: Vonage asks again at once, and the same address then gives what the run says by then.
 *
 * @param waited How often the caller waits, with this.
 * @param otherwise What follows when we do not answer then either.
 */
export const askAgain = (turnUrl: string, waited: number, otherwise: readonly NccoAction[]): readonly NccoAction[] => [
  { action: 'notify', payload: { waited: String(waited) }, eventUrl: [turnUrl], eventMethod: 'POST' },
  ...otherwise,
]

/**
 * For a connection that is over before anything was heard of the one who was rung: Vonage's refusal to ring may be on its
 * way (V2.4-1), and does not wait for the caller's next action. Asked again after a moment, the run knows.
 */
export const settleConnect = (turnUrl: string, otherwise: readonly NccoAction[]): readonly NccoAction[] => [
  { action: 'wait', timeout: SETTLE_SECONDS },
  { action: 'notify', payload: { finished: 'connect', settled: 'yes' }, eventUrl: [turnUrl], eventMethod: 'POST' },
  ...otherwise,
]
const SETTLE_SECONDS = 0.5
