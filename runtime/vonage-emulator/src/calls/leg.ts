import type { Clock } from '../clock/clock.ts'
import type { EventLog } from '../log/event-log.ts'
import type { Party } from '../ncco/endpoints.ts'
import type { Mix } from './hearing.ts'
import { createPlayback, type Playback, type PlaybackListener } from './playback.ts'

/** V2.2-2 … V2.2-12; `human` and `machine` are what a detection found. */
export type CallStatus =
  | 'started'
  | 'ringing'
  | 'answered'
  | 'completed'
  | 'busy'
  | 'cancelled'
  | 'unanswered'
  | 'rejected'
  | 'failed'
  | 'timeout'
  | 'human'
  | 'machine'
  | 'disconnected'

export type Direction = 'inbound' | 'outbound'

/** A URL that webhooks go to, and how. */
export interface WebhookTarget {
  url: string
  method: 'POST' | 'GET'
}

/** How ringing somebody ends. */
export type RingOutcome = 'answered' | 'busy' | 'declined' | 'failed' | 'unreachable' | 'timeout' | 'cancelled'

/** What an input for speech expects to hear: BCP-47, and phrases that are likely (V1.4-10, V1.4-11). */
export interface SpeechWanted {
  language: string
  context: string[]
}

/** Something that a person says, and how sure a recogniser is of it (V2.5-1). */
export interface Utterance {
  text: string
  /** 0 … 1. */
  confidence: number
  durationMs: number
  /** What else it might have been. */
  alternatives: { text: string; confidence: number }[]
  /** So unclear that it cannot be analysed. */
  garbled: boolean
}

/** What a leg waits for, as the control API shows it. */
export type Waiting =
  | { kind: 'input'; maxDigits: number; timeOut: number; submitOnHash: boolean; digits: string; speech: SpeechWanted | null }
  | { kind: 'webhook'; url: string }
  | { kind: 'wait'; ms: number }
  | { kind: 'record' }
  | { kind: 'conversation'; name: string }
  | { kind: 'transfer'; conversationUuid: string }
  | { kind: 'connect'; to: string; calleeUuid: string }

/** One party's line. Plain state: what happens to it is decided in exchange.ts and by the actions. */
export interface Leg {
  readonly uuid: string
  readonly direction: Direction
  readonly from: string
  readonly to: string
  /** Who is at its end: whoever is called, or the caller of an inbound one. */
  readonly party: Party
  /** What else the answer webhook says about the caller (V2.1-7 … V2.1-9). */
  readonly callerFields: Readonly<Record<string, unknown>>
  /** The region that the call lives in (V2.9-7); none where the emulator has no regions. */
  readonly region?: string | undefined
  /** Where its status events and its errors go (V2.2, V2.4-1). */
  readonly events: WebhookTarget
  readonly createdAt: number
  /** What its NCCO plays. */
  readonly playback: Playback
  /** What REST plays into the call meanwhile (V3-6). */
  readonly announcement: Playback
  /** Aborted once, when the leg ends; the reason is what the event stream says. */
  readonly over: AbortController
  conversationUuid: string
  state: 'ringing' | 'answered' | 'ended'
  status: CallStatus
  answeredAt?: number
  endedAt?: number
  endReason?: string
  waitsFor?: Waiting
  muted: boolean
  earmuffed: boolean
  /** Present while it rings: settles how the ringing ends. */
  ring?: (outcome: RingOutcome) => void
  /** Why it was not answered, where Vonage gives a reason (V2.2-7 … V2.2-9). */
  detail?: string
  /** Present while an input listens. */
  onKey?: (digit: string) => void
  /** Present while an input listens for speech. */
  onSpeech?: (utterance: Utterance) => void
  /** Present on a websocket leg: sound, and keys, of those it is joined to. */
  onHeard?: (durationMs: number) => void
  onHeardKey?: (digit: string) => void
  /** Present when the application closed its websocket: the headers it was opened with (V2.2-13). */
  disconnected?: Readonly<Record<string, unknown>>
  /** The conversation that it came into by a transfer: it stays as long as somebody else is in there (V1.11-1). */
  guestOf?: string
  /** Present while it is joined to others. */
  mix?: Mix
  /** Present after an asynchronous input: sends each key as it comes (V1.4-2). */
  onEachKey?: (digit: string) => void
  /** Present while REST is subscribed to the keys (V3-10). */
  onSubscribedKey?: (digit: string) => void
  /** The NCCO that runs on it now; aborted by a hang-up or a replacement. */
  run?: AbortController
  /** Present while it is joined to another leg: takes it out without ending it. */
  part?: () => void
  /** The application is not told of it at all. */
  untold?: boolean
  /** Status events leave one after the other, each after the one before was answered. */
  outbox: Promise<void>
  /** Events that arrive after later ones (V2.3-1). */
  heldBack: (() => void)[]
}

export interface NewLeg {
  uuid: string
  conversationUuid: string
  direction: Direction
  from: string
  to: string
  party: Party
  region?: string | undefined
  callerFields?: Record<string, unknown>
  events: WebhookTarget
}

export function createLeg(clock: Clock, log: EventLog, fields: NewLeg): Leg {
  const listener: PlaybackListener = {
    started: (heard) => log.add({ type: 'heard.started', ...heard, ...nameOf(leg) }),
    stopped: ({ kind }, reason) => log.add({ type: 'heard.stopped', kind, reason, ...nameOf(leg) }),
  }
  const leg: Leg = {
    callerFields: {},
    ...fields,
    createdAt: clock.now(),
    state: 'ringing',
    status: 'started',
    muted: false,
    earmuffed: false,
    over: new AbortController(),
    outbox: Promise.resolve(),
    heldBack: [],
    playback: createPlayback(clock, listener),
    announcement: createPlayback(clock, listener),
  }
  return leg
}

/** How events name a leg. */
export function nameOf(leg: Leg): { legUuid: string; conversationUuid: string } {
  return { legUuid: leg.uuid, conversationUuid: leg.conversationUuid }
}
