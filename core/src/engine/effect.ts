import type { Endpoint } from '../flow/endpoint.ts'
import type { LegName } from '../flow/ids.ts'
import type { Language } from '../flow/language.ts'
import type { Key } from '../flow/schema.ts'
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
  whisper: Pick<SayEffect, 'text' | 'ssml' | 'language' | 'voice'> | { recording: string } | null
  /** A recording that the caller hears while it rings. */
  ringback: string | null
  hangUpOnMachine: boolean
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

export const effectsOf = ({ effects }: { effects: readonly Effect[] }, leg: LegName): Effect[] =>
  effects.filter((effect) => effect.leg === leg)
