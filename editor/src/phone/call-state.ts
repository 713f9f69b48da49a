import type { PhoneEvent } from '@patchbay/core/http-contract'

type Of<T extends PhoneEvent['type']> = Extract<PhoneEvent, { type: T }>

/** One line of what happened in a call, in the order that it did. */
export type TranscriptLine = { key: string; at: number } & (
  | { type: 'heard'; kind: 'talk' | 'stream'; text: string; language: string; cut: boolean; speaking: boolean }
  | { type: 'pressed'; keys: string }
  | { type: 'said'; text: string }
  | { type: 'message'; from: string; text: string }
  | { type: 'dialling'; to: string }
  | { type: 'calleeAnswered' }
  | { type: 'calleeHears'; text: string }
  | { type: 'calleeEnded'; reason: string }
  | { type: 'trouble'; reason: string }
  | { type: 'ended'; reason: string }
)

/** Somebody who is rung by the flow, in the second seat. */
export interface Callee {
  leg: string
  to: string
  state: 'ringing' | 'answered' | 'ended'
}

export interface CallState {
  line: 'dialling' | 'ringing' | 'talking' | 'ended'
  answeredAt: number | null
  endedAt: number | null
  transcript: readonly TranscriptLine[]
  /** The call waits for keys or words; the count begins again with each key. */
  waiting: {
    since: number
    timeoutSeconds: number
    maxDigits: number
    submitOnHash: boolean
    speech: boolean
    typed: number
  } | null
  callees: readonly Callee[]
  /** The way through the flow, a turn at a time. */
  moves: readonly Of<'moved'>[]
  /** Events that were taken in: a stream that begins anew repeats them. */
  seen: ReadonlySet<string>
}

export const newCall: CallState = {
  line: 'dialling',
  answeredAt: null,
  endedAt: null,
  transcript: [],
  waiting: null,
  callees: [],
  moves: [],
  seen: new Set(),
}

/**
 * Takes in an event of a call. An event that was taken in before changes nothing.
 *
 * @param id The event's place in the stream; several events may share one.
 */
export function takeIn(call: CallState, event: PhoneEvent, id: string): CallState {
  const key = event.type === 'moved' ? `moved ${event.runId} ${event.seq}` : `${id} ${event.type} ${event.at}`
  if (call.seen.has(key)) return call
  return { ...withEvent(call, event, key), seen: new Set([...call.seen, key]) }
}

function withEvent(call: CallState, event: PhoneEvent, key: string): CallState {
  const { at } = event
  const said = (line: Said): TranscriptLine[] => [...quiet(call.transcript), { ...line, key, at } as TranscriptLine]
  switch (event.type) {
    case 'ringing':
      return { ...call, line: call.line === 'dialling' ? 'ringing' : call.line }
    case 'answered':
      return { ...call, line: 'talking', answeredAt: at }
    case 'heard':
      return {
        ...call,
        waiting: null,
        transcript: said({
          type: 'heard',
          kind: event.kind,
          text: event.text,
          language: event.language,
          cut: false,
          speaking: true,
        }),
      }
    case 'silent':
      return { ...call, transcript: quiet(call.transcript, event.reason !== 'finished') }
    case 'waiting': {
      const { timeoutSeconds, maxDigits, submitOnHash, speech } = event
      return { ...call, waiting: { since: at, timeoutSeconds, maxDigits, submitOnHash, speech, typed: 0 } }
    }
    case 'pressed':
      return pressed(call, event, key)
    case 'said':
      return { ...call, waiting: null, transcript: said({ type: 'said', text: event.text }) }
    case 'message':
      return { ...call, transcript: said({ type: 'message', from: event.from, text: event.text }) }
    case 'dialling':
      return {
        ...call,
        waiting: null,
        callees: [...call.callees, { leg: event.leg, to: event.to, state: 'ringing' }],
        transcript: said({ type: 'dialling', to: event.to }),
      }
    case 'calleeAnswered':
      return { ...call, callees: withCallee(call, event.leg, 'answered'), transcript: said({ type: 'calleeAnswered' }) }
    case 'calleeHears':
      return { ...call, transcript: said({ type: 'calleeHears', text: event.text }) }
    case 'calleeEnded':
      return {
        ...call,
        callees: withCallee(call, event.leg, 'ended'),
        transcript: said({ type: 'calleeEnded', reason: event.reason }),
      }
    case 'moved':
      return { ...call, waiting: null, moves: [...call.moves, event].toSorted((a, b) => a.seq - b.seq) }
    case 'trouble':
      return { ...call, transcript: said({ type: 'trouble', reason: event.reason }) }
    case 'ended':
      return {
        ...call,
        line: 'ended',
        endedAt: at,
        waiting: null,
        callees: call.callees.map((callee) => ({ ...callee, state: 'ended' as const })),
        transcript: said({ type: 'ended', reason: event.reason }),
      }
  }
}

type Said = TranscriptLine extends infer Line ? (Line extends TranscriptLine ? Omit<Line, 'key' | 'at'> : never) : never

/** Whoever was speaking speaks no more; `cut` when it was not finished. */
function quiet(transcript: readonly TranscriptLine[], cut = false): TranscriptLine[] {
  return transcript.map((line) => (line.type === 'heard' && line.speaking ? { ...line, speaking: false, cut } : line))
}

/** Keys that follow each other stand in one line. */
function pressed(call: CallState, { at, key: pressedKey }: Of<'pressed'>, key: string): CallState {
  const last = call.transcript.at(-1)
  const transcript: TranscriptLine[] =
    last?.type === 'pressed'
      ? [...call.transcript.slice(0, -1), { ...last, keys: `${last.keys}${pressedKey}` }]
      : [...call.transcript, { type: 'pressed', keys: pressedKey, key, at }]
  const waiting = call.waiting === null ? null : { ...call.waiting, since: at, typed: call.waiting.typed + 1 }
  return { ...call, transcript, waiting }
}

const withCallee = (call: CallState, leg: string, state: Callee['state']): Callee[] =>
  call.callees.map((callee) => (callee.leg === leg ? { ...callee, state } : callee))
