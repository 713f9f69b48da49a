import { AppError, type Manifest, parseManifest } from '@patchbay/core'
import { deskManifest } from '@patchbay/core/test-kit'
import { afterAll, describe, expect, test } from 'vitest'
import type { Installation } from './installation.ts'
import type { OutsideCall } from './outside/guarded-fetch.ts'
import { outsideFault } from './outside/outside-fault.ts'
import { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts'

const manifest = ((): Manifest => {
  const parsed = parseManifest({ ...deskManifest, limits: { timeoutMs: 15_000, memoryMb: 16 } })
  if (parsed.type === 'error') throw new Error('the manifest of the tests is wrong')
  return {
    ...parsed.manifest,
    actions: Object.fromEntries(
      Object.entries(parsed.manifest.actions).map(([name, action]) => [name, { ...action, timeoutMs: 15_000 }]),
    ),
  }
})()
const calls: OutsideCall[] = []
const log: string[] = []
const open: Sandbox[] = []
let reply: { status: number } | AppError = { status: 200 }

const sandboxOf = (options: SandboxOptions = {}): Sandbox => {
  const made = createSandbox(
    {
      reach: async (call) => {
        calls.push(call)
        if (reply instanceof AppError) throw reply
        return { ...reply, headers: {}, body: Buffer.from('{}') }
      },
      kv: { get: async () => undefined, set: async () => 'full', delete: async () => false },
      records: {
        insert: async () => 'taken',
        get: async () => {
          throw new AppError('DATABASE_NOT_REACHABLE', 'mongodb://user:password@host')
        },
        find: async () => [],
        replace: async () => 'moved',
        remove: async () => true,
      },
      log: ({ level, text }) => void log.push(`${level}: ${text}`),
    },
    { children: 2, ...options },
  )
  open.push(made)
  return made
}
const sandbox = sandboxOf()
afterAll(() => Promise.all(open.map((one) => one.close())))

/** One plugin for all tests, so that they share a child: what its actions do stands in its settings. */
const CODE = `const run = (name) => (input, ctx) => new Function('input', 'ctx', 'return (' + ctx.settings[name] + ')(input, ctx)')(input, ctx)
var __plugin = { default: { actions: { findCaller: run('findCaller'), charge: run('charge') } } }`

const installed = (actions: { findCaller?: string; charge?: string }, more: Partial<Installation> = {}): Installation => ({
  shelf: { tenantId: 't', environmentId: 'e', installationId: 'i' },
  manifest,
  bundle: { code: CODE, hash: 'sha' },
  grants: { origins: ['https://desk.example.com'], secrets: ['DESK_TOKEN'], dataClasses: ['personal', 'card'] },
  settings: { greeting: 'Hello', ...actions },
  secret: async () => 'a-secret-value',
  ...more,
})
const invoke = (
  installation: Installation,
  {
    action = 'findCaller',
    input = { number: '447700900123' } as Record<string, unknown>,
    key = 'run/1',
    on = sandbox,
    signal = new AbortController().signal,
  } = {},
) =>
  on.invoke(installation, {
    action,
    input,
    key,
    now: Date.UTC(2026, 0, 2),
    signal,
    takeSecret: async (token) => (token === CARD_TOKEN ? '4111111111111111' : undefined),
  })

const CARD_TOKEN = 'token-of-the-vault-1234567890'
const charge = { action: 'charge', input: { card: CARD_TOKEN, amount: 1, currency: 'THB' } }

/** Why it failed, and whether something may have been done. */
async function fault(work: Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await work)
  } catch (thrown) {
    const { details } = AppError.from(thrown)
    return `${details['reason']}, ${details['sent'] === 0 ? 'nothing done' : 'maybe done'}${details['retryAfterMs'] === undefined ? '' : `, again in ${details['retryAfterMs']}`}`
  }
}

test('a handler has its input, its settings, a still clock and the same chance again', async () => {
  const plugin = installed({
    findCaller:
      'async ({ number }, { settings, key, clock, random }) => ({ outlet: "found", output: { number, settings, key: key.length, at: clock.iso(), date: new Date().toISOString(), chance: [Math.random(), random.whole(9), random.id()] } })',
  })
  const first = await invoke(plugin)
  expect(first).toMatchObject({
    outlet: 'found',
    output: {
      number: '447700900123',
      settings: { greeting: 'Hello' },
      key: 64,
      at: '2026-01-02T00:00:00.000Z',
      date: '2026-01-02T00:00:00.000Z',
    },
  })
  expect(await invoke(plugin)).toEqual(first)
  expect(await invoke(plugin, { key: 'run/2' })).not.toEqual(first)
})

test('nothing of one call is there in the next', async () => {
  const plugin = installed({
    findCaller: 'async () => ({ outlet: "found", output: { count: (globalThis.count = (globalThis.count ?? 0) + 1) } })',
  })
  for (let turn = 0; turn < 3; turn++) expect(await invoke(plugin)).toEqual({ outlet: 'found', output: { count: 1 } })
})

describe('an error', () => {
  const throwing = (code: string, more = '') =>
    installed({
      findCaller: `async () => { throw { code: '${code}', message: 'x'${more} } }`,
      charge: `async (input, { http }) => { await http.post('https://desk.example.com/'); throw { code: '${code}' } }`,
    })
  test.each([
    ['NOT_FOUND', '{"outlet":"notFound","output":{}}'],
    ['CONFLICT', 'conflict, nothing done'],
    ['RATE_LIMITED', 'rateLimited, nothing done'],
    ['SOMETHING', 'internal, nothing done'],
  ])('%s leads to %s', async (code, came) => expect(await fault(invoke(throwing(code)))).toBe(came))

  test('after a request that writes may have something done, unless its outlet says what', async () => {
    expect(await fault(invoke(throwing('UNAVAILABLE'), charge))).toBe('unavailable, maybe done')
    expect(await fault(invoke(throwing('DECLINED'), charge))).toBe('{"outlet":"declined","output":{}}')
  })

  test.each([
    ['2', 'again in 2000'],
    ['86400', 'again in 30000'],
    ['"soon"', 'nothing done'],
    ['Infinity', 'nothing done'],
    ['-1', 'nothing done'],
  ])('with a pause of %s: %s', async (after, came) =>
    expect(await fault(invoke(throwing('RATE_LIMITED', `, retryAfter: ${after}`)))).toContain(came),
  )

  test.each([
    ['of the plugin', 'throw new TypeError("no parcel")', /^warn: failed: \S* ?TypeError: no parcel at \S*.*plugin:/],
    [
      'of the service',
      'return http.get("https://desk.example.com/")',
      /^warn: failed: UNAVAILABLE https:\/\/desk\.example\.com cannot be reached$/,
    ],
  ])('%s stands in the log once, with the place in the plugin and none in ours', async (_whose, code, line) => {
    log.length = 0
    reply = outsideFault('notReached', false)
    await fault(invoke(installed({ findCaller: `async (input, { http }) => { ${code} }` })))
    reply = { status: 200 }
    expect(log).toEqual([expect.stringMatching(line)])
    expect(log[0]).not.toContain('patchbay:')
  })

  test('of ours says nothing of us to the plugin, and everything to the log', async () => {
    const plugin = installed(
      {
        findCaller:
          'async (input, { records }) => { try { await records("visits").get("a") } catch (e) { return { outlet: "found", output: { code: e.code, message: e.message } } } }',
      },
      {
        manifest: {
          ...manifest,
          collections: { visits: { record: { type: 'object', properties: {} }, unique: [], indexes: [] } },
        },
      },
    )
    log.length = 0
    expect(await invoke(plugin)).toMatchObject({ output: { code: 'INTERNAL', message: 'The host could not do it' } })
    expect(log).toEqual([expect.stringContaining('error: the host failed at records.get: DATABASE_NOT_REACHABLE')])
  })
})

describe('what was not granted', () => {
  const plugin = installed({
    findCaller: 'async () => ({ outlet: "found" })',
    charge:
      'async ({ card }, { http }) => ({ outlet: "paid", output: { s: (await http.post("https://desk.example.com/", { json: { card } })).status } })',
  })
  const without = (dataClasses: Installation['grants']['dataClasses']) => ({
    ...plugin,
    grants: { ...plugin.grants, dataClasses },
  })
  test('is not given: the plugin is not even asked', async () => {
    expect(await fault(invoke(without(['card'])))).toBe('notGranted, nothing done')
    expect(await fault(invoke(without(['personal']), charge))).toBe('notGranted, nothing done')
    expect(await fault(invoke(without([]), { input: {} }))).toBe('{"outlet":"found","output":{}}')
    expect(await fault(invoke(plugin, { action: 'toString' }))).toBe('actionUnknown, nothing done')
  })
  test('a card stands in the body of a request, and nowhere else', async () => {
    calls.length = 0
    expect(await fault(invoke(plugin, charge))).toBe('{"outlet":"paid","output":{"s":200}}')
    expect(calls.map(({ body }) => body)).toEqual(['{"card":"4111111111111111"}'])
    const elsewhere = installed({
      charge:
        'async ({ card }, { http }) => ({ outlet: "paid", output: { s: (await http.get("https://desk.example.com/?" + card, { headers: { a: card } })).status } })',
    })
    calls.length = 0
    await invoke(elsewhere, charge)
    expect(JSON.stringify(calls)).not.toContain('4111')
  })
  test('a card that is gone is NOT_FOUND', async () => {
    const input = { ...charge.input, card: 'another-token-1234567890' }
    expect(await fault(invoke(plugin, { ...charge, input }))).toBe('notFound, maybe done')
  })
})

test.each([
  ['timeout', 'TIMEOUT'],
  ['notReached', 'UNAVAILABLE'],
  ['tooLarge', 'UNAVAILABLE'],
  ['addressNotPublic', 'UNAUTHORIZED'],
] as const)('a request that fails as %s is %s to the plugin', async (reason, code) => {
  reply = outsideFault(reason, true)
  const plugin = installed({
    findCaller:
      'async (input, { http }) => { try { await http.get("https://desk.example.com/") } catch (e) { return { outlet: "found", output: { code: e.code } } } }',
  })
  expect(await invoke(plugin)).toEqual({ outlet: 'found', output: { code } })
  reply = { status: 200 }
})

describe('pressure', () => {
  const hang = installed({ findCaller: '() => new Promise(() => {})' })
  test('who finds no child waits, and who finds no room to wait is told at once', async () => {
    const small = sandboxOf({ children: 2, waitingMax: 1 })
    const ending = new AbortController()
    const more = Array.from({ length: 18 }, () => fault(invoke(hang, { on: small, signal: ending.signal })))
    const ends = new Set(await Promise.race([Promise.all(more), Promise.any(more).then((first) => [first])]))
    expect([...ends]).toEqual(['busy, nothing done'])
    expect(small.status()).toMatchObject({ state: 'running', waiting: 1 })
    ending.abort()
    expect((await Promise.all(more)).toSorted()).toEqual([
      ...Array(2).fill('busy, nothing done'),
      ...Array(16).fill('timeout, nothing done'),
    ])
  })
  test('one installation does not have all the children: the next is served', async () => {
    const ending = new AbortController()
    const hanging = Array.from({ length: 16 }, () => fault(invoke(hang, { signal: ending.signal })))
    const other = installed(
      { findCaller: 'async () => ({ outlet: "found" })' },
      {
        shelf: { tenantId: 't', environmentId: 'e', installationId: 'other' },
      },
    )
    expect(await invoke(other)).toEqual({ outlet: 'found', output: {} })
    ending.abort()
    await Promise.all(hanging)
  })
  test('when it is closed, calls fail and nothing is left', async () => {
    const one = sandboxOf()
    await one.warm()
    const hanging = fault(invoke(hang, { on: one }))
    await one.close()
    expect(await hanging).toMatch(/^(crashed|busy|closing), nothing done$/)
    expect(await fault(invoke(hang, { on: one }))).toBe('closing, nothing done')
    expect(one.status()).toMatchObject({ children: 0 })
  })
})
