import type { Effect } from '../engine/effect.ts'
import type { RunFact } from '../engine/fact.ts'
import type { LegStatus, RunEvent } from '../engine/run-event.ts'
import { END, type Leg, type RunState, whereIs } from '../engine/run-state.ts'
import type { Fault, TraceEntry } from '../engine/trace.ts'
import { assertNever } from '../errors/app-error.ts'
import { CALLER } from '../flow/ids.ts'
import type { VoiceEvent } from './contact-event.ts'
import { flowEvents } from './flow-events.ts'

/** A stored turn, as far as reports read it. */
export interface ProjectedTurn {
  /** Milliseconds since 1970. */
  at: number
  inputs: readonly RunEvent[]
  state: RunState
  effects: readonly Effect[]
  recorded: readonly RunFact[]
  trace: readonly TraceEntry[]
  faults: readonly Fault[]
  /** It answered a question that a leg was asked. */
  answered: boolean
  /** Why the caller was not let in. */
  blocked?: string
}

/**
 * What a turn means to reports. Pure: the same turn after the same state gives the same events in the same order, so that they can
 * be made again at any time. Each fact is in one turn, and so in one event.
 *
 * @param before The run's state before it; null for the turn that begins the run.
 */
export function projectTurn(before: RunState | null, turn: ProjectedTurn): VoiceEvent[] {
  return [
    ...offered(before, turn),
    ...inputEvents(before, turn),
    ...flowEvents(before, turn),
    ...queueEvents(before, turn),
    ...legEvents(before, turn),
    ...recordedEvents(turn),
  ]
}

function offered(before: RunState | null, { at, inputs, state, blocked }: ProjectedTurn): VoiceEvent[] {
  const call = inputs.find((input) => input.type === 'call.received')
  if (before !== null || call?.type !== 'call.received') return []
  const personal = { from: call.from, to: call.to }
  const { language } = state
  const told = { at, providerRef: call.vonageCallId, personal }
  if (blocked === undefined) return [{ type: 'contact.offered', ...told, facts: { language } }]
  return [{ type: 'contact.blocked', ...told, facts: { language, reason: blocked } }]
}

/** What a caller answered, or did not, and whether it could be used: then the same card asks again, or says so by its outlet. */
function inputEvents(before: RunState | null, { at, inputs, state, trace, answered }: ProjectedTurn): VoiceEvent[] {
  if (before === null || !answered) return []
  const where = whereIs(before)
  const nodeId = where?.nodeId
  const ref = before.frames[where?.frame ?? -1]
  const place = { ...(nodeId === undefined ? {} : { nodeId }), ...(ref && { flowId: ref.flowId, flowVersion: ref.version }) }
  const asksAgain = trace.length === 0 && state.ended === null && whereIs(state)?.nodeId === nodeId
  const invalid = asksAgain || trace[0]?.outlet === 'noMatch'
  return inputs.flatMap((input): VoiceEvent[] => {
    const type = invalid ? 'input.invalid' : 'input.received'
    switch (input.type) {
      case 'digits.received':
        return [{ type, at, ...place, facts: { kind: 'dtmf' }, personal: { value: input.digits } }]
      case 'secret.received':
        return [{ type: input.outcome === 'kept' ? type : 'input.invalid', at, ...place, facts: { kind: 'dtmf', masked: true } }]
      case 'speech.received': {
        const [best] = input.results
        const facts = { kind: 'speech', confidence: best?.confidence ?? null }
        return [{ type, at, ...place, facts, personal: { value: best?.text ?? '' } }]
      }
      case 'input.timedOut':
        return [{ type: 'input.timeout', at, ...place, facts: {} }]
      default:
        return []
    }
  })
}

function queueEvents(before: RunState | null, { at, inputs, state, effects, trace }: ProjectedTurn): VoiceEvent[] {
  const events: VoiceEvent[] = []
  const was = before?.queue ?? null
  const queueId = (was ?? state.queue)?.queue ?? ''
  for (const effect of effects) {
    if (effect.type !== 'ticket') continue
    const agent = { queueId, ...(effect.agent === null ? {} : { agentId: effect.agent }) }
    if (effect.change === 'declined') events.push({ type: 'agent.declined', at, ...agent, facts: {} })
    if (effect.change === 'served') events.push({ type: 'agent.released', at, ...agent, facts: {} })
    if (effect.change === 'accepted') {
      events.push({ type: 'queue.left', at, ...agent, facts: { reason: 'answered' } })
      events.push({ type: 'agent.connected', at, ...agent, facts: {} })
    }
    if (effect.change === 'abandoned' || effect.change === 'left') {
      // whom an agent talks to has left the queue before
      const talked = before?.group?.joined !== null && before?.group?.joined !== undefined
      if (talked) events.push({ type: 'agent.released', at, ...agent, facts: {} })
      else events.push({ type: 'queue.left', at, queueId, facts: { reason: leftBecause(effect.change, inputs, trace) } })
    }
  }
  for (const input of inputs) {
    const taken = input.type === 'agent.offered' && before?.group === null && state.group?.offer?.agent === input.agent
    if (taken) events.push({ type: 'agent.offered', at, queueId, agentId: input.agent, facts: {} })
  }
  const asked = before?.pending?.request
  if (state.queue !== null && state.queue.ticket !== was?.ticket) {
    const wants = asked?.kind === 'queue' ? { priority: Number(asked.priority) || 0, requiredSkills: asked.skills } : {}
    events.push({ type: 'queue.entered', at, queueId: state.queue.queue, facts: wants })
  }
  return events
}

function leftBecause(change: 'abandoned' | 'left', inputs: readonly RunEvent[], trace: readonly TraceEntry[]): string {
  if (change === 'abandoned') return 'abandoned'
  const over = inputs.find((input) => input.type === 'queue.over')
  if (over?.type === 'queue.over') return over.outcome === 'maxWait' ? 'timeout' : 'closed'
  const outlet = trace[0]?.outlet
  return outlet === 'callback' || outlet === 'voicemail' ? outlet : 'overflow'
}

/** What ringing somebody came to, by the first status that tells. */
const RESULTS: Readonly<Partial<Record<LegStatus, string>>> = {
  answered: 'human',
  human: 'human',
  machine: 'machine',
  busy: 'busy',
  timeout: 'timeout',
  unanswered: 'noanswer',
  cancelled: 'noanswer',
  rejected: 'rejected',
  failed: 'failed',
}

function legEvents(before: RunState | null, turn: ProjectedTurn): VoiceEvent[] {
  return Object.entries(turn.state.legs).flatMap(([name, leg]) => {
    const was = before?.legs[name]
    return name === CALLER ? callerEvents(before, turn, was) : calleeEvents(before, turn, { name, leg, was })
  })
}

function calleeEvents(
  before: RunState | null,
  { at, inputs, state }: ProjectedTurn,
  { name, leg, was }: { name: string; leg: Leg; was: Leg | undefined },
): VoiceEvent[] {
  const group = state.group ?? before?.group
  const purpose = group?.offer && group.callees.includes(name) ? 'agent' : 'transfer'
  const ref = leg.vonageCallId === null ? {} : { providerRef: leg.vonageCallId }
  const to = { personal: { to: leg.number } }
  const facts = { leg: name, purpose, direction: 'out' }
  const events: VoiceEvent[] = was === undefined ? [{ type: 'dial.attempted', at, ...ref, facts, ...to }] : []
  const tells = (statuses: readonly LegStatus[]) => statuses.find((status) => RESULTS[status] !== undefined)
  const first = tells(leg.statuses)
  if (first !== undefined && tells(was?.statuses ?? []) === undefined) {
    const result = RESULTS[first] ?? ''
    events.push({ type: 'dial.result', at, ...ref, facts: { ...facts, result } })
    if (result === 'human' && purpose === 'transfer') {
      events.push({ type: 'transfer', at, ...ref, facts: { kind: 'cold', leg: name }, ...to })
    }
  }
  return [...events, ...costs(inputs, name)]
}

function callerEvents(before: RunState | null, { inputs, state, effects }: ProjectedTurn, was: Leg | undefined): VoiceEvent[] {
  const told = inputs.find((input) => input.type === 'leg.statusChanged' && input.leg === CALLER && input.status === 'completed')
  if (told?.type !== 'leg.statusChanged' || was?.statuses.includes('completed')) return []
  const hungUp =
    before?.frames[0]?.snapshot.value === END || before?.ended != null || effects.some(({ type }) => type === 'hangUp')
  const by = told.by === undefined ? (hungUp ? 'system' : 'customer') : told.by === 'user' && !hungUp ? 'customer' : 'system'
  const duration = told.durationSeconds === undefined ? {} : { durationSeconds: told.durationSeconds }
  const facts = { by, ended: state.ended?.reason ?? null, ...duration }
  return [{ type: 'contact.ended', at: timeOf(told.occurredAt), providerRef: told.vonageCallId, facts }, ...costs(inputs, CALLER)]
}

/** What Vonage charges for a leg, which it says when the leg is over. In euros, as Vonage writes them. */
function costs(inputs: readonly RunEvent[], name: string): VoiceEvent[] {
  return inputs.flatMap((input): VoiceEvent[] => {
    if (input.type !== 'leg.statusChanged' || input.leg !== name || input.price === undefined) return []
    const facts = { kind: 'telephony', amount: input.price, currency: 'EUR', leg: name }
    return [{ type: 'cost.recorded', at: timeOf(input.occurredAt), providerRef: input.vonageCallId, facts }]
  })
}

const timeOf = (occurredAt: string): number => Date.parse(occurredAt) || 0

function recordedEvents({ at, inputs, recorded }: ProjectedTurn): VoiceEvent[] {
  const files = inputs.flatMap((input): VoiceEvent[] => {
    if (input.type !== 'recording.received') return []
    const facts = { leg: input.leg, durationSeconds: input.durationSeconds }
    return [{ type: 'recording.stored', at, providerRef: input.recordingUuid, facts }]
  })
  const facts = recorded.flatMap((fact): VoiceEvent[] => {
    const { nodeId } = fact
    switch (fact.type) {
      case 'goal.reached': {
        const { goal, amount, currency } = fact
        const reached: VoiceEvent = { type: 'goal.reached', at, nodeId, facts: { goal, value: amount, currency } }
        return goal === 'resolved' ? [reached, { type: 'selfservice.resolved', at, nodeId, facts: {} }] : [reached]
      }
      case 'note':
        return [{ type: 'note.left', at, nodeId, facts: {}, personal: { text: fact.text } }]
      case 'event.emitted':
        return [{ type: 'flow.event', at, nodeId, facts: { name: fact.name }, personal: { fields: fact.fields } }]
      case 'team.notified': {
        const { team, outcome, told, members } = fact
        return [{ type: 'team.notified', at, nodeId, facts: { team, outcome, told, members } }]
      }
      default:
        return assertNever(fact)
    }
  })
  return [...files, ...facts]
}
