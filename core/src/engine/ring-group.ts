import type { LegName } from '../flow/ids.ts'
import type { Key } from '../flow/schema.ts'
import type { Whisper } from './effect.ts'

/**
 * Some who are rung at once by calls of our own, and the one of them who took the call. It is part of the run's state, so who
 * was first is decided by which turn is stored first, and any process can go on with it.
 */
export interface RingGroup {
  /** The turn that rang them. */
  seq: number
  callees: readonly LegName[]
  /** Who took the call; the others are hung up. */
  joined: LegName | null
  /** The key that takes the call; null: whoever answers takes it. */
  acceptKey: Key | null
  /** How often each was asked for that key. */
  asked: Readonly<Record<LegName, number>>
  whisper: Whisper | null
  /** A recording that the caller hears meanwhile. */
  ringback: string | null
  /** Milliseconds since 1970: by then Vonage must have told of everybody. */
  until: number
  /** The agent of a queue whom it offers the caller to; null: a flow rings them. */
  offer: { agent: string } | null
}

/** Calls that Vonage makes for us in a second (spec V3-13). */
export const CALLS_PER_SECOND = 3
/** How much later than its time a leg's end may be told. */
const LATE_MS = 15_000

/** When a group that begins to ring must have been told of whole. */
export const ringUntil = (now: number, ringSeconds: number, callees: number): number =>
  now + ringSeconds * 1000 + Math.ceil(callees / CALLS_PER_SECOND) * 1000 + LATE_MS
