import { assertNever } from '../errors/app-error.ts'
import type { FlowId, NodeId } from '../flow/ids.ts'
import { CALLER } from '../flow/ids.ts'
import type { Language } from '../flow/language.ts'
import { toVariableValue, type Variables, type VariableType, type VariableValue } from '../flow/variable.ts'
import { DEFAULT_VOICE, type Voice } from '../flow/voice.ts'
import { formatValue } from '../text/format-value.ts'
import { renderText, VALUE_MAX_CHARACTERS } from '../text/render-text.ts'
import type { InConference } from './conference.ts'
import { CONVERSATION_MAX_SECONDS, type Effect, FALLBACK_RING_SECONDS, HOLD_SECONDS, HOLD_SOUND } from './effect.ts'
import type { RunFact } from './fact.ts'
import type { QueueWait } from './queue-wait.ts'
import { type Intents, type PendingRequest, type RequestText, type RequestTexts, renderRequest } from './request.ts'
import { type RingGroup, ringUntil } from './ring-group.ts'
import type { FrameEvent, RunEvent } from './run-event.ts'
import { placeIn } from './run-state.ts'
import type { ActionPlan, PlannedPrompt, StatePlan } from './state-plan.ts'
import type { Fault, FaultCode, TraceEntry } from './trace.ts'
import { type QueueStanding, standingOf, untreated } from './wait-treatment.ts'
import type { World } from './world.ts'

/**
 * What a turn works on while it is made: the variables of the top frame, and what the turn has put out so far. It is the
 * context of the XState machine, and only lives within one `step`.
 */
export interface TurnContext {
  readonly plan: StatePlan
  readonly frame: number
  readonly language: Language
  readonly facts: Readonly<Record<string, VariableValue>>
  /** How many legs other than the caller's the run has had: the next one's name follows from it. */
  readonly callees: number
  readonly requests: number
  readonly intents: Intents
  /** The request that this turn waits for. */
  readonly pending: PendingRequest | null
  /** Who is rung beside the caller's own line from now on. */
  readonly group: RingGroup | null
  /** The queue that the caller waits in from now on. */
  readonly queue: QueueWait | null
  /** The conference that the caller is in from now on. */
  readonly conference: InConference | null
  readonly variables: Variables
  readonly effects: readonly Effect[]
  readonly trace: readonly TraceEntry[]
  readonly faults: readonly Fault[]
  readonly recorded: readonly RunFact[]
  readonly world: World
  /** Where the stack of frames goes when the machine has come to rest. */
  readonly leads: FrameLead | null
  /** The node at which the next part of the flow's machine begins. */
  readonly goesTo: NodeId | null
  /** Moves that the flow has made since the event, of which it may make so many without waiting. */
  readonly steps: number
}

/** What an action can ask of the stack of frames. */
export type FrameLead =
  | { type: 'enter'; flowId: FlowId; handedIn: Variables; transfer: boolean; standing: QueueStanding | null }
  | { type: 'return'; outcome: string }

/** What a text or a condition can read. */
export function readValue({ variables, facts }: TurnContext, name: string): VariableValue {
  return variables[name] ?? facts[name] ?? null
}

/** Does one action of a plan: takes the context and returns the next one. Never throws for what a call brings. */
export function perform(
  context: TurnContext,
  action: ActionPlan,
  event: RunEvent | FrameEvent,
  nodeId: NodeId | null,
): TurnContext {
  switch (action.type) {
    case 'say':
      return say(context, action, nodeId)
    case 'collectInput': {
      const { language } = context
      const speech = action.speech === null ? null : { ...action.speech, hints: action.speech.hints[language] ?? [], language }
      const secret = action.secret === undefined ? {} : { secret: action.secret }
      return emit(context, { type: 'collectInput', leg: CALLER, delivery: 'reply', digits: action.digits, speech, ...secret })
    }
    case 'connect':
      return connect(context, action, nodeId)
    case 'ringAll':
      return ringAll(context, action, nodeId)
    case 'record': {
      const { type, transcribe, ...message } = action
      const language = transcribe ? context.language : null
      return emit(context, { type, leg: CALLER, delivery: 'reply', ...message, transcribe: language })
    }
    case 'playAnswer': {
      const url = event.type === 'request.answered' ? event.values[action.from] : undefined
      if (typeof url !== 'string') return context
      return emit(context, { type: 'play', leg: CALLER, delivery: 'reply', url, bargeIn: action.bargeIn, loop: 1, level: 0 })
    }
    case 'hangUp':
      return emit(context, { type: 'hangUp', leg: CALLER, delivery: 'reply' })
    case 'setVariable': {
      const { value, context: next } = rendered(context, action.template, nodeId)
      return setVariable(next, action, value, nodeId)
    }
    case 'formatValue': {
      const { value, context: next } = rendered(context, action.template, nodeId)
      return withValue(next, action.name, formatValue(value, action.format, context.language) ?? null)
    }
    case 'storeDigits':
      return event.type === 'digits.received' ? setVariable(context, action, event.digits, nodeId) : context
    case 'storeSecret': {
      if (event.type !== 'secret.received') return context
      const kept = withValue(context, action.name, event.token)
      return action.lastFour === null ? kept : withValue(kept, action.lastFour, event.lastFour ?? null)
    }
    case 'storeSpeech': {
      const said = event.type === 'speech.received' ? (event.results[0]?.text ?? '') : ''
      return setVariable(context, { name: action.name, valueType: 'text' }, said, nodeId)
    }
    case 'hold': {
      const loop = Math.ceil(action.seconds / HOLD_SECONDS)
      return emit(context, { type: 'play', leg: CALLER, delivery: 'reply', url: HOLD_SOUND, bargeIn: false, loop, level: 0 })
    }
    case 'wait':
      return emit(context, { type: 'wait', leg: CALLER, delivery: 'reply', seconds: action.seconds })
    case 'setLanguage':
      return { ...context, language: action.language }
    case 'count':
      return withValue(context, action.name, Number(readValue(context, action.name) ?? 0) + 1)
    case 'resetCount':
      return withValue(context, action.name, 0)
    case 'recordGoal': {
      const { goal, currency } = action
      const { value, context: next } = rendered(context, action.amount, nodeId)
      const amount = toVariableValue(value, 'number')
      const fact = {
        type: 'goal.reached',
        goal,
        amount: typeof amount.value === 'number' ? amount.value : null,
        currency,
      } as const
      return record(amount.ok ? next : fault(next, nodeId, 'VALUE_NOT_READABLE'), fact, nodeId)
    }
    case 'recordNote': {
      const { value, context: next } = rendered(context, action.template, nodeId)
      return record(next, { type: 'note', text: value }, nodeId)
    }
    case 'recordEvent': {
      const fields: Record<string, string> = {}
      let next = context
      for (const { name, template } of action.fields) {
        const field = rendered(next, template, nodeId)
        next = field.context
        fields[name] = field.value
      }
      return record(next, { type: 'event.emitted', name: action.name, fields }, nodeId)
    }
    case 'recordTold': {
      if (event.type !== 'request.answered') return context
      const { outcome, values } = event
      const [told, members] = [Number(values['told'] ?? 0), Number(values['members'] ?? 0)]
      return record(context, { type: 'team.notified', team: action.team, outcome, told, members }, nodeId)
    }
    case 'enterFlow': {
      const handedIn: Record<string, VariableValue> = {}
      let next = context
      for (const { name, template } of action.inputs) {
        const input = rendered(next, template, nodeId)
        next = input.context
        handedIn[name] = input.value
      }
      const { flowId, transfer, treatment } = action
      const standing = treatment === undefined ? null : standingOf(event)
      return { ...next, leads: { type: 'enter', flowId, handedIn, transfer, standing } }
    }
    case 'request':
      return ask(context, action, nodeId)
    case 'enterQueue':
      return enterQueue(context, action, event, nodeId)
    case 'waitInQueue': {
      const { queue } = context
      return queue === null ? context : emit(context, { type: 'queueWait', leg: CALLER, delivery: 'poll', ticket: queue.ticket })
    }
    case 'joinConference':
      return joinConference(context, action, event)
    case 'leaveQueue':
      return { ...context, queue: null }
    case 'dropTreatment': {
      const next = { ...context, queue: untreated(context.queue) }
      return action.code === undefined ? next : fault(next, nodeId, action.code)
    }
    case 'storeAnswer': {
      if (event.type !== 'request.answered') return context
      return action.outputs.reduce((next, { from, to, valueType }) => {
        const value = event.values[from] ?? null
        return setVariable(next, { name: to, valueType }, value === null ? '' : String(value), nodeId)
      }, context)
    }
    case 'returnFrom':
      return { ...context, leads: { type: 'return', outcome: action.outcome } }
    case 'storeReturned': {
      if (event.type !== 'flow.returned') return context
      return action.outputs.reduce((next, { from, to, valueType }) => {
        const value = event.values[from] ?? null
        return setVariable(next, { name: to, valueType }, value === null ? '' : String(value), nodeId)
      }, context)
    }
    default:
      return assertNever(action)
  }
}

/** Speaks what went wrong and leads the caller to the fallback's number, if there is one. The last words of a run. */
export function performFallback(context: TurnContext): TurnContext {
  const { prompt, connectTo } = context.plan.fallback
  const spoken = say(context, { prompt, bargeIn: false, loop: 1 }, null)
  const connected = connectTo === undefined ? spoken : connect(spoken, fallbackRing(connectTo), null)
  return emit(connected, { type: 'hangUp', leg: CALLER, delivery: 'reply' })
}

const fallbackRing = (number: string): Extract<ActionPlan, { type: 'connect' }> => ({
  type: 'connect',
  endpoint: { kind: 'phone', number },
  ringSeconds: FALLBACK_RING_SECONDS,
  limitSeconds: CONVERSATION_MAX_SECONDS,
  whisper: null,
  ringback: null,
  hangUpOnMachine: false,
})

/** Ends the call, unless the flow did so itself. */
export function performHangUp(context: TurnContext): TurnContext {
  if (context.effects.some(({ type }) => type === 'hangUp')) return context
  return emit(context, { type: 'hangUp', leg: CALLER, delivery: 'reply' })
}

export function fault(context: TurnContext, nodeId: NodeId | null, code: FaultCode): TurnContext {
  return { ...context, faults: [...context.faults, { frame: context.frame, nodeId, code }] }
}

const emit = (context: TurnContext, effect: Effect): TurnContext => ({ ...context, effects: [...context.effects, effect] })

function connect(context: TurnContext, plan: Extract<ActionPlan, { type: 'connect' }>, nodeId: NodeId | null): TurnContext {
  const callee = `callee${context.callees + 1}`
  const from = plan.callerId ?? String(context.facts['called.number'] ?? '')
  const { endpoint, ringSeconds, limitSeconds, ringback, hangUpOnMachine } = plan
  const { whisper, context: ready } = whispered(context, plan.whisper, nodeId)
  const ring = { endpoint, from, ringSeconds, limitSeconds, whisper, ringback, hangUpOnMachine }
  return { ...emit(ready, { type: 'connect', leg: CALLER, delivery: 'reply', callee, ...ring }), callees: context.callees + 1 }
}

/** Rings several at once; the caller hears that, and collects what comes of it. */
function ringAll(context: TurnContext, plan: Extract<ActionPlan, { type: 'ringAll' }>, nodeId: NodeId | null): TurnContext {
  const { endpoints, ringSeconds, limitSeconds, acceptKey, ringback, hangUpOnMachine } = plan
  const from = plan.callerId ?? String(context.facts['called.number'] ?? '')
  const { whisper, context: ready } = whispered(context, plan.whisper, nodeId)
  const callees = endpoints.map((_endpoint, index) => `callee${context.callees + index + 1}`)
  const dialled = endpoints.map(
    (endpoint, index): Effect => ({
      type: 'dial',
      leg: callees[index] ?? '',
      delivery: 'push',
      ...{ endpoint, from, ringSeconds, limitSeconds, hangUpOnMachine },
    }),
  )
  const { seq, now } = context.world
  const until = ringUntil(now, ringSeconds, callees.length)
  return {
    ...ready,
    callees: context.callees + callees.length,
    group: { seq, callees, joined: null, acceptKey, asked: {}, whisper, ringback, until, offer: null },
    effects: [...ready.effects, { type: 'ringing', leg: CALLER, delivery: 'poll', ringback }, ...dialled],
  }
}

/** The whisper is rendered when it rings, so that it says what was known then. A callee without one is just put through. */
function whispered(context: TurnContext, prompt: PlannedPrompt | null, nodeId: NodeId | null) {
  if (prompt === null) return { whisper: null, context }
  const { language, speech } = speechIn(prompt, context)
  if (speech?.recording !== undefined) return { whisper: { recording: speech.recording }, context }
  const text = renderText(speech?.text ?? '', { ...context.facts, ...context.variables }, 'spoken')
  if (!text.ok) return { whisper: null, context: fault(context, nodeId, 'TEXT_NOT_RENDERED') }
  return {
    whisper: text.text === '' ? null : { text: text.text, ssml: text.ssml, language, voice: voiceIn(language, context) },
    context,
  }
}

/** The conference has taken the caller in: the answer says under which name Vonage knows it. */
function joinConference(
  context: TurnContext,
  { begins, mute, music }: Extract<ActionPlan, { type: 'joinConference' }>,
  event: RunEvent | FrameEvent,
): TurnContext {
  if (event.type !== 'request.answered') return context
  const room = String(event.values['conversation'] ?? '')
  const join = { type: 'join', leg: CALLER, delivery: 'poll', room, shared: true, begins, ends: false, music } as const
  return emit({ ...context, conference: { member: event.requestId } }, mute ? { ...join, mute: true } : join)
}

/** The queue has taken the caller in: the ticket goes by the name of the request that asked for it. */
function enterQueue(
  context: TurnContext,
  { queue, whisper: prompt, keys, treated }: Extract<ActionPlan, { type: 'enterQueue' }>,
  event: RunEvent | FrameEvent,
  nodeId: NodeId | null,
): TurnContext {
  if (event.type !== 'request.answered') return context
  const { whisper, context: ready } = whispered(context, prompt, nodeId)
  const treatment = treated === undefined ? {} : { treatment: { variables: null, heard: false } }
  return { ...ready, queue: { ticket: event.requestId, queue, whisper, keys, ...treatment } }
}

function ask(
  context: TurnContext,
  { mode, request }: Extract<ActionPlan, { type: 'request' }>,
  nodeId: NodeId | null,
): TurnContext {
  let next = context
  const asked = renderRequest(request, (planned) => {
    const text = rendered(next, templateIn(planned, context), nodeId, planned.as)
    next = text.context
    return text.value
  })
  const id = `r${context.requests + 1}`
  const effect = { type: 'request', leg: CALLER, delivery: 'poll', requestId: id, mode, request: asked } as const
  const before = mode === 'idempotent' ? context.intents[placeIn(context.frame, context.plan.flowId, nodeId)] : undefined
  const pending = { id, seq: context.world.seq, mode, request: asked, ...(before === undefined ? {} : { intent: before }) }
  return { ...emit(next, effect), requests: context.requests + 1, pending }
}

/** As with speech: the run's language first, then the flow's own. */
function templateIn(text: RequestText | RequestTexts, { language, plan }: TurnContext): string {
  if ('template' in text) return text.template
  return text.texts[language] ?? text.texts[plan.languages.default] ?? ''
}

function say(context: TurnContext, plan: Omit<Extract<ActionPlan, { type: 'say' }>, 'type'>, nodeId: NodeId | null): TurnContext {
  const { prompt, bargeIn, loop, level = 0 } = plan
  const { language, speech } = speechIn(prompt, context, plan.language)
  const voice = plan.voice ?? voiceIn(language, context)
  if (speech?.recording !== undefined) {
    return emit(context, { type: 'play', leg: CALLER, delivery: 'reply', url: speech.recording, bargeIn, loop, level })
  }
  const text = renderText(speech?.text ?? '', { ...context.facts, ...context.variables }, 'spoken')
  if (!text.ok) return fault(context, nodeId, 'TEXT_NOT_RENDERED')
  if (text.text === '') return fault(context, nodeId, 'NOTHING_TO_SAY')
  const spoken = { text: text.text, ssml: text.ssml, language, voice }
  const next = emit(context, { type: 'say', leg: CALLER, delivery: 'reply', ...spoken, bargeIn, loop, level })
  return text.cut ? fault(next, nodeId, 'TEXT_CUT') : next
}

const voiceIn = (language: Language, { plan }: TurnContext): Voice => plan.languages.voices[language] ?? DEFAULT_VOICE

/** The run's language first, then the flow's own: a caller hears the wrong language rather than nothing. */
function speechIn(prompt: PlannedPrompt, { language: heard, plan }: TurnContext, language: Language = heard) {
  const own = prompt[language]
  if (own !== undefined) return { language, speech: own }
  const fallback = plan.languages.default
  return { language: fallback, speech: prompt[fallback] }
}

function setVariable(
  context: TurnContext,
  { name, valueType }: { name: string; valueType: VariableType },
  text: string,
  nodeId: NodeId | null,
): TurnContext {
  const { ok, value } = toVariableValue(text.slice(0, VALUE_MAX_CHARACTERS), valueType)
  const next = withValue(context, name, value)
  if (text.length > VALUE_MAX_CHARACTERS) return fault(next, nodeId, 'TEXT_CUT')
  return ok ? next : fault(next, nodeId, 'VALUE_NOT_READABLE')
}

const withValue = (context: TurnContext, name: string, value: VariableValue): TurnContext => ({
  ...context,
  variables: { ...context.variables, [name]: value },
})

/** A text as a value: blank, with a fault, when it cannot be rendered. */
function rendered(
  context: TurnContext,
  template: string,
  nodeId: NodeId | null,
  purpose: RequestText['as'] = 'value',
): { value: string; context: TurnContext } {
  const text = renderText(template, { ...context.facts, ...context.variables }, purpose)
  if (!text.ok) return { value: '', context: fault(context, nodeId, 'TEXT_NOT_RENDERED') }
  return { value: text.text, context: text.cut ? fault(context, nodeId, 'TEXT_CUT') : context }
}

type NewFact<Fact> = Fact extends RunFact ? Omit<Fact, 'frame' | 'nodeId'> : never

const record = (context: TurnContext, fact: NewFact<RunFact>, nodeId: NodeId | null): TurnContext => ({
  ...context,
  recorded: [...context.recorded, { ...fact, frame: context.frame, nodeId: nodeId ?? '' }],
})
