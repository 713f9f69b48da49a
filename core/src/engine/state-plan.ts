import type { Condition } from '../flow/condition.ts'
import type { DigitsCheck } from '../flow/digits-check.ts'
import type { Endpoint } from '../flow/endpoint.ts'
import type { FlowId, NodeId, VersionKey } from '../flow/ids.ts'
import type { Language } from '../flow/language.ts'
import type { Fallback, Key } from '../flow/schema.ts'
import type { SecretInput } from '../flow/secret-input.ts'
import type { VariableType, VariableValue } from '../flow/variable.ts'
import type { Voice } from '../flow/voice.ts'
import type { ValueFormat } from '../text/format-value.ts'
import type { DigitsInput, MessageRecording, SpeechInput } from './effect.ts'
import type { QueueWait } from './queue-wait.ts'
import type { Planned, Request, RequestMode } from './request.ts'
import type { ConnectOutcome, FrameEvent, RunEventType, SecretReceived } from './run-event.ts'

/** The form of plan that this software writes. A run keeps the plan it began with, so older forms must stay readable. */
export const PLAN_FORMAT = 1

/** What a node speaks in one language: a text (Liquid) or the address of a recording. */
export interface PlannedSpeech {
  text?: string
  recording?: string
}
export type PlannedPrompt = Partial<Record<Language, PlannedSpeech>>

/** Words that callers may say, by language. */
export type Phrases = Partial<Record<Language, readonly string[]>>

/** How speech is asked for; the hints are those of the run's language. */
export interface PlannedSpeechInput extends Omit<SpeechInput, 'hints'> {
  hints: Phrases
}

/** What is done on the way, by name and parameters: no functions, so that a plan can be stored. Performed by `actions.ts`. */
export type ActionPlan =
  | { type: 'say'; prompt: PlannedPrompt; bargeIn: boolean; loop: number; level?: number; voice?: Voice; language?: Language }
  | { type: 'collectInput'; digits: DigitsInput | null; speech: PlannedSpeechInput | null; secret?: SecretInput }
  | {
      type: 'connect'
      endpoint: Endpoint
      ringSeconds: number
      limitSeconds: number
      whisper: PlannedPrompt | null
      ringback: string | null
      hangUpOnMachine: boolean
      /** The number that they see; absent: the one that the caller rang. */
      callerId?: string
    }
  /** Rings all of them at once, by calls of our own; how that ends comes as `connect.finished`. */
  | {
      type: 'ringAll'
      endpoints: readonly Endpoint[]
      ringSeconds: number
      limitSeconds: number
      whisper: PlannedPrompt | null
      /** Takes the call; null: whoever answers takes it. */
      acceptKey: Key | null
      ringback: string | null
      hangUpOnMachine: boolean
      callerId?: string
    }
  | ({ type: 'record'; transcribe: boolean } & MessageRecording)
  /** Plays the recording that an answer brought. */
  | { type: 'playAnswer'; from: string; bargeIn: boolean }
  | { type: 'hangUp' }
  | { type: 'wait'; seconds: number }
  /** The built-in sound, for at least so long. */
  | { type: 'hold'; seconds: number }
  | { type: 'setLanguage'; language: Language }
  | { type: 'setVariable'; name: string; valueType: VariableType; template: string }
  | { type: 'formatValue'; name: string; template: string; format: ValueFormat }
  | { type: 'storeDigits'; name: string; valueType: VariableType }
  | { type: 'storeSpeech'; name: string }
  /** Keeps the token of what was typed, and the last four digits where they may be known. */
  | { type: 'storeSecret'; name: string; lastFour: string | null }
  /** Adds one to a counter of the plan's own; `name` never meets a variable's. */
  | { type: 'count'; name: CounterName }
  | { type: 'resetCount'; name: CounterName }
  | { type: 'recordGoal'; goal: string; amount: string; currency: string | null }
  | { type: 'recordNote'; template: string }
  | { type: 'recordEvent'; name: string; fields: readonly { name: string; template: string }[] }
  /** What came of telling a team. */
  | { type: 'recordTold'; team: string }
  /** Puts another flow on top, or in place of this one; `treatment`: as a round of what is heard in a queue. */
  | {
      type: 'enterFlow'
      flowId: FlowId
      inputs: readonly { name: string; template: string }[]
      transfer: boolean
      treatment?: true
    }
  /** Asks the outside world; the answer comes as `request.answered`. */
  | { type: 'request'; mode: RequestMode; request: Planned<Request> }
  /** The answer at hand let the caller into a queue; what the agent hears is rendered now. */
  | { type: 'enterQueue'; queue: string; whisper: PlannedPrompt | null; keys: QueueWait['keys']; treated?: true }
  /** Waits for an agent (`connect.finished`), for the queue to let go (`request.answered`), or for a key. */
  | { type: 'waitInQueue' }
  | { type: 'leaveQueue' }
  /** From now on the queue itself says what is heard. */
  | { type: 'dropTreatment'; code?: 'ROUND_SILENT' }
  /** The answer at hand let the caller into a conference; its end comes as `request.answered`. */
  | { type: 'joinConference'; begins: boolean; mute: boolean; music: string | null }
  | { type: 'storeAnswer'; outputs: readonly { from: string; to: string; valueType: VariableType }[] }
  | { type: 'returnFrom'; outcome: string }
  | { type: 'storeReturned'; outputs: readonly { from: string; to: string; valueType: VariableType }[] }

/** A counter that a node keeps among the frame's variables: a variable's name has no colon. */
export type CounterName = `count:${string}`

/** When a transition is taken, by name and parameters. Evaluated by `guards.ts`. */
export type GuardPlan =
  | { type: 'digitsAmong'; keys: readonly Key[] }
  | { type: 'digitsAre'; digits: string }
  /** Holds when the digits, at least `min`, begin `own` and none of `others`. */
  | { type: 'digitsBegin'; own: string; others: readonly string[]; min: number }
  | { type: 'digitsCount'; min: number; max: number; check: DigitsCheck }
  /** Holds when the phrase that was said, of `all`, is among `own`. */
  | { type: 'phraseSaid'; own: Phrases; all: Phrases }
  | { type: 'secretIs'; outcome: SecretReceived['outcome'] }
  | { type: 'confidenceAtLeast'; limit: number }
  | { type: 'outcomeIs'; outcome: ConnectOutcome }
  | { type: 'returnedAs'; outcome: string }
  /** Holds when the frame above was a round in which nothing was to be heard. */
  | { type: 'returnedSilently' }
  | { type: 'answeredAs'; outcome: string }
  | { type: 'recordedBelow'; seconds: number }
  | { type: 'countBelow'; name: CounterName; limit: number }
  /** Holds when the lot drawn for this visit is below; lots are in [0, 1) and follow from the run's seed. */
  | { type: 'lotBelow'; limit: number }
  | { type: 'conditions'; match: 'all' | 'any'; conditions: readonly (Condition & { variableType: VariableType })[] }

/** Where a transition leads: to another state of the same node, out by one of its outlets, or to the flow's end. */
export type TargetPlan = { state: string } | { outlet: string } | { end: true }

export interface TransitionPlan {
  guard?: GuardPlan
  actions?: readonly ActionPlan[]
  to: TargetPlan
}

export interface NodeStatePlan {
  entry?: readonly ActionPlan[]
  /** Tried in order at once after `entry`, without waiting for an event. */
  always?: readonly TransitionPlan[]
  /** Tried in order when the event comes. */
  on?: Partial<Record<RunEventType | FrameEvent['type'], readonly TransitionPlan[]>>
}

/** What a node type compiles to; knows its outlets, not where they lead. */
export interface NodeBehaviour {
  initial: string
  states: Readonly<Record<string, NodeStatePlan>>
}

export interface NodePlan extends NodeBehaviour {
  /** Outlet → node. An outlet that is not here leads to the flow's fallback. */
  exits: Readonly<Record<string, NodeId>>
}

export interface PlannedVariable {
  name: string
  type: VariableType
  initial: VariableValue
  sensitive: boolean
}

/** A compiled flow: all that running it needs, as JSON. Stored with each version and executed as stored. */
export interface StatePlan {
  planFormat: typeof PLAN_FORMAT
  flowId: FlowId
  start: NodeId
  /** Nodes that a part of the flow begins at, by what it is for. */
  entries: { errorHandler?: NodeId; afterCall?: NodeId; globalKeys?: Partial<Record<Key, NodeId>> }
  /** The versions of the flows that it enters, as they were when it was published. */
  subflows: Readonly<Record<string, VersionKey>>
  nodes: Readonly<Record<string, NodePlan>>
  variables: readonly PlannedVariable[]
  languages: { default: Language; enabled: readonly Language[]; voices: Partial<Record<Language, Voice>> }
  fallback: { prompt: PlannedPrompt; connectTo?: Fallback['connectTo'] }
}
