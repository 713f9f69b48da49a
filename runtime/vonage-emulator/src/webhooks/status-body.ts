import type { CallStatus, Leg } from '../calls/leg.ts'

/** What a status event says beyond the common fields (V2.2-5 … V2.2-13). */
export interface StatusExtra {
  detail?: string
  sip_code?: number
  disconnected_by?: 'user' | 'platform'
  sub_state?: 'beep_start' | 'beep_timeout'
  headers?: Readonly<Record<string, unknown>>
}

/** Euros a minute; Vonage writes eight decimals. */
const RATE = 0.0045

/**
 * The body of a status event in the shape of captured ones: `headers` is there and empty, prices are strings, times of a
 * completed call are whole seconds. Source: V2.2-1 … V2.2-12.
 */
export function statusBody(leg: Leg, status: CallStatus, at: number, extra: StatusExtra = {}): Record<string, unknown> {
  const { from, to, uuid, conversationUuid, direction } = leg
  const timestamp = new Date(at).toISOString()
  // a detection names the leg differently from everything else (V2.2-11)
  const name = status === 'human' || status === 'machine' ? { call_uuid: uuid } : { uuid }
  const common = { headers: {}, from, to, ...name, conversation_uuid: conversationUuid, status, direction, timestamp, ...extra }
  if (status === 'answered') return { ...common, start_time: null, rate: null, network: null }
  return status === 'completed' ? { ...common, ...priceOf(leg, at) } : common
}

/** What a call took and cost; REST shows the same values (V3-4). */
export function priceOf(leg: Leg, endedAt: number) {
  const seconds = leg.answeredAt === undefined ? 0 : Math.ceil((endedAt - leg.answeredAt) / 1000)
  return {
    start_time: leg.answeredAt === undefined ? null : wholeSecond(leg.answeredAt),
    end_time: wholeSecond(leg.answeredAt === undefined ? endedAt : leg.answeredAt + seconds * 1000),
    duration: String(seconds),
    rate: RATE.toFixed(8),
    price: ((RATE * seconds) / 60).toFixed(8),
    network: 'EMULATED',
  }
}

function wholeSecond(at: number): string {
  return new Date(Math.floor(at / 1000) * 1000).toISOString()
}
