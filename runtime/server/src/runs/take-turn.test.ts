import { createSecretKey, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import {
  CALLER,
  type CallReceived,
  compileFlow,
  flowDefinitionSchema,
  loadPlan,
  type Plans,
  type RunEvent,
  startRun,
  step,
} from '@patchbay/core'
import { describe, expect, test } from 'vitest'
import { createTurnAddresses } from '../vonage/turn-address.ts'
import type { Arrival } from './arrival.ts'
import type { RunInHand } from './run-in-hand.ts'
import { stepThrough, type TakenTurn, takenTurn } from './take-turn.ts'
import { unsealContent } from './turn-content.ts'

const file = new URL('../../../../templates/welcome-line/flows/welcome.json', import.meta.url)
const flow = flowDefinitionSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
const loaded = loadPlan(compileFlow(flow)!)
const plans: Plans = () => loaded
const addresses = createTurnAddresses({ secretKey: randomBytes(32), publicUrl: 'https://calls.example.com' })
const key = createSecretKey(randomBytes(32))
const ref = { flowId: flow.id, version: '1' }
const received: CallReceived = {
  type: 'call.received',
  leg: CALLER,
  from: '447700900123',
  to: '12025550100',
  vonageCallId: 'u1',
  vonageConversationId: 'CON-1',
}

function begin(): TakenTurn {
  const turn = startRun(plans, ref, received, { now: 0, seed: 's', seq: 0 })
  const run: RunInHand = {
    place: { tenantId: 'local', environmentId: 'main' },
    isTest: false,
    runId: 'run1',
    seed: 's',
    purgeAt: new Date(1000),
    key,
    seq: -1,
    state: turn.state,
    replies: {},
    size: 0,
  }
  return takenTurn({ plans, addresses }, run, turn, {
    leg: CALLER,
    events: [received],
    now: 0,
    arrival: undefined,
    answered: true,
    entered: ref,
  })
}

/** Takes one turn after another; each event answers the question that stands. */
function play(eventsOf: readonly ((askedSeq: number) => RunEvent[])[]): TakenTurn[] {
  const turns = [begin()]
  for (const make of eventsOf) {
    const { run } = turns.at(-1)!
    const events = make(run.state.legs.caller?.askedSeq ?? -1)
    const turn = stepThrough(plans, run, { events, now: turns.length })
    turns.push(
      takenTurn({ plans, addresses }, run, turn, {
        leg: CALLER,
        events,
        now: turns.length,
        arrival: undefined,
        answered: turn.effects.length > 0,
      }),
    )
  }
  return turns
}

const keys = (digits: string) => (askedSeq: number) => [{ type: 'digits.received' as const, leg: CALLER, askedSeq, digits }]
const silence = (askedSeq: number) => [{ type: 'input.timedOut' as const, leg: CALLER, askedSeq }]
const busy = (askedSeq: number) => [
  { type: 'leg.statusChanged' as const, leg: 'callee1', status: 'busy' as const, vonageCallId: 'u2', occurredAt: 't' },
  { type: 'connect.finished' as const, leg: CALLER, askedSeq, outcome: 'busy' as const },
]

test('the webhook is kept masked, with the time that it took; the first turn says which flow the call reached', () => {
  const { run, stored } = begin()
  const body = { dtmf: { digits: '907341862', timed_out: false }, from: '447700900123' }
  const arrival: Arrival = { jti: 'j', kind: 'input', body, receivedAt: 5, elapsedMs: () => 12.34 }
  const events = keys('1')(0)
  const next = stepThrough(plans, run, { events, now: 7 })
  const taken = takenTurn({ plans, addresses }, run, next, { leg: CALLER, events, now: 7, arrival, answered: true })
  expect(unsealContent(key, taken.stored).webhook).toEqual({
    kind: 'input',
    receivedAt: 5,
    tookMs: 12.3,
    body: { dtmf: { digits: '•••••••••', timed_out: false }, from: '•••0123' },
  })
  expect([stored.entered, taken.stored.entered, taken.stored.jti]).toEqual([ref, undefined, 'j'])
})

describe.each([
  ['sales is busy', [keys('1'), busy]],
  ['an old order', [keys('2'), keys('25114')]],
  ['a new order, and support is busy', [keys('9'), keys('2'), silence, keys('77001'), busy]],
  ['silence', [silence, silence]],
])('%s', (_what, events) => {
  const turns = play(events)

  test('every turn is read back as it was taken', () => {
    for (const { stored, run, reply } of turns) {
      const content = unsealContent(key, stored)
      expect(content.state).toEqual(run.state)
      expect(content.reply).toEqual(reply)
    }
  })

  test('what is stored is enough to make the same call again, without anybody', () => {
    const contents = turns.map(({ stored }) => ({ stored, ...unsealContent(key, stored) }))
    const [first, ...rest] = contents
    let { state } = startRun(plans, ref, first!.inputs[0] as CallReceived, {
      now: first!.stored.at.getTime(),
      seed: first!.stored.seed,
      seq: 0,
    })
    expect(state).toEqual(first!.state)
    for (const { stored, inputs, state: after } of rest) {
      for (const input of inputs)
        state = step(plans, state, input, { now: stored.at.getTime(), seed: stored.seed, seq: stored.seq }).state
      expect(state).toEqual(after)
    }
  })

  test('turns are numbered without a gap, and each names the question that it answered', () => {
    expect(turns.map(({ stored }) => [stored.runId, stored.seq])).toEqual(turns.map((_turn, seq) => ['run1', seq]))
    expect(turns.slice(1).map(({ stored }) => stored.question)).toEqual(turns.slice(1).map((_turn, before) => `caller:${before}`))
  })

  test('the address in a reply is that of its own turn', () => {
    for (const { stored, reply } of turns) {
      const urls = (reply ?? []).flatMap((action) =>
        'eventUrl' in action && action.eventUrl !== undefined ? [action.eventUrl[0]] : [],
      )
      for (const url of urls) expect(addresses.readUrl(url)).toEqual({ runId: 'run1', leg: CALLER, seq: stored.seq })
    }
  })
})
