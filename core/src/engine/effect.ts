import type { Endpoint } from '../flow/endpoint.ts'
import type { LegName } from '../flow/ids.ts'
import type { Language } from '../flow/language.ts'
import type { Key } from '../flow/schema.ts'
import type { SecretInput } from '../flow/secret-input.ts'
import type { Voice } from '../flow/voice.ts'
import type { Request, RequestMode } from './request.ts'

/**
 * How an effect reaches its leg: in the `reply` to the webhook at hand, collected by a `poll` of a leg that waits, or by
 * a `push` (a REST transfer) to a leg that did not ask.
 */
export type Delivery = 'reply' | 'poll' | 'push'

/** Vonage ends a conversation after two hours (spec V1.8-6). */
export const CONVERSATION_MAX_SECONDS = 7200
/** How long the fallback's number rings. */
export const FALLBACK_RING_SECONDS = 60

/** What stands for the built-in sound where a recording's address does; it has one on every server. */
export const HOLD_SOUND = 'hold'
/** How long that sound is. */
export const HOLD_SECONDS = 3

interface ForLeg {
  leg: LegName
  delivery: Delivery
}

/** Speaks a text, already rendered. `ssml` texts are whole `<speak>` documents. */
export interface SayEffect extends ForLeg {
  type: 'say'
  text: string
  ssml: boolean
  language: Language
  voice: Voice
  bargeIn: boolean
  /** How often; 0 is without end. */
  loop: number
  /** −1 to 1. */
  level: number
}
/** Plays a recording. */
export interface PlayEffect extends ForLeg {
  type: 'play'
  url: string
  bargeIn: boolean
  loop: number
  level: number
}
/** How keys are collected. */
export interface DigitsInput {
  maxDigits: number
  timeoutSeconds: number
  submitOnHash: boolean
}
/** How speech is collected. `hints` are phrases that are likely to be said. */
export interface SpeechInput {
  hints: readonly string[]
  /** Seconds of silence before and after speaking that end it. */
  startSeconds: number
  endSeconds: number
}
/** Asks for keys, speech or both, and waits for one of them. */
export interface CollectInputEffect extends ForLeg {
  type: 'collectInput'
  digits: DigitsInput | null
  /** Nobody may read what is typed. */
  secret?: SecretInput
  speech: (SpeechInput & { language: Language }) | null
}
/** Rings a number and joins it to the leg. */
export interface ConnectEffect extends ForLeg {
  type: 'connect'
  /** The name that the other party's leg has in this run. */
  callee: LegName
  endpoint: Endpoint
  /** Caller ID; one of our own numbers. */
  from: string
  ringSeconds: number
  /** The longest conversation. */
  limitSeconds: number
  /** Spoken, or played, to the callee before the legs are joined. */
  whisper: Whisper | null
  /** A recording that the caller hears while it rings. */
  ringback: string | null
  hangUpOnMachine: boolean
}
/** The words or the recording that somebody hears before being joined. */
export type Whisper = Pick<SayEffect, 'text' | 'ssml' | 'language' | 'voice'> | { recording: string }

/** Somebody is rung while the leg waits: it hears that, and collects what comes of it by a poll. */
export interface RingingEffect extends ForLeg {
  type: 'ringing'
  /** A recording; null is the usual hold sound. */
  ringback: string | null
}
/** Rings somebody by a call of our own; `leg` is the name that this leg has. At most once. */
export interface DialEffect extends ForLeg {
  type: 'dial'
  endpoint: Endpoint
  /** Caller ID; one of our own numbers. */
  from: string
  ringSeconds: number
  /** The longest conversation. */
  limitSeconds: number
  hangUpOnMachine: boolean
}
/** Takes a leg into a conversation of the run's own, where it hears whoever else is in it. */
export interface JoinEffect extends ForLeg {
  type: 'join'
  /** Its name within the run. */
  room: string
  /** The name is the whole name: others than this run's legs are in it. */
  shared?: true
  /** It hears the others and is not heard. */
  mute?: true
  /** It is not begun before one who begins it is there. */
  begins: boolean
  /** It is over for everybody when this leg leaves. */
  ends: boolean
  /** What is heard until it begins; null is the usual hold sound. */
  music: string | null
}
/** The leg waits in a queue: whatever it hears is the queue's, poll by poll. */
export interface QueueWaitEffect extends ForLeg {
  type: 'queueWait'
  ticket: string
}
/** What becomes of a place in a queue. `left`: the flow went on without an agent. */
export const TICKET_CHANGES = ['accepted', 'declined', 'served', 'abandoned', 'left'] as const
/** Tells the queue what became of a ticket. */
export interface TicketEffect extends ForLeg {
  type: 'ticket'
  ticket: string
  change: (typeof TICKET_CHANGES)[number]
  /** Who was offered the caller. */
  agent: string | null
}
/** Tells the conference that its member has left. */
export interface ConferenceEffect extends ForLeg {
  type: 'conference'
  member: string
}
export interface HangUpEffect extends ForLeg {
  type: 'hangUp'
}

/** How a message is recorded. Times in whole seconds. */
export interface MessageRecording {
  /** Where the message goes. */
  mailbox: string
  beep: boolean
  endKey: Key
  /** Silence that ends it, 3 to 10. */
  silenceSeconds: number
  longestSeconds: number
  /** What is shorter is no message. */
  shortestSeconds: number
}
/** Records what the caller says, and waits until the recording is there. */
export interface RecordEffect extends ForLeg, MessageRecording {
  type: 'record'
  /** The language that it is written down in; null: it is not. */
  transcribe: Language | null
}

/** Silence, while the caller stays on the line. */
export interface WaitEffect extends ForLeg {
  type: 'wait'
  seconds: number
}

/**
 * Asks the outside world while the leg waits: it hears that it is to wait, and collects what comes of it by a poll. A request
 * that was answered within its turn is no longer among the turn's effects.
 */
export interface RequestEffect extends ForLeg {
  type: 'request'
  requestId: string
  mode: RequestMode
  request: Request
}

/** What goes out, in the imperative. Adding one breaks every `switch` at compile time. */
export type Effect =
  | SayEffect
  | PlayEffect
  | CollectInputEffect
  | ConnectEffect
  | RecordEffect
  | WaitEffect
  | HangUpEffect
  | RequestEffect
  | RingingEffect
  | DialEffect
  | JoinEffect
  | QueueWaitEffect
  | TicketEffect
  | ConferenceEffect

export const effectsOf = ({ effects }: { effects: readonly Effect[] }, leg: LegName): Effect[] =>
  effects.filter((effect) => effect.leg === leg)
