import type { PhoneEvent } from '@patchbay/core/http-contract'
import type { StoredTurn } from '../storage/turn-store.ts'
import type { LineEvent } from './emulator-client.ts'

/** What loops for ever is given out as the longest that a call can last (spec V1.8-6). */
const ENDLESS_MS = 7_200_000

/** Shown for a key that nobody may read. */
const HIDDEN_KEY = '•'

/** What an event of the line is for the one who holds the phone; undefined for what a caller would not notice. */
export function toPhoneEvent(event: LineEvent, callId: string, secret = false): PhoneEvent | undefined {
  const at = Date.parse(event.at)
  if (event.type === 'message.sent') return { type: 'message', at, from: event.from, text: event.text ?? '' }
  if (event.legUuid !== callId) return toCalleeEvent(event, at)
  switch (event.type) {
    case 'leg.created':
      return { type: 'ringing', at }
    case 'leg.answered':
      return { type: 'answered', at }
    case 'heard.started': {
      const { kind, text, url, language, durationMs, bargeIn } = event
      if (kind === 'ringback') return undefined
      const heard = kind === 'talk' ? withoutTags(text ?? '') : (url ?? '')
      return {
        type: 'heard',
        at,
        kind,
        text: heard,
        language: language ?? 'en-US',
        durationMs: durationMs ?? ENDLESS_MS,
        bargeIn,
      }
    }
    case 'heard.stopped':
      return event.kind === 'ringback' ? undefined : { type: 'silent', at, reason: event.reason }
    case 'input.waiting': {
      const { maxDigits, timeOut, submitOnHash, speech } = event
      return { type: 'waiting', at, maxDigits, timeoutSeconds: timeOut, submitOnHash, speech: speech != null }
    }
    case 'input.said':
      return { type: 'said', at, text: event.text }
    case 'input.key':
      return { type: 'pressed', at, key: (secret ? HIDDEN_KEY : event.digit) as Extract<PhoneEvent, { type: 'pressed' }>['key'] }
    case 'leg.ended':
      return { type: 'ended', at, reason: event.reason }
    case 'ncco.refused':
      return { type: 'trouble', at, reason: `The line refused what was sent (rule ${event.rule}): ${event.reason}` }
    case 'webhook.sent':
      return event.status < 400
        ? undefined
        : { type: 'trouble', at, reason: `The server answered the line with status ${event.status}.` }
    case 'webhook.failed':
      return { type: 'trouble', at, reason: `The server did not answer the line: ${event.reason}` }
  }
}

function toCalleeEvent(event: LineEvent, at: number): PhoneEvent | undefined {
  const leg = event.legUuid
  switch (event.type) {
    case 'leg.created':
      return { type: 'dialling', at, leg, to: event.to }
    case 'leg.answered':
      return { type: 'calleeAnswered', at, leg }
    case 'heard.started':
      return event.kind === 'talk' ? { type: 'calleeHears', at, leg, text: withoutTags(event.text ?? '') } : undefined
    case 'leg.ended':
      return { type: 'calleeEnded', at, leg, reason: event.reason }
    default:
      return undefined
  }
}

/** What a turn shows of the way that the call took; undefined for turns that only keep a fact. */
export function toMoved({ at, runId, seq, flowId, version, trace, nodeId, faults, ended }: StoredTurn): PhoneEvent | undefined {
  if (seq > 0 && trace.length === 0 && faults.length === 0 && ended !== 'callerLeft') return undefined
  return {
    type: 'moved',
    at: at.getTime(),
    runId,
    seq,
    flowId: flowId as Extract<PhoneEvent, { type: 'moved' }>['flowId'],
    version,
    trace: trace.map(({ frame, flowId: of, nodeId: left, outlet }) => ({ frame, flowId: of, nodeId: left, outlet })),
    nodeId: nodeId as Extract<PhoneEvent, { type: 'moved' }>['nodeId'],
    faults: faults.map(({ frame, nodeId: where, code, reason }) => ({
      frame,
      nodeId: where,
      code,
      ...(reason === undefined ? {} : { reason }),
    })),
    ended,
  }
}

const withoutTags = (text: string): string =>
  text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
