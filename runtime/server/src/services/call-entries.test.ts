import type { Effect, RunEvent } from '@patchbay/core'
import { describe, expect, test } from 'vitest'
import { createAuthoredTexts } from '../masking/authored-texts.ts'
import type { TurnContent } from '../runs/turn-content.ts'
import type { StoredTurn } from '../storage/turn-store.ts'
import { toEntries } from './call-entries.ts'
import { type CallFlows, loadCallFlows } from './call-flows.ts'

const begun = Date.parse('2026-03-10T12:00:00Z')
const flows: CallFlows = {
  node: (flowId, nodeId) => ({ flowId, flowName: flowId.toUpperCase(), nodeId, name: nodeId, type: 'say' }),
  label: (_flowId, _nodeId, outlet) => `“${outlet}”`,
  authored: createAuthoredTexts([]),
}

interface Made {
  turn?: Partial<StoredTurn>
  content?: Partial<TurnContent> | null
}

const opened = ({ turn = {}, content = {} }: Made, seq: number) => ({
  turn: {
    seq,
    at: new Date(begun + seq * 1000),
    flowId: 'main',
    version: '1',
    trace: [],
    faults: [],
    nodeId: null,
    ended: null,
    ...turn,
  } as unknown as StoredTurn,
  content:
    content === null
      ? null
      : ({ inputs: [], effects: [], recorded: [], reply: null, state: { frames: [] }, ...content } as unknown as TurnContent),
})
const entries = (made: readonly Made[]) => toEntries(made.map(opened), flows)
const came = (input: RunEvent) => entries([{ content: { inputs: [input] } }])[0]
const did = (effect: Effect) => entries([{ content: { effects: [effect] } }])[0]?.did

const reply = { leg: 'caller', askedSeq: 0 }
const out = { leg: 'caller', delivery: 'reply' } as const

describe('what came in is told without what it said', () => {
  test.each<[RunEvent, object]>([
    [
      { type: 'digits.received', ...reply, digits: '4711' },
      { type: 'keys', count: 4 },
    ],
    [{ type: 'speech.received', ...reply, results: [{ text: 'Ann', confidence: 1 }] }, { type: 'words' }],
    [{ type: 'input.timedOut', ...reply }, { type: 'silence' }],
    [
      { type: 'input.timedOut', ...reply, submitted: true },
      { type: 'keys', count: 1 },
    ],
    [
      { type: 'connect.finished', ...reply, outcome: 'busy' },
      { type: 'connectOver', outcome: 'busy' },
    ],
    [
      { type: 'connect.finished', ...reply },
      { type: 'connectOver', outcome: null },
    ],
    [
      { type: 'leg.statusChanged', leg: 'callee1', status: 'completed', vonageCallId: 'u', occurredAt: 't', durationSeconds: 61 },
      { type: 'leg', leg: 'callee1', status: 'completed', durationSeconds: 61 },
    ],
    [
      { type: 'leg.refused', leg: 'callee1' },
      { type: 'legRefused', leg: 'callee1' },
    ],
    [
      { type: 'request.answered', requestId: '3.0', outcome: 'closed', values: { reason: 'Ann' } },
      { type: 'answer', outcome: 'closed' },
    ],
  ])('%j', (input, expected) => expect(came(input)?.came).toEqual([expected]))
})

describe('what was done is told without what it said', () => {
  const voice = { style: 0, premium: false }
  test.each<[string, Effect, object]>([
    [
      'a text that nobody wrote',
      { type: 'say', ...out, text: 'Ann Miller', ssml: false, language: 'en', voice, bargeIn: false, loop: 1, level: 0 },
      { type: 'said', text: '•••', language: 'en' },
    ],
    [
      'a recording that nobody entered',
      { type: 'play', ...out, url: 'https://example.com/ann.mp3', bargeIn: false, loop: 1, level: 0 },
      { type: 'played', address: 'https://example.com/•••' },
    ],
    [
      'a question for words',
      { type: 'collectInput', ...out, digits: null, speech: { hints: [], startSeconds: 4, endSeconds: 1, language: 'en' } },
      { type: 'asked', keys: null, seconds: 4, words: true },
    ],
    [
      'a request',
      { type: 'request', ...out, requestId: '3.0', mode: 'read', request: { kind: 'openingHours', calendar: 'main' } },
      { type: 'lookedUp', what: 'openingHours', writes: false },
    ],
    ['a pause', { type: 'wait', ...out, seconds: 2 }, { type: 'waited', seconds: 2 }],
    ['the end', { type: 'hangUp', ...out }, { type: 'hungUp' }],
  ])('%s', (_what, effect, expected) => expect(did(effect)).toEqual([expected]))

  test('a goal, an event and a team by their names, a note by nothing', () => {
    const recorded = [
      { type: 'goal.reached', frame: 0, nodeId: 'a', goal: 'sale', amount: 4711, currency: 'THB' },
      { type: 'note', frame: 0, nodeId: 'a', text: 'Ann' },
      { type: 'event.emitted', frame: 0, nodeId: 'a', name: 'order.asked', fields: { by: 'Ann' } },
      { type: 'team.notified', frame: 0, nodeId: 'a', team: 'night', outcome: 'done', told: 1, members: 2 },
    ] as const
    expect(entries([{ content: { recorded } }])[0]?.did).toEqual([
      { type: 'goal', goal: 'sale' },
      { type: 'noted' },
      { type: 'event', name: 'order.asked' },
      { type: 'told', team: 'night', told: 1, members: 2 },
    ])
  })
})

test('an answer to a question that the call has left is late; the one that it waited for is not', () => {
  const inputs: RunEvent[] = [{ type: 'digits.received', ...reply, digits: '1' }]
  const both = entries([{ content: { inputs } }, { content: { inputs }, turn: { question: 'caller:0' } }])
  expect(both.map(({ late }) => late)).toEqual([true, false])
})

test('the time of a turn is when its webhook came, as far as that is known, and never before the call', () => {
  const webhook = { kind: 'input', receivedAt: begun + 2400, tookMs: 3.2, body: {} } as const
  const [, second, third, fourth] = entries([{}, { content: { webhook } }, {}, { turn: { at: new Date(begun - 5000) } }])
  expect([second?.offsetMs, second?.tookMs]).toEqual([2400, 3.2])
  expect([third?.offsetMs, third?.tookMs]).toEqual([2000, null])
  expect(fourth?.offsetMs).toBe(0)
})

test('a fault is named by the card in whose flow it happened; the end is told once', () => {
  const trace = [{ frame: 1, flowId: 'inner', nodeId: 'ask', outlet: 'next' }] as never
  const faults = [
    { frame: 1, nodeId: 'ask', code: 'TEXT_CUT' },
    { frame: 0, nodeId: 'who', code: 'NOTHING_TO_SAY' },
    { frame: 0, nodeId: null, code: 'PLAN_BROKEN' },
  ] as never
  const told = entries([
    { turn: { trace, faults, ended: 'fault' }, content: { state: { frames: [{ flowId: 'outer' }] } as never } },
    { turn: { ended: 'fault' } },
  ])
  expect(told[0]?.faults.map(({ code, node }) => [code, node?.flowId ?? null])).toEqual([
    ['TEXT_CUT', 'inner'],
    ['NOTHING_TO_SAY', 'outer'],
    ['PLAN_BROKEN', null],
  ])
  expect(told[0]?.way).toMatchObject([{ node: { flowName: 'INNER', name: 'ask' }, outlet: 'next', label: '“next”' }])
  expect(told.map(({ ended }) => ended)).toEqual(['fault', null])
})

test('what was erased is left out, and cards of a version that is gone have their id', async () => {
  const gone = await loadCallFlows({ get: async () => undefined }, { tenantId: 'local', environmentId: 'main' }, [])
  const trace = [{ frame: 0, flowId: 'main', nodeId: 'ask', outlet: 'next' }] as never
  const [entry] = toEntries([opened({ turn: { trace }, content: null }, 0)], gone)
  expect(entry).toMatchObject({ came: [], did: [], webhook: null, reply: null, tookMs: null, late: false })
  expect(entry?.way).toEqual([
    { node: { flowId: 'main', flowName: 'main', nodeId: 'ask', name: 'ask', type: null }, outlet: 'next', label: null },
  ])
})
