import type { Endpoint } from '../flow/endpoint.ts'
import type { HandedValue } from '../flow/handed-value.ts'
import type { LegName } from '../flow/ids.ts'
import type { Key } from '../flow/schema.ts'
import type { Variables } from '../flow/variable.ts'
import type { OutboundRefusal } from '../outbound/judge-outbound.ts'
import type { Answer } from './request.ts'
import type { QueueStanding } from './wait-treatment.ts'

/** How an attempt to connect ended, as the flow sees it. The names are the outlets of the node type `connect`. */
export const CONNECT_OUTCOMES = ['ended', 'busy', 'noAnswer', 'machine', 'failed'] as const
export type ConnectOutcome = (typeof CONNECT_OUTCOMES)[number]

/** Vonage's words for where a leg is (spec §2.2). They arrive late, repeated and out of order (V2.3-1). */
export const LEG_STATUSES = [
  'started',
  'ringing',
  'answered',
  'human',
  'machine',
  'disconnected',
  'busy',
  'cancelled',
  'unanswered',
  'rejected',
  'failed',
  'timeout',
  'completed',
] as const
export type LegStatus = (typeof LEG_STATUSES)[number]

/** A call reached one of our numbers. Numbers are E.164 without `+`; a withheld caller may be any text. */
export interface CallReceived {
  type: 'call.received'
  leg: LegName
  from: string
  to: string
  vonageCallId: string
  vonageConversationId: string
  regionUrl?: string
  /** What the flow's variables begin with: of a call that we made, because something happened elsewhere. */
  handed?: readonly HandedValue[]
}

/** The outcome of something that a leg was asked. `askedSeq` is the turn that asked: an overtaken question moves nothing. */
interface Reply {
  leg: LegName
  askedSeq: number
}
export interface DigitsReceived extends Reply {
  type: 'digits.received'
  /** Keys in the order pressed; never empty, and without the `#` that submitted them. */
  digits: string
}
/** Digits that nobody may read were typed. The host has looked at them and keeps them for a moment; the run knows a token. */
export interface SecretReceived extends Reply {
  type: 'secret.received'
  /** Whether it can be what was asked for and is kept; `lost` when it could not be kept. */
  outcome: 'kept' | 'notValid' | 'lost'
  /** Stands for the digits; empty unless they are kept. */
  token: string
  /** How many were typed. */
  length: number
  /** Only where the flow may know them. */
  lastFour?: string
}
export interface SpeechReceived extends Reply {
  type: 'speech.received'
  /** What was understood, most likely first; never empty. Confidence is 0 to 1. */
  results: readonly { text: string; confidence: number }[]
}
export interface InputTimedOut extends Reply {
  type: 'input.timedOut'
  /** It did not take time: the caller pressed the `#` that submits, and nothing before it. */
  submitted?: true
}
export interface ConnectFinished extends Reply {
  type: 'connect.finished'
  /** Absent when all that is known is that the connection is over: then it follows from what the callee's leg did. */
  outcome?: ConnectOutcome
}

/** A recording is over, and its file can be fetched. Comes late, repeated, after the call, or never. */
export interface RecordingReceived extends Reply {
  type: 'recording.received'
  recordingUuid: string
  recordingUrl: string
  /** ISO 8601 of Vonage's clock. */
  startedAt: string
  /** Of the recording, with the silence that may have ended it. */
  durationSeconds: number
  /** In bytes. */
  size: number
}

/** A recording that was waited for did not come. */
export interface RecordingMissed extends Reply {
  type: 'recording.missed'
}

/** What was said in a recording has been written down. A fact to keep; moves nothing. */
export interface TranscriptionReceived extends Reply {
  type: 'transcription.received'
  recordingUuid: string
  transcriptionUrl: string
}

/** Something happened to a leg; a fact to keep. Moves the run only when it ends the caller's leg. */
export interface LegStatusChanged {
  type: 'leg.statusChanged'
  leg: LegName
  status: LegStatus
  vonageCallId: string
  /** ISO 8601 of Vonage's clock. */
  occurredAt: string
  /** Whole seconds, only with `completed`. */
  durationSeconds?: number
  /** What Vonage charges, in euros as it writes them; only with `completed`. */
  price?: string
  /** Who hung up: whoever is at that line, or Vonage for us; only with `completed`, where it is told. */
  by?: 'user' | 'platform'
}

/**
 * A leg that was not made: by Vonage, for we make too many at once (V3-13), or by our own fence, which gives a reason. It has no
 * id and no webhook of its own.
 */
export interface LegRefused {
  type: 'leg.refused'
  leg: LegName
  reason?: OutboundRefusal
}

/** Vonage has made a leg that we asked for: from now on it has an id. */
export interface LegDialled {
  type: 'leg.dialled'
  leg: LegName
  vonageCallId: string
}

/** Somebody whom we rang by a call of our own picked up, and hears nothing yet. */
export interface CalleeAnswered {
  type: 'callee.answered'
  leg: LegName
  vonageCallId: string
}

/** By now Vonage must have told of everybody who was rung: whoever is still silent does not answer. */
export interface RingExpired {
  type: 'ring.expired'
}

/** An agent is free for the caller who waits in a queue. */
export interface AgentOffered {
  type: 'agent.offered'
  ticket: string
  agent: string
  endpoint: Endpoint
  ringSeconds: number
  limitSeconds: number
  acceptKey: Key | null
  /** What the caller hears until both are joined; null is the usual hold sound. */
  music: string | null
}

/** A queue lets go of a caller whom nobody has taken: `maxWait`, or `failed` for a ticket that it does not know. */
export interface QueueOver {
  type: 'queue.over'
  ticket: string
  outcome: 'maxWait' | 'failed'
}

/** Where a caller stands who has heard a round of the queue's treatment: the next one begins. */
export interface QueueLooked extends QueueStanding {
  type: 'queue.looked'
  ticket: string
}

/** Nobody leads the conference any more that the caller is in. */
export interface ConferenceOver {
  type: 'conference.over'
  member: string
}

/** What a request of the run came to. One that the run no longer waits for moves nothing. */
export interface RequestAnswered extends Answer {
  type: 'request.answered'
  requestId: string
}

/** What comes in, in the past tense. Adding one breaks every `switch` at compile time. */
export type RunEvent =
  | CallReceived
  | DigitsReceived
  | SecretReceived
  | SpeechReceived
  | InputTimedOut
  | ConnectFinished
  | RecordingReceived
  | RecordingMissed
  | TranscriptionReceived
  | LegStatusChanged
  | LegRefused
  | LegDialled
  | CalleeAnswered
  | RingExpired
  | AgentOffered
  | QueueOver
  | QueueLooked
  | ConferenceOver
  | RequestAnswered
export type RunEventType = RunEvent['type']

/** An event that answers a question, and so belongs to one turn. */
export type QuestionEvent = DigitsReceived | SecretReceived | SpeechReceived | InputTimedOut | ConnectFinished | RecordingMissed

/** Recordings know who asked for them too, but nobody waits for the reply to their webhook. */
export const answersQuestion = (event: RunEvent): event is QuestionEvent =>
  'askedSeq' in event && event.type !== 'recording.received' && event.type !== 'transcription.received'

/** What moves a frame from within the run. */
export type FrameEvent =
  /** By a call that comes in, by another flow, or by one that handed over. */
  | { type: 'flow.entered' }
  /** The frame above has returned, with what it hands out. `silent`: a treatment in which nothing was to be heard. */
  | { type: 'flow.returned'; outcome: string; values: Variables; silent: boolean }
  /** The treatment of a queue cannot go on. */
  | { type: 'treatment.failed' }
  /** A fault that the flow could not go on from; its error handler begins. */
  | { type: 'fault.raised' }
  /** The caller has gone; the after-call part begins. */
  | { type: 'caller.left' }
