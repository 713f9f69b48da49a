import { type FlowDefinition, keySchema, NODE_TYPES, outletsOf } from '@patchbay/core'
import { type FlowSketch, flowOf } from '@patchbay/core/test-kit'
import fc from 'fast-check'

const variables = [
  { name: 'order', type: 'text', sensitive: false },
  { name: 'count', type: 'number', initial: 0, sensitive: false },
  { name: 'vip', type: 'boolean', sensitive: false },
  { name: 'card', type: 'text', sensitive: true },
] as const

const name = fc.constantFrom('order', 'count', 'vip')
const readable = fc.constantFrom('order', 'count', 'vip', 'caller.number', 'called.number')
const text = fc.oneof(
  fc.constantFrom(
    'Hello.',
    'Order {{ order | digits }}.',
    '{% if vip %}Dear guest{% endif %}',
    '<speak>One<break time="1s"/>{{ order }}</speak>',
  ),
  fc.string({ minLength: 1, maxLength: 40 }).map((plain) => `Say ${plain.replaceAll(/[{<]/g, ' ')}`),
  fc.integer({ min: 1501, max: 5900 }).map((length) => 'Long. '.repeat(Math.ceil(length / 6)).slice(0, length)),
)
const prompt = text.map((en) => ({ text: { en } }))
const keys = fc.constantFrom(...keySchema.options)
const seconds = fc.integer({ min: 1, max: 10 })
const attempts = fc.integer({ min: 1, max: 5 })

const condition = fc.oneof(
  fc.record({
    variable: readable,
    operator: fc.constantFrom('equals', 'notEquals', 'contains', 'startsWith', 'endsWith'),
    value: fc.constantFrom('1', 'gold', '44'),
  }),
  fc.record({
    variable: readable,
    operator: fc.constantFrom('greaterThan', 'atLeast', 'lessThan', 'atMost'),
    value: fc.constantFrom('0', '3', '-1.5'),
  }),
  fc.record({ variable: readable, operator: fc.constantFrom('isBlank', 'isNotBlank'), value: fc.constant('') }),
)

const cases = fc
  .integer({ min: 1, max: 4 })
  .map((count) => Array.from({ length: count }, (_, index) => ({ id: `case${index}`, label: `Case ${index}` })))

/** One arbitrary config for each node type: a type that is missing here fails `every node type is drawn`. */
export const anyConfig: Readonly<Record<string, fc.Arbitrary<object>>> = {
  say: fc.record({ prompt }),
  play: fc.record({ recording: fc.constant({ en: 'https://media.example.com/a.mp3' }), times: fc.integer({ min: 1, max: 20 }) }),
  menu: fc.record({
    prompt,
    choices: fc
      .uniqueArray(keys, { minLength: 1, maxLength: 12 })
      .map((chosen) => chosen.map((key, index) => ({ id: `choice${index}`, keys: [key], label: `Choice ${index}` }))),
    timeoutSeconds: seconds,
    attempts,
    noMatchPrompt: prompt,
  }),
  collectSpeech: fc.record({
    prompt,
    variable: fc.constant('order'),
    hints: fc.constant({ en: ['Bangkok'] }),
    timeoutSeconds: seconds,
    attempts,
  }),
  collectDigits: fc
    .record({
      prompt,
      variable: name,
      low: fc.integer({ min: 1, max: 20 }),
      high: fc.integer({ min: 1, max: 20 }),
      submitOnHash: fc.boolean(),
      timeoutSeconds: seconds,
      attempts,
      check: fc.constantFrom(
        { kind: 'none' },
        { kind: 'luhn' },
        { kind: 'range', from: 1, to: 500 },
        { kind: 'date', order: 'DDMMYY' },
      ),
      confirm: fc.option(
        prompt.map((said) => ({ prompt: said, yesKey: '1', noKey: '2' })),
        { nil: undefined },
      ),
    })
    .map(({ low, high, confirm, ...rest }) => ({
      ...rest,
      ...(confirm === undefined ? {} : { confirm }),
      minDigits: Math.min(low, high),
      maxDigits: Math.max(low, high),
    })),
  branch: fc
    .array(fc.record({ match: fc.constantFrom('all', 'any'), conditions: fc.array(condition, { minLength: 1, maxLength: 3 }) }), {
      minLength: 1,
      maxLength: 4,
    })
    .map((cases) => ({
      cases: cases.map((one, index) => ({ ...one, id: `case${index}`, label: `Case ${index}` })),
    })),
  setVariables: fc.record({
    assignments: fc.array(
      fc.record({ variable: name, value: fc.constantFrom('', '7', 'yes', 'no number', '{{ order }}x', '{{ count | plus: 1 }}') }),
      { minLength: 1, maxLength: 3 },
    ),
  }),
  wait: fc.record({ seconds: fc.constantFrom(0.5, 1, 30) }),
  askYesNo: fc.record({ prompt, yesKey: fc.constant('1'), noKey: fc.constant('2'), timeoutSeconds: seconds, attempts }),
  language: fc.record({ prompt, choices: fc.constant([{ language: 'en', key: '1' }]), timeoutSeconds: seconds, attempts }),
  callerLanguage: fc.constant({ variable: 'order', prefixes: [{ prefix: '44', language: 'en' }] }),
  switchOn: fc.record({ variable: readable, cases: cases.map((all) => all.map((one) => ({ ...one, values: ['1', 'gold'] }))) }),
  openingHours: fc.constant({ calendar: 'main' }),
  httpRequest: fc.record({
    method: fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'),
    url: fc.constantFrom('https://crm.example.com/{{ order }}?n={{ count }}', 'https://crm.example.com'),
    headers: fc.constantFrom([], [{ name: 'X-Order', value: '{{ order }}' }]),
    body: fc.constantFrom(
      { kind: 'none' },
      { kind: 'json', text: '{"order": "{{ order }}"}' },
      { kind: 'form', fields: [{ name: 'n', value: '{{ count }}' }] },
    ),
    outputs: fc.constantFrom([], [{ path: 'a.b[0]', variable: 'count' }]),
    timeoutSeconds: fc.integer({ min: 1, max: 20 }),
    mayRepeat: fc.boolean(),
  }),
  pluginAction: fc.record({
    plugin: fc.constant('test-desk'),
    action: fc.constant('addNote'),
    inputs: fc.constantFrom([], [{ name: 'text', value: '{{ order }}' }]),
    outputs: fc.constantFrom([], [{ from: 'name', to: 'order' }]),
    outlets: fc.constantFrom(
      [],
      [
        { id: 'done', label: 'Done' },
        { id: 'unknown', label: 'Nobody knows' },
      ],
    ),
    sideEffect: fc.constantFrom('read', 'write', 'money'),
    mode: fc.constantFrom('read', 'idempotent', 'atMostOnce'),
  }),
  secureDigits: fc.record({
    prompt,
    what: fc.constantFrom(
      { kind: 'cardNumber' },
      { kind: 'cardNumber', lastFour: 'order' },
      { kind: 'expiry' },
      { kind: 'securityCode' },
      { kind: 'digits', minDigits: 4, maxDigits: 6 },
    ),
    variable: fc.constant('card'),
    submitOnHash: fc.boolean(),
    timeoutSeconds: seconds,
    attempts,
  }),
  emergency: fc.constant({}),
  emitEvent: fc.record({
    name: fc.constantFrom('call.served', 'order.asked'),
    fields: fc.constantFrom([], [{ name: 'order', value: '{{ order }}' }]),
  }),
  callback: fc.record({
    number: fc.constantFrom('{{ caller.number }}', '447700900456', '{{ order }}'),
    flowId: fc.constant('later'),
    afterMinutes: fc.integer({ min: 0, max: 1440 }),
    attempts: fc.integer({ min: 1, max: 5 }),
    minutesBetween: fc.integer({ min: 1, max: 60 }),
  }),
  sendMessage: fc.record({
    to: fc.constantFrom('{{ caller.number }}', '447700900456', '{{ order }}'),
    text: text.filter((en) => en.length <= 1000).map((en) => ({ en })),
    sender: fc.option(fc.constant('shop'), { nil: undefined }),
  }),
  notifyTeam: fc.record({ team: fc.constant('night'), text: fc.constantFrom('Look.', '{{ caller.number }} waits') }),
  randomSplit: fc
    .array(fc.integer({ min: 1, max: 100 }), { minLength: 2, maxLength: 5 })
    .map((weights) => ({ ways: weights.map((weight, index) => ({ id: `way${index}`, label: `Way ${index}`, weight })) })),
  loop: fc.record({ times: fc.integer({ min: 1, max: 5 }) }),
  counter: fc.record({ variable: fc.constant('count'), by: fc.integer({ min: -3, max: 3 }) }),
  goal: fc.record({
    goal: fc.constantFrom('sale', 'lead'),
    amount: fc.constantFrom('', '100', '{{ count }}', 'x'),
    currency: fc.constant('THB'),
  }),
  note: fc.record({ text: fc.constantFrom('A note.', '{{ order }} from {{ caller.number }}') }),
  connect: fc.record({
    endpoints: fc.array(
      fc.constantFrom('12025550143', '447700900456').map((number) => ({ kind: 'phone', number })),
      { minLength: 1, maxLength: 3 },
    ),
    ringSeconds: fc.integer({ min: 5, max: 120 }),
    limitMinutes: fc.constantFrom(1, 120),
    order: fc.constantFrom('oneAfterTheOther', 'allAtOnce'),
    acceptKey: fc.option(keys, { nil: undefined }),
    machine: fc.constantFrom('connect', 'hangUp'),
  }),
  enqueue: fc.constantFrom(
    { queue: 'desk' },
    { queue: 'desk', callbackKey: '1', voicemailKey: '2', priority: '{{ count }}' },
    // what is heard in the queue is the flow itself, whatever is in it
    { queue: 'desk', callbackKey: '1', treatment: { kind: 'flow', flowId: 'tested', outcomes: [{ id: 'done', label: 'Done' }] } },
  ),
  conference: fc.record({
    room: fc.constantFrom('meeting', '{{ order }}'),
    role: fc.constantFrom('participant', 'moderator', 'listener'),
    moderated: fc.boolean(),
  }),
  formatValue: fc.record({
    value: fc.constantFrom('{{ count }}', '{{ order }}', '2026-02-28', '12345'),
    format: fc.constantFrom({ as: 'digits' }, { as: 'number' }, { as: 'money', currency: 'THB' }, { as: 'date' }),
    variable: fc.constant('order'),
  }),
  directory: fc.record({
    prompt,
    by: fc.constantFrom('extension', 'name', 'either'),
    entries: fc.constant([
      { name: 'Lee', extension: '201', endpoint: { kind: 'phone', number: '12025550143' } },
      { name: 'Moe', extension: '202', endpoint: { kind: 'phone', number: '447700900456' } },
    ]),
    attempts,
  }),
  voicemail: fc.record(
    {
      prompt,
      mailbox: fc.constant('main'),
      beep: fc.boolean(),
      longestSeconds: fc.integer({ min: 3, max: 1800 }),
      shortestSeconds: fc.integer({ min: 0, max: 5 }),
      transcribe: fc.boolean(),
      review: fc.constantFrom({}, { prompt: { text: { en: 'Press 7, 8 or 9.' } }, keepKey: '7', listenKey: '8', againKey: '9' }),
    },
    { requiredKeys: ['prompt', 'mailbox'] },
  ),
  startRecording: fc.record({
    consent: fc.oneof(
      fc.constant({ kind: 'none' }),
      prompt.map((said) => ({ kind: 'announce', prompt: said })),
      prompt.map((said) => ({ kind: 'ask', prompt: said, yesKey: '1', noKey: '2' })),
    ),
  }),
  pauseRecording: fc.constant({}),
  stopRecording: fc.constant({}),
  music: fc.record({
    sound: fc.oneof(
      fc.integer({ min: 1, max: 3600 }).map((length) => ({ kind: 'hold', seconds: length })),
      fc.integer({ min: 1, max: 100 }).map((times) => ({
        kind: 'recording',
        recording: { en: 'https://media.example.com/a.mp3' },
        times,
      })),
    ),
  }),
  hangUp: fc.oneof(fc.record({ prompt }), fc.constant({})),
  return: fc.constant({ outcome: 'done' }),
  globalKey: fc.record({ key: keys }),
  errorHandler: fc.constant({}),
  afterCall: fc.constant({}),
}

/** Drawn by golden calls, since they need a second flow. */
export const NEEDS_ANOTHER_FLOW = ['subflow', 'transferFlow']

/**
 * Any flow that could be published: every outlet leads somewhere. Cords lead forward, or back from and to a node that asks
 * the caller, so that no circle runs without end.
 */
export function anyFlow(maxNodes = 12): fc.Arbitrary<FlowDefinition> {
  const types = NODE_TYPES.map(({ type }) => type).filter(
    (type) => !['hangUp', 'globalKey', 'errorHandler', 'afterCall', ...NEEDS_ANOTHER_FLOW].includes(type),
  )
  const node = fc.constantFrom(...types).chain((type) => fc.tuple(fc.constant(type), anyConfig[type] ?? fc.constant({})))
  return fc
    .tuple(
      fc.array(node, { minLength: 0, maxLength: maxNodes }),
      anyConfig['hangUp'] ?? fc.constant({}),
      fc.array(fc.nat(), { minLength: 60, maxLength: 60 }),
      fc.boolean(),
      fc.boolean(),
    )
    .map(([drawn, farewell, lots, withHandler, withAfterCall]) => {
      const nodes = [...drawn, ['hangUp', farewell] as const]
      const asks = nodes.map(([type]) =>
        ['menu', 'collectDigits', 'secureDigits', 'collectSpeech', 'askYesNo', 'language', 'directory'].includes(type),
      )
      let lot = 0
      const sketch: Record<string, FlowSketch[string]> = {}
      for (const [index, [type, config]] of nodes.entries()) {
        const targets = nodes.flatMap((_, target) =>
          target > index || (asks[index] === true && asks[target] === true) ? [target] : [],
        )
        const bare = { id: 'x' as never, type, typeVersion: 1, name: '', config: config as Record<string, unknown> }
        const exits = (outletsOf(bare) ?? []).map((outlet) => {
          lot += 1
          return [outlet.name, `n${targets[(lots[lot % lots.length] ?? 0) % targets.length]}`]
        })
        sketch[`n${index}`] = [type, config, Object.fromEntries(exits)]
      }
      if (withHandler) sketch['anyTime'] = ['globalKey', { key: '*' }, { next: `n${(lots[1] ?? 0) % nodes.length}` }]
      if (withHandler) sketch['wrong'] = ['errorHandler', {}, { next: `n${(lots[0] ?? 0) % nodes.length}` }]
      if (withAfterCall) {
        sketch['after'] = ['afterCall', {}, { next: 'jot' }]
        sketch['jot'] = ['note', { text: 'Over.' }, { next: 'over' }]
        sketch['over'] = ['hangUp', {}]
      }
      return flowOf(sketch, { variables: [...variables] })
    })
}
