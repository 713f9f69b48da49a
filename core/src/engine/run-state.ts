import type { FlowId, LegName, VersionKey } from '../flow/ids.ts'
import type { Language } from '../flow/language.ts'
import type { SecretInput } from '../flow/secret-input.ts'
import type { CALL_FACTS, Variables, VariableValue } from '../flow/variable.ts'
import type { InConference } from './conference.ts'
import type { QueueWait } from './queue-wait.ts'
import type { Intents, PendingRequest } from './request.ts'
import type { RingGroup } from './ring-group.ts'
import type { LegStatus } from './run-event.ts'

/** The plan's own states, beside one per node: a node id has no colon, so these never meet one. */
export const START = ':start'
export const END = ':end'
export const STOPPED = ':stopped'

/** Which copy of which flow. */
export interface FlowRef {
  flowId: FlowId
  version: VersionKey
}

/** XState's state value: the node, and the state within it. The plan's own are a bare name. */
export type SnapshotValue = string | { [node: string]: string }

/**
 * One flow in execution. A run is a stack of them, so that a subflow, a wait treatment, an error handler or an
 * after-call part is a frame on top and not a special case; the top one gets the events.
 */
export interface Frame extends FlowRef {
  /** Which entry of its flow it began at, or what its flow is there for. */
  role: 'main' | 'errorHandler' | 'afterCall' | 'waitTreatment'
  snapshot: { value: SnapshotValue }
  variables: Variables
}

/** One party's line. */
export interface Leg {
  direction: 'inbound' | 'outbound'
  /** We rang it by a call of our own (REST), not from within the caller's NCCO. */
  ours?: true
  /** The other party's number, E.164 without `+`; for a withheld caller whatever Vonage says. */
  number: string
  /** Vonage's `uuid`; unknown until the leg's first webhook. */
  vonageCallId: string | null
  vonageConversationId: string | null
  /** Where REST requests about this leg must go (spec V2.9-7). */
  regionUrl: string | null
  /** Each status that was seen, once, in the order of arrival. */
  statuses: readonly LegStatus[]
  /** The turn whose output the leg is hearing or answering; null before it heard anything. */
  askedSeq: number | null
  /** What is asked may be read by nobody; absent for any other question. */
  secret?: SecretInput
  /** When the latest answer was an entry that was over by its length, in milliseconds since 1970; absent for any other answer. */
  filledAt?: number
}

export type EndReason = 'completed' | 'callerLeft' | 'fault'

/** All that a run is between two events. JSON, and nothing lives in it: storing it and reading it back loses nothing. */
export interface RunState {
  stateFormat: 1
  frames: readonly Frame[]
  legs: Readonly<Record<LegName, Leg>>
  /** The number that was called. */
  calledNumber: string
  language: Language
  /** How many requests the run has made: the next one's id follows from it. */
  requests: number
  /** The request whose answer the run waits for. */
  pending: PendingRequest | null
  /** What was asked for elsewhere with no definite answer; absent when there is nothing. */
  intents?: Intents
  /** Who is rung, or talked to, beside the caller's own line. */
  group: RingGroup | null
  /** The queue that the caller waits in, or was taken out of by the one it talks to. */
  queue: QueueWait | null
  conference: InConference | null
  /** Vonage's ids of the recordings that came, in the order of arrival; absent before the first. */
  recordings?: readonly string[]
  /** Those of them that were written down. */
  transcripts?: readonly string[]
  ended: { reason: EndReason } | null
}

/** The facts of the call that texts and conditions can read. */
export function callFacts(state: Pick<RunState, 'legs' | 'calledNumber'>): Record<(typeof CALL_FACTS)[number], VariableValue> {
  return { 'caller.number': state.legs.caller?.number ?? null, 'called.number': state.calledNumber }
}

/** Where something of a flow stands within a run; the same whenever the run comes by there again. */
export const placeIn = (frame: number, flowId: string, nodeId: string | null): string => `${frame}/${flowId}/${nodeId ?? ''}`

/** Where the run is waiting: the top frame and its node; undefined when it is nowhere (ended, or not begun). */
export function whereIs(state: RunState): { frame: number; nodeId: string } | undefined {
  const top = state.frames.at(-1)
  if (state.ended !== null || top === undefined || typeof top.snapshot.value === 'string') return undefined
  const [nodeId] = Object.keys(top.snapshot.value)
  return nodeId === undefined ? undefined : { frame: state.frames.length - 1, nodeId }
}
