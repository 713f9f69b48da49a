import { effectsOf } from '../engine/effect.ts'
import type { ConnectOutcome, RunEvent } from '../engine/run-event.ts'
import { startRun, step } from '../engine/step.ts'
import type { Plans, Turn } from '../engine/turn.ts'
import type { QueueStanding } from '../engine/wait-treatment.ts'
import { CALLER } from '../flow/ids.ts'
import type { FlowDefinition } from '../flow/schema.ts'
import type { Variables } from '../flow/variable.ts'
import { fakeWorld, plansOf } from './flow-of.ts'

/** What a caller, or the one who is rung, does next. */
export type CallerAct =
  | { presses: string }
  /** Types what nobody may read, and the host says what it makes of it. */
  | { secret: 'kept' | 'notValid' | 'lost' }
  | { says: string }
  | 'nothing'
  /** Presses the # that ends an entry, and nothing before it. */
  | 'submitsNothing'
  | 'hangsUp'
  | { connect: ConnectOutcome }
  /** The conference is over for the caller. */
  | { conference: 'over' }
  /** The queue lets the caller go, or says where the caller stands: the next round of its treatment begins. */
  | { queue: 'maxWait' | 'failed' | QueueStanding }
  /** An agent of the queue: is free and rung, answers, is the one who hangs up. */
  | { agent: 'rings' | 'answers' | 'hangsUp' }
  /** The caller speaks for so many seconds, and the recording comes. */
  | { records: number }
  | 'losesRecording'
  /** The outside answers what the run waits for. */
  | { answer: string; values?: Variables }

/** A call played against the engine; the state is stored and read back between any two events, as a database would. */
export class PlayedCall {
  readonly plans: Plans
  turn: Turn
  #seq = 0
  #laterMs = 0

  constructor(flow: FlowDefinition, from = '447700900123', plans: Plans = plansOf(flow)) {
    this.plans = plans
    const event = { leg: CALLER, from, to: '12025550100', vonageCallId: 'call-1', vonageConversationId: 'CON-1' }
    this.turn = startRun(this.plans, { flowId: flow.id, version: '1' }, { type: 'call.received', ...event }, fakeWorld(0))
  }

  /** Lets time pass until what comes next. */
  waits(seconds: number): this {
    this.#laterMs += seconds * 1000
    return this
  }

  /** Does it, and returns the turn that follows. */
  does(act: CallerAct): Turn {
    const { legs, pending, queue, conference } = this.turn.state
    if (typeof act === 'object' && 'answer' in act) {
      const { answer: outcome, values = {} } = act
      return this.receives({ type: 'request.answered', requestId: pending?.id ?? '', outcome, values })
    }
    if (typeof act === 'object' && 'conference' in act)
      return this.receives({ type: 'conference.over', member: conference?.member ?? '' })
    if (typeof act === 'object' && 'queue' in act) {
      const ticket = queue?.ticket ?? ''
      if (typeof act.queue === 'object') return this.receives({ type: 'queue.looked', ticket, ...act.queue })
      return this.receives({ type: 'queue.over', ticket, outcome: act.queue })
    }
    if (typeof act === 'object' && 'agent' in act) return this.receives(this.#agent(act.agent))
    return this.receives(eventOf(act, legs[CALLER]?.askedSeq ?? -1))
  }

  #agent(does: 'rings' | 'answers' | 'hangsUp'): RunEvent {
    const { queue, group } = this.turn.state
    const leg = group?.callees[0] ?? ''
    if (does === 'answers') return { type: 'callee.answered', leg, vonageCallId: `call-${leg}` }
    if (does === 'hangsUp') {
      const at = { vonageCallId: `call-${leg}`, occurredAt: '2026-01-02T09:31:00.000Z', durationSeconds: 60 }
      return { type: 'leg.statusChanged', leg, status: 'completed', ...at }
    }
    const endpoint = { kind: 'phone', number: '12025550143' } as const
    const ring = { ringSeconds: 20, limitSeconds: 7200, acceptKey: null, music: null }
    return { type: 'agent.offered', ticket: queue?.ticket ?? '', agent: 'ann', endpoint, ...ring }
  }

  receives(event: RunEvent): Turn {
    this.#seq += 1
    const reloaded = JSON.parse(JSON.stringify(this.turn.state)) as Turn['state']
    this.turn = step(this.plans, reloaded, event, fakeWorld(this.#seq, this.#laterMs))
    return this.turn
  }

  /** What the caller hears in this turn: texts and addresses of recordings. */
  get heard(): string[] {
    return effectsOf(this.turn, CALLER).flatMap((effect) =>
      effect.type === 'say' ? [effect.text] : effect.type === 'play' ? [effect.url] : [],
    )
  }

  /** The way so far in this turn, as `node/outlet`. */
  get way(): string[] {
    return this.turn.trace.map(({ nodeId, outlet }) => `${nodeId}/${outlet ?? 'end'}`)
  }
}

export function eventOf(
  act: Exclude<CallerAct, { answer: string } | { queue: unknown } | { agent: string } | { conference: string }>,
  askedSeq: number,
): RunEvent {
  if (act === 'losesRecording') return { type: 'recording.missed', leg: CALLER, askedSeq }
  if (act === 'submitsNothing') return { type: 'input.timedOut', leg: CALLER, askedSeq, submitted: true }
  if (act === 'nothing') return { type: 'input.timedOut', leg: CALLER, askedSeq }
  if (act === 'hangsUp') {
    const at = { leg: CALLER, vonageCallId: 'call-1', occurredAt: '2026-01-02T09:31:00.000Z', durationSeconds: 60 }
    return { type: 'leg.statusChanged', status: 'completed', ...at }
  }
  if ('records' in act) {
    const file = { recordingUuid: `recording-${askedSeq}`, recordingUrl: 'https://api-us.nexmo.com/v1/files/1', size: 4000 }
    const at = { startedAt: '2026-01-02T09:30:30.000Z', durationSeconds: act.records }
    return { type: 'recording.received', leg: CALLER, askedSeq, ...file, ...at }
  }
  if ('says' in act) {
    return { type: 'speech.received', leg: CALLER, askedSeq, results: [{ text: act.says, confidence: 0.9 }] }
  }
  if ('secret' in act) {
    const kept = act.secret === 'kept' ? { token: 'token-of-a-card', lastFour: '1111' } : { token: '' }
    return { type: 'secret.received', leg: CALLER, askedSeq, outcome: act.secret, length: 16, ...kept }
  }
  if ('presses' in act) return { type: 'digits.received', leg: CALLER, askedSeq, digits: act.presses }
  return { type: 'connect.finished', leg: CALLER, askedSeq, outcome: act.connect }
}
