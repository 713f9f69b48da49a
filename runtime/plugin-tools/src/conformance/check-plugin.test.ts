import { defineFake, type Fake, type FakeRequest } from '@patchbay/plugin-sdk'
import { afterAll, describe, expect, test } from 'vitest'
import { createConformanceBench } from './check-plugin.ts'
import { conformanceDetails, conformanceFaults, conformanceTable } from './conformance-table.ts'

const text = { type: 'string', maxLength: 200 } as const
const HOST = 'https://till.example.com'

const manifest = {
  name: 'till',
  version: '1.0.0',
  sdk: 1,
  title: 'Till',
  summary: 'Takes money and writes notes.',
  category: 'other',
  hosts: [HOST],
  secrets: [{ key: 'TILL_TOKEN', hosts: [HOST] }],
  dataClasses: ['personal'],
  limits: { timeoutMs: 3000, memoryMb: 16 },
  triggers: {
    paid: {
      title: 'Paid',
      summary: 'Money came.',
      signature: {
        ...{ scheme: 'hmac-sha256', header: 'Till-Signature', secret: 'TILL_TOKEN' },
        ...{ parts: { time: 't', signature: 'v1' }, signed: '{time}.{body}' },
      },
      id: { body: 'id' },
      output: { type: 'object', properties: { paymentId: text }, required: ['paymentId'] },
    },
  },
  collections: { notes: { record: { type: 'object', properties: { text }, required: ['text'] } } },
  actions: {
    find: {
      title: 'Find',
      summary: 'Finds a customer.',
      input: { type: 'object', properties: { id: text }, required: ['id'] },
      output: { type: 'object', properties: { name: { ...text, dataClass: 'personal' } }, required: ['name'] },
      outlets: ['found', 'notFound'],
      sideEffect: 'read',
      voiceSafe: true,
      examples: [
        { input: { id: '7' }, outlet: 'found', output: { name: 'Ann' } },
        { input: { id: '8' }, outlet: 'notFound' },
      ],
    },
    pay: {
      title: 'Pay',
      summary: 'Takes money.',
      input: {
        type: 'object',
        properties: { amount: { type: 'integer', minimum: 1 }, currency: text },
        required: ['amount', 'currency'],
      },
      output: { type: 'object', properties: { id: text }, required: ['id'] },
      outlets: ['paid', 'unknown'],
      sideEffect: 'money',
      mode: 'idempotent',
      examples: [{ input: { amount: 100, currency: 'THB' }, outlet: 'paid', output: { id: 'p1' } }],
    },
    note: {
      title: 'Note',
      summary: 'Keeps a note.',
      input: { type: 'object', properties: { text: { ...text, dataClass: 'personal' } }, required: ['text'] },
      output: { type: 'object', properties: {} },
      outlets: ['done'],
      sideEffect: 'write',
      mode: 'idempotent',
      examples: [{ input: { text: 'Hello' }, outlet: 'done' }],
    },
  },
} as const

interface Till {
  customers: Record<string, string>
  paid: Record<string, { amount: string; currency: string }>
}
const fake: Fake<Till> = defineFake<Till>({
  events: { paid: { body: { id: 'evt_1', data: { id: 'p1' } } } },
  start: () => ({ customers: { '7': 'Ann' }, paid: {} }),
  answer({ method, path, headers, json }: FakeRequest, state) {
    if (headers['authorization'] !== 'Bearer made-up-TILL_TOKEN-0123456789') return { status: 401 }
    const [, id = ''] = /^\/customers\/(.+)$/.exec(path) ?? []
    if (id !== '')
      return state.customers[id] === undefined ? { status: 404 } : { status: 200, json: { name: state.customers[id] } }
    if (method !== 'POST' || path !== '/payments') return { status: 404 }
    const key = headers['idempotency-key'] ?? `${Object.keys(state.paid).length}`
    state.paid[key] ??= json as Till['paid'][string]
    return { status: 201, json: { id: 'p1' } }
  },
  money: ({ paid }) =>
    Object.values(paid).map(({ amount, currency }) => ({ amount: Math.round(Number(amount) * 100), currency })),
})

/** Handlers as a bundle leaves them; `FIND`, `PAY` and `NOTE` are what a test puts wrong. */
const GOOD = {
  expectOk: `(reply) => {
    if (reply.status < 300) return reply
    const codes = { 400: 'INVALID_INPUT', 401: 'UNAUTHORIZED', 404: 'NOT_FOUND', 429: 'RATE_LIMITED' }
    throw Object.assign(new Error('status ' + reply.status), { code: codes[reply.status] ?? 'UNAVAILABLE', retryAfter: Number(reply.headers['retry-after'] ?? 0) })
  }`,
  find: `async ({ id }, { http }) => ({ outlet: 'found', output: { name: ok(await http.get(HOST + '/customers/' + id, AUTH)).body.name } })`,
  pay: `async ({ amount, currency }, { http, key }) => {
    const reply = ok(await http.post(HOST + '/payments', { headers: { ...AUTH.headers, 'idempotency-key': key }, json: { amount: (amount / 100).toFixed(2), currency } }))
    return { outlet: 'paid', output: { id: reply.body.id } }
  }`,
  paid: `({ body }) => ({ paymentId: body.data.id })`,
  note: `async ({ text }, { records, key }) => {
    try { await records('notes').insert({ text }, { id: key }) } catch (error) { if (error.code !== 'CONFLICT') throw error }
    return { outlet: 'done' }
  }`,
}
const codeOf = (parts: Partial<typeof GOOD> = {}) => {
  const { expectOk, find, pay, note, paid } = { ...GOOD, ...parts }
  return `const HOST = '${HOST}', AUTH = { headers: { authorization: 'Bearer {{secret:TILL_TOKEN}}' } }, ok = ${expectOk}
var __plugin = { default: { actions: { find: ${find}, pay: ${pay}, note: ${note} }, triggers: { paid: ${paid} } } }`
}

const bench = createConformanceBench()
afterAll(() => bench.close())
const till = (parts: Partial<typeof GOOD> = {}, more: object = {}) => ({
  manifest: { ...manifest, name: `till-${count++}`, ...more },
  code: codeOf(parts),
  fake: fake as Fake,
})
let count = 0

test('a good plugin keeps every rule that applies, quickly, and the table says so', async () => {
  const report = await bench.check(till())
  expect(conformanceFaults(report)).toEqual([])
  expect(report.rules.map(({ number, state }) => `${number} ${state}`)).toEqual([
    ...['1 held', '2 held', '3 held', '4 held', '5 held', '6 held', '7 held', '8 held', '9 held', '10 held'],
  ])
  expect(conformanceTable([report])).toMatch(/till-0 {2}✓ {2}✓ {2}✓ {2}✓ {2}✓ {2}✓ {2}✓ {2}✓ {2}✓ {2}✓/)
  expect(conformanceDetails(report)).toMatch(/9 {2}Voice budget: find \d+ ms of 3000/)
})

test('a manifest that cannot be read is said, with its field', async () => {
  const report = await bench.check(till({}, { sdk: 9 }))
  expect(conformanceFaults(report)).toEqual([expect.stringContaining('1 Manifest and examples: sdk: ')])
})

describe('it is found that a plugin', () => {
  test.each<[string, Partial<typeof GOOD>, RegExp]>([
    [
      'does not do what its examples say',
      { find: `async () => ({ outlet: 'notFound' })` },
      /^1 .*examples\.0: is said to end in found, and ended in notFound$/,
    ],
    [
      'answers what its manifest does not know',
      { find: `async ({ id }) => id === '7' ? { outlet: 'found', output: { name: 7 } } : { outlet: 'notFound' }` },
      /^1 .*output\.name: must be a text$/,
    ],
    [
      'takes a refusal for a customer that is not there',
      {
        find: `async ({ id }, { http }) => { const r = await http.get(HOST + '/customers/' + id, AUTH); return r.status === 200 && r.body ? { outlet: 'found', output: { name: r.body.name } } : { outlet: 'notFound' } }`,
      },
      /^2 .*find, 500 at request 1: notFound, although/,
    ],
    [
      'says that all is well when nobody answered',
      {
        find: `async ({ id }, { http }) => { try { return { outlet: 'found', output: { name: ok(await http.get(HOST + '/customers/' + id, AUTH)).body.name } } } catch (e) { if (e.code === 'NOT_FOUND') throw e; return { outlet: 'found', output: { name: 'Nobody' } } } }`,
      },
      /^2 .*find, timeout at request 1: found, as if nothing were wrong$/,
    ],
    [
      'does not hand on how long to wait',
      { expectOk: GOOD.expectOk.replace('retryAfter:', 'later:') },
      /^2 .*429 at request 1: what Retry-After says/,
    ],
    [
      'pays twice under one key',
      { pay: GOOD.pay.replace("'idempotency-key': key", "'x-key': key") },
      /^3 .*pay: writes twice under one key$/,
    ],
    [
      'writes twice when the answer gets lost',
      {
        pay: GOOD.pay
          .replace(
            "'idempotency-key': key",
            "'idempotency-key': await (async () => { const n = Number(await kv.get('n') ?? 0); await kv.set('n', n + 1); return key + n })()",
          )
          .replace('{ http, key }', '{ http, key, kv }'),
      },
      /^3 .*answer to request 1 got lost/,
    ],
    ['keeps a note twice', { note: GOOD.note.replace(', { id: key }', '') }, /^3 .*note: writes twice under one key$/],
    [
      'fails when a kept note is kept again',
      {
        note: `async ({ text }, { records, key }) => { await records('notes').insert({ text }, { id: key }); return { outlet: 'done' } }`,
      },
      /^3 .*note: says failed \(conflict\) when it is asked again$/,
    ],
    [
      'loses what callers cannot spare',
      { pay: GOOD.pay.replace('(amount / 100).toFixed(2)', 'String(Math.floor(amount / 100))') },
      /^6 .*123456 of THB: is not what has moved$/,
    ],
    [
      'spoils what people write',
      { note: GOOD.note.replace('insert({ text }', `insert({ text: text.toLowerCase() }`) },
      /^7 .*note\.text: what was written is nowhere/,
    ],
    [
      'makes something else of an event',
      { paid: `({ body }) => ({ paymentId: 7 })` },
      /^8 .*paid\.output\.paymentId: must be a text$/,
    ],
    ['has no use for its own event', { paid: `() => null` }, /^8 .*paid: the event of the fake is ignored$/],
    [
      'asks outside after it was told to be quick',
      {
        find: `async ({ id }, { http }) => { try { await http.get(HOST + '/customers/' + id, AUTH) } catch {} return { outlet: id === '7' ? 'found' : 'notFound', output: { name: 'Ann' } } }`,
      },
      /^5 .*find: says found although it reached nobody$/,
    ],
  ])('%s', async (_what, parts, expected) => {
    const rules = [Number(expected.source.slice(1, 2))]
    const faults = conformanceFaults(await bench.check(till(parts), { rules }))
    expect(
      faults.find((fault) => expected.test(fault)),
      faults.join('\n'),
    ).toBeDefined()
  })

  test('is slower than its manifest may say', async () => {
    const find = { ...manifest.actions.find, timeoutMs: 5000 }
    const faults = conformanceFaults(
      await bench.check(till({}, { limits: { timeoutMs: 5000 }, actions: { ...manifest.actions, find } })),
    )
    expect(faults[0]).toContain('actions.find.voiceSafe: an action that takes up to 5000 ms is not')
  })

  test('tells a secret that a service spelled in a way nobody looks for', async () => {
    const spelled: Fake<Till> = {
      ...fake,
      answer: (request, state) =>
        request.path === '/customers/7'
          ? { status: 200, json: { name: [...(request.headers['authorization'] ?? '')].join('·') } }
          : fake.answer(request, state),
    }
    const find = `async ({ id }, { http }) => ({ outlet: 'found', output: { name: ok(await http.get(HOST + '/customers/' + id, AUTH)).body.name.replaceAll('·', '') } })`
    const faults = conformanceFaults(await bench.check({ ...till({ find }), fake: spelled as Fake }, { rules: [1, 4] }))
    expect(faults).toContain('4 Secrets stay secret: TILL_TOKEN was told')
  })

  test('keeps something of a person that nobody could erase', async () => {
    const rule = { rules: [10] }
    const kept = (record: object, erasing?: object) => ({ collections: { notes: { record, ...(erasing && { erasing }) } } })
    const personal = { type: 'object', properties: { text: { ...text, dataClass: 'personal' } } }
    expect(conformanceFaults(await bench.check(till({}, kept(personal)), rule))).toEqual([
      '10 Erasing reaches what it keeps: collections.notes.erasing: must say what becomes of a record when a customer is erased: text is about a person',
    ])
    const note = { ...manifest.actions.note, examples: [{ input: { text: '+44 7700 900123' }, outlet: 'done' }] }
    const noted = (erasing?: object) => ({ ...kept({ type: 'object', properties: { text } }, erasing), actions: { note } })
    const by = (names: string) => ({ by: [{ field: 'text', names }] })
    const left = ['10 Erasing reaches what it keeps: actions.note: a record of notes would keep the number of who is erased']
    expect(conformanceFaults(await bench.check(till({}, noted()), rule))).toEqual(left)
    expect(conformanceFaults(await bench.check(till({}, noted({ by: [] })), rule))).toEqual(left)
    expect(conformanceFaults(await bench.check(till({}, noted(by('telephone'))), rule))).toEqual([])
  })
})

describe('a webhook that no provider has signed', () => {
  const { id: _, ...paid } = manifest.triggers.paid
  const triggers = { paid: { ...paid, signature: { scheme: 'unsigned' } } }
  const faultsOf = async (handler: string) =>
    conformanceFaults(await bench.check(till({ paid: handler }, { triggers }), { rules: [8] }))

  test('is a reason to ask', async () => {
    const asks = `async ({ body }, { http }) => {
      const reply = ok(await http.get(HOST + '/customers/7', AUTH))
      return { paymentId: reply.body.name + body.data.id }
    }`
    expect(await faultsOf(asks)).toEqual([])
  })

  test('is not believed', async () => {
    expect((await faultsOf(GOOD.paid)).join()).toContain('triggers.paid: is believed without a signature (404)')
  })
})
