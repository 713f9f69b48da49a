import { AppError, parseManifest, type RequestMode, type RequestOf, type RunState } from '@patchbay/core'
import { deskManifest, sureDeskManifest } from '@patchbay/core/test-kit'
import { describe, expect, test } from 'vitest'
import type { PluginAnswer, PluginCall, PluginPort } from '../outside/plugin-port.ts'
import { noPlugins } from '../testing/no-plugins.ts'
import type { RequestContext } from './perform.ts'
import { plugin } from './plugin.ts'

const noWaits = { mark: async () => 0, more: async () => false }
type PluginRequest = RequestOf<'plugin'>
const MODES: Readonly<Record<string, RequestMode>> = { findCaller: 'read', addNote: 'atMostOnce', charge: 'idempotent' }

const find: PluginRequest = {
  kind: 'plugin',
  plugin: 'test-desk',
  action: 'findCaller',
  input: [
    { name: 'number', value: '447700900123' },
    { name: 'limit', value: '3' },
  ],
  keep: ['name', 'points'],
}
const note: PluginRequest = { ...find, action: 'addNote', input: [{ name: 'text', value: 'Called.' }], keep: [] }
const charge: PluginRequest = {
  ...find,
  action: 'charge',
  input: [
    { name: 'card', value: 'token' },
    { name: 'amount', value: '100' },
    { name: 'currency', value: 'THB' },
  ],
  keep: ['paymentId'],
}
const ann = { outlet: 'found', output: { name: 'Ann', tier: 'gold', points: 3 } }

/** Performs a request with the test plugin installed, which answers as it is told. */
async function ask(
  request: PluginRequest,
  answer: PluginAnswer | (() => Promise<PluginAnswer>),
  mode = MODES[request.action],
  again = false,
) {
  const parsed = parseManifest(deskManifest)
  if (parsed.type === 'error') throw new Error('the manifest of the tests is wrong')
  const calls: PluginCall[] = []
  const port: PluginPort = {
    manifests: async () => [parsed.manifest],
    health: noPlugins.health,
    invoke: async (_place, call) => {
      calls.push(call)
      return typeof answer === 'function' ? answer() : answer
    },
  }
  return { answer: await plugin(port, noWaits)(request, { ...contextOf(request, mode ?? 'read'), again }), calls }
}

const contextOf = (request: PluginRequest, mode: RequestMode): RequestContext => ({
  place: { tenantId: 't', environmentId: 'e' },
  isTest: false,
  runId: 'run',
  key: 'run/r1',
  state: { frames: [{ flowId: 'main', version: '3' }], pending: { id: 'r1', seq: 0, mode, request } } as unknown as RunState,
  signal: new AbortController().signal,
})

test('a plugin is given values of its types and a key, and what was asked for is kept', async () => {
  const { answer, calls } = await ask(find, ann)
  expect(answer).toEqual({ outcome: 'found', values: { name: 'Ann', points: 3 } })
  expect(calls).toMatchObject([
    { plugin: 'test-desk', action: 'findCaller', input: { number: '447700900123', limit: 3 }, key: 'run/r1' },
  ])
})

test('another way out need not have everything to say', async () => {
  const { answer } = await ask(find, { outlet: 'notFound', output: {} })
  expect(answer).toEqual({ outcome: 'notFound', values: { name: null, points: null } })
})

describe('a plugin is not asked', () => {
  const input = (name: string, value: string): PluginRequest => ({ ...find, input: [...find.input.slice(0, 1), { name, value }] })
  test.each<[string, PluginRequest, RequestMode | undefined, string]>([
    ['when it is not installed', { ...find, plugin: 'another-desk' }, 'read', 'notInstalled'],
    ['for what it does not do', { ...find, action: 'constructor' }, 'read', 'actionUnknown'],
    ['to write by a flow that takes it for reading', note, 'read', 'actionChanged'],
    ['to write twice by a flow that takes it for repeatable', note, 'idempotent', 'actionChanged'],
    ['without what it needs', { ...find, input: [{ name: 'number', value: ' ' }] }, 'read', 'inputNotValid'],
    ['with what it does not know', input('other', 'x'), 'read', 'inputNotValid'],
    ['with a text for a number', input('limit', 'three'), 'read', 'inputNotValid'],
    ['with a number out of range', input('limit', '0'), 'read', 'inputNotValid'],
  ])('%s', async (_, request, mode, reason) => {
    const { answer, calls } = await ask(request, ann, mode)
    expect(answer).toEqual({ outcome: 'failed', values: { reason } })
    expect(calls).toEqual([])
  })

  test('where none can be installed', async () => {
    expect(await plugin(noPlugins, noWaits)(find, contextOf(find, 'read'))).toEqual({
      outcome: 'failed',
      values: { reason: 'notInstalled' },
    })
    const call = { plugin: 'a', action: 'b', input: {}, key: 'k', signal: new AbortController().signal }
    await expect(noPlugins.invoke({ tenantId: 't', environmentId: 'e' }, call)).rejects.toMatchObject({ code: 'REQUEST_FAILED' })
  })
})

describe('an answer that is not the manifest’s', () => {
  test.each<[string, PluginAnswer, string]>([
    ['by a way out that there is not', { outlet: 'lost', output: {} }, 'outletUnknown'],
    ['by a name of every object', { outlet: 'constructor', output: {} }, 'outletUnknown'],
    ['without what it always has', { outlet: 'found', output: { name: 'Ann' } }, 'outputNotValid'],
    ['with more than it has', { outlet: 'found', output: { ...ann.output, secret: 1 } }, 'outputNotValid'],
    ['of another type', { outlet: 'found', output: 'Ann' }, 'outputNotValid'],
    ['by failing', { outlet: 'failed', output: {} }, 'plugin'],
  ])('%s is a failure', async (_, answer, reason) =>
    expect((await ask(find, answer)).answer).toEqual({ outcome: 'failed', values: { reason } }),
  )

  test('to what may have been done leaves open whether it was', async () => {
    expect((await ask(note, { outlet: 'found', output: {} })).answer).toEqual({
      outcome: 'unknown',
      values: { reason: 'outletUnknown' },
    })
    expect((await ask(charge, { outlet: 'paid', output: {} })).answer).toEqual({
      outcome: 'unknown',
      values: { reason: 'outputNotValid' },
    })
  })
})

describe('a plugin that breaks', () => {
  const thrown = (sent: number) => () =>
    Promise.reject(new AppError('REQUEST_FAILED', 'x', { details: { reason: 'crashed', sent } }))
  test('has failed where it only reads, and where it surely did nothing', async () => {
    expect((await ask(find, thrown(1))).answer).toEqual({ outcome: 'failed', values: { reason: 'crashed' } })
    expect((await ask(charge, thrown(0))).answer).toEqual({ outcome: 'failed', values: { reason: 'crashed' } })
  })
  test('may have moved money when it was asked before by somebody who never told', async () => {
    expect((await ask(charge, thrown(0), 'idempotent', true)).answer).toEqual({
      outcome: 'unknown',
      values: { reason: 'crashed' },
    })
    expect((await ask(find, thrown(0), 'read', true)).answer).toEqual({ outcome: 'failed', values: { reason: 'crashed' } })
  })
  test('may have moved money', async () =>
    expect((await ask(charge, thrown(1))).answer).toEqual({ outcome: 'unknown', values: { reason: 'crashed' } }))
  test('or never answers is not waited for longer than its manifest says', async () =>
    expect((await ask(find, () => new Promise(() => undefined))).answer).toEqual({
      outcome: 'failed',
      values: { reason: 'timeout' },
    }))
})

describe('a payment that is asked for again', () => {
  const paid = { outlet: 'paid', output: { paymentId: 'p1' } }
  /** What the plugin was asked, in order, and what came of it. */
  async function again(says: PluginAnswer | 'breaks', manifest: unknown = sureDeskManifest) {
    const parsed = parseManifest(manifest)
    if (parsed.type === 'error') throw new Error('the manifest of the tests is wrong')
    const asked: string[] = []
    const port: PluginPort = {
      manifests: async () => [parsed.manifest],
      health: noPlugins.health,
      invoke: async (_place, { action, key }) => {
        asked.push(`${action} ${key}`)
        if (action === 'charge') return { outlet: 'paid', output: { paymentId: 'p2' } }
        if (says === 'breaks') throw new AppError('REQUEST_FAILED', 'x', { details: { reason: 'timeout', sent: 1 } })
        return says
      },
    }
    const answer = await plugin(port, noWaits)(charge, { ...contextOf(charge, 'idempotent'), again: true })
    return { asked, answer }
  }

  test.each<[string, PluginAnswer | 'breaks', string[], unknown]>([
    ['and was made is not made once more', paid, ['getPayment run/r1'], { outcome: 'paid', values: { paymentId: 'p1' } }],
    [
      'and was declined is not made either',
      { outlet: 'declined', output: {} },
      ['getPayment run/r1'],
      { outcome: 'declined', values: { paymentId: null } },
    ],
    [
      'and was not made is made now, under the same key',
      { outlet: 'notDone', output: {} },
      ['getPayment run/r1', 'charge run/r1'],
      { outcome: 'paid', values: { paymentId: 'p2' } },
    ],
    [
      'of which nobody can say anything stays unknown',
      'breaks',
      ['getPayment run/r1'],
      { outcome: 'unknown', values: { reason: 'timeout' } },
    ],
    [
      'of which the plugin says that it failed to find out, too',
      { outlet: 'failed', output: {} },
      ['getPayment run/r1'],
      { outcome: 'unknown', values: { reason: 'notSaid' } },
    ],
  ])('%s', async (_what, says, asked, answer) => expect(await again(says)).toEqual({ asked, answer }))

  test('is left to its key where nothing can be asked', async () => {
    const { asked } = await again('breaks', deskManifest)
    expect(asked).toEqual(['charge run/r1'])
  })
})

describe('a flow that is locked', () => {
  const pin = { plugin: 'test-desk', version: '0.9.0', codeHash: 'old', grants: { origins: [], secrets: [], dataClasses: [] } }
  const older = parseManifest({ ...deskManifest, version: '0.9.0' })
  const calls: PluginCall[] = []
  const port: PluginPort = {
    manifests: async () => [],
    health: noPlugins.health,
    invoke: async (_place, call) => {
      calls.push(call)
      return ann
    },
  }
  const asked = (request: PluginRequest, manifest = older.type === 'manifest' ? older.manifest : undefined) =>
    plugin(port, noWaits, {
      now: async () => [],
      manifest: async (_place, given) => (given === pin ? manifest : undefined),
      of: async (_place, { flowId, version }, name) => (`${flowId} ${version} ${name}` === 'main 3 crm' ? pin : undefined),
    })(request, contextOf(request, 'read'))

  test('asks what it was published with, whatever is installed now', async () => {
    expect(await asked({ ...find, plugin: 'crm' })).toMatchObject({ outcome: 'found' })
    expect(calls).toMatchObject([{ plugin: 'test-desk', pin }])
  })

  test('fails where that was taken out', async () => {
    const removed = plugin(port, noWaits, { now: async () => [], manifest: async () => undefined, of: async () => pin })
    expect(await removed(find, contextOf(find, 'read'))).toMatchObject({ values: { reason: 'notInstalled' } })
  })

  test('under another name is not locked', async () => {
    expect(await asked(find)).toMatchObject({ values: { reason: 'notInstalled' } })
  })
})
