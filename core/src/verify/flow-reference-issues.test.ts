import { describe, expect, test } from 'vitest'
import type { FlowId } from '../flow/ids.ts'
import { issueText } from '../flow/issue-text.ts'
import { type FlowSketch, flowOf } from '../test-kit/flow-of.ts'
import { callableFlow, flowsEntered } from './flow-reference-issues.ts'
import { validate } from './validate.ts'

const bye = ['hangUp', { prompt: { text: { en: 'Bye.' } } }] as const
const again = ['return', { outcome: 'again' }] as const
const phone = { kind: 'phone', number: '12025550143' }

const queued = (treatment: object) =>
  flowOf({
    wait: [
      'enqueue',
      { queue: 'desk', treatment: { kind: 'flow', flowId: 'music', outcomes: [{ id: 'site', label: 'Site' }], ...treatment } },
      { connected: 'bye', site: 'bye', maxWait: 'bye', full: 'bye', failed: 'bye' },
    ],
    bye,
  })
const named = (sketch: FlowSketch) => ({ ...flowOf(sketch), id: 'music' as FlowId, name: 'Music' })
const usual = {
  hello: ['say', { prompt: { text: { en: 'Hi.' } } }, { next: 'site' }],
  site: ['return', { outcome: 'site' }],
} as const

/** What is found at the card of a flow that plays this one while callers wait. */
const found = (sketch: FlowSketch, treatment: object = {}, nested: Parameters<typeof callableFlow>[2] = []) =>
  validate(queued(treatment), { flows: { music: callableFlow(named(sketch), '1', nested) } })

describe('what callers hear in a queue', () => {
  test('may speak, ask and return', () => expect(found(usual)).toEqual([]))

  test.each<[string, FlowSketch[string], string]>([
    ['rings somebody', ['connect', { endpoints: [phone] }], 'TREATMENT_CONNECTS'],
    ['joins a conference', ['conference', { room: 'a' }], 'TREATMENT_CONNECTS'],
    ['waits in another queue', ['enqueue', { queue: 'b' }], 'TREATMENT_CONNECTS'],
    ['takes a message', ['voicemail', {}], 'TREATMENT_RECORDS'],
    ['hangs up', bye, 'TREATMENT_LEADS_OUT'],
    ['hands over', ['transferFlow', { flowId: 'other' }], 'TREATMENT_LEADS_OUT'],
    ['arranges a call back', ['callback', { flowId: 'other' }], 'TREATMENT_LEADS_OUT'],
    ['asks for a card number', ['secureDigits', {}], 'TREATMENT_ASKS_SECRET'],
    ['charges a card', ['pluginAction', { plugin: 'pay', action: 'charge', sideEffect: 'money' }], 'TREATMENT_TAKES_MONEY'],
    ['has a handler of its own', ['errorHandler', {}], 'TREATMENT_PART'],
  ])('is not a flow that %s', (_, card, code) => {
    const issues = found({ ...usual, card })
    expect(issues).toEqual([
      expect.objectContaining({ code, nodeId: 'wait', path: ['treatment', 'flowId'], data: { flow: 'Music', card: 'card' } }),
    ])
    expect(issueText(issues[0]!, 'en')).toMatch(/Music.*card|card.*Music/)
  })

  test('may read from a plugin', () =>
    expect(found({ ...usual, card: ['pluginAction', { plugin: 'crm', action: 'find', sideEffect: 'read' }] })).toEqual([]))

  test('is looked at with the flows that it enters', () => {
    const inner = callableFlow({ ...flowOf({ it: bye }), name: 'Inner' }, '1')
    expect(found(usual, {}, [inner]).map(({ code }) => code)).toEqual(['TREATMENT_LEADS_OUT'])
  })

  test('has a way out for each outcome, but for the one that begins it anew', () => {
    const issues = found({ ...usual, leave: ['return', { outcome: 'callback' }], again })
    expect(issues).toMatchObject([{ code: 'TREATMENT_OUTCOME_STAYS', severity: 'warning', data: { outcome: 'callback' } }])
  })

  test('is heard on every way by which the caller stays', () => {
    const pause = ['wait', { seconds: 5 }, { next: 'again' }] as const
    expect(found({ pause, again })).toMatchObject([
      { code: 'FLOW_OUTCOME_UNKNOWN' },
      { code: 'TREATMENT_SILENT', severity: 'warning', data: { flow: 'Music' } },
    ])
    // who leaves by it hears what comes behind
    expect(found({ pause: ['wait', { seconds: 5 }, { next: 'site' }], site: usual.site })).toEqual([])
    expect(found({ hello: usual.hello, site: usual.site, other: pause, again })).toEqual([])
    const inner = [
      'subflow',
      { flowId: 'x', outcomes: [{ id: 'done', label: 'Done' }] },
      { done: 'site', otherwise: 'again' },
    ] as const
    expect(found({ inner, site: usual.site, again })).toEqual([])
  })

  test('has the variables and the outcomes that the card counts on, which are its own ways out', () => {
    const treatment = {
      inputs: [{ variable: 'topic', value: 'x' }],
      outputs: [{ from: 'number', to: 'caller' }],
      outcomes: [
        { id: 'site', label: 'Site' },
        { id: 'maxWait', label: 'Out' },
        { id: 'again', label: 'Anew' },
      ],
    }
    const codes = found(usual, treatment).map(({ code, path = [] }) => `${code} ${path.join('.')}`)
    expect(codes).toContain('OUTLET_TWICE treatment.outcomes.1.id')
    expect(codes).toContain('FIELD_NOT_VALID treatment.outcomes.2.id')
    expect(codes.filter((code) => code.startsWith('FLOW_VARIABLE'))).toEqual([
      'FLOW_VARIABLE_UNKNOWN treatment.flowId',
      'FLOW_VARIABLE_UNKNOWN treatment.flowId',
    ])
    expect(codes).toContain('VARIABLE_UNKNOWN treatment.outputs.0.to')
  })

  test('has to be there', () => expect(validate(queued({}), { flows: {} })).toMatchObject([{ code: 'FLOW_UNKNOWN' }]))
})

test('a flow that is entered otherwise may do all of that', () => {
  const flow = flowOf({
    go: ['subflow', { flowId: 'music', outcomes: [{ id: 'site', label: 'Site' }] }, { site: 'bye', otherwise: 'bye' }],
    bye,
  })
  const entered = callableFlow(named({ ...usual, card: ['connect', { endpoints: [phone] }] }), '1')
  expect(validate(flow, { flows: { music: entered } })).toEqual([])
})

test('flows that are heard in a queue are told from those that are entered otherwise', () => {
  const flow = flowOf({
    ...Object.fromEntries(queued({}).nodes.map(({ id, type, config }) => [id, [type, config]])),
    go: ['transferFlow', { flowId: 'other' }],
  })
  expect(flowsEntered(flow)).toEqual(['music', 'other'])
  expect(flowsEntered(flow, 'whileWaiting')).toEqual(['music'])
})
