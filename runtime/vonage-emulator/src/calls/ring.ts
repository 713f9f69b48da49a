import type { CalleeBehaviour } from '../config.ts'
import type { Endpoint, RestEndpoint } from '../ncco/endpoints.ts'
import type { StatusExtra } from '../webhooks/status-body.ts'
import type { Exchange } from './exchange.ts'
import { type CallStatus, type Leg, nameOf, type RingOutcome } from './leg.ts'
import { openSocket } from './socket.ts'

const OUTCOME_OF: Record<Exclude<CalleeBehaviour['does'], 'ignore'>, RingOutcome> = {
  answer: 'answered',
  busy: 'busy',
  decline: 'declined',
  fail: 'failed',
  unreachable: 'unreachable',
}

/** Rings until somebody acts, a programmed behaviour does, or the ring timer ends. Without a behaviour a websocket is opened, and everything else waits for the control API. */
export function ring(
  exchange: Exchange,
  leg: Leg,
  { timeoutMs, endpoint }: { timeoutMs: number; endpoint: Endpoint | RestEndpoint },
): Promise<RingOutcome> {
  const { callees, clock, log } = exchange
  exchange.report(leg, 'ringing')
  log.add({ type: 'leg.ringing', ...nameOf(leg) })
  return new Promise((resolve) => {
    const cancelTimeout = clock.setTimer(timeoutMs, () => leg.ring?.('timeout'))
    let cancelBehaviour = () => {}
    leg.ring = (outcome) => {
      delete leg.ring
      cancelTimeout()
      cancelBehaviour()
      resolve(outcome)
    }
    const behaviour = callees.get(leg.to)
    if (!behaviour && endpoint.type === 'websocket') return openSocket(exchange, leg, endpoint)
    if (!behaviour || behaviour.does === 'ignore') return
    const { after, detail } = behaviour
    const outcome = OUTCOME_OF[behaviour.does]
    cancelBehaviour = clock.setTimer(after, () => {
      if (detail) leg.detail = detail
      leg.ring?.(outcome)
    })
  })
}

export type NoAnswer = Exclude<RingOutcome, 'answered'>

/** How an unanswered leg is reported (V2.2-5 … V2.2-10): with the detail that its behaviour asks for, or the usual one. */
export function noAnswerStatus({ detail }: Leg, outcome: NoAnswer): { status: CallStatus; extra: StatusExtra } {
  const { status, extra } = STATUS_OF[outcome]
  return { status, extra: detail && extra.detail ? { ...extra, detail } : extra }
}

const STATUS_OF: Record<NoAnswer, { status: CallStatus; extra: StatusExtra }> = {
  busy: { status: 'busy', extra: { sip_code: 486 } },
  declined: { status: 'rejected', extra: { detail: 'declined', sip_code: 603 } },
  failed: { status: 'failed', extra: { detail: 'cannot_route', sip_code: 404 } },
  unreachable: { status: 'unanswered', extra: { detail: 'unavailable', sip_code: 480 } },
  timeout: { status: 'timeout', extra: {} },
  cancelled: { status: 'cancelled', extra: {} },
}
