import { AppError, type Manifest, parseManifest, triggerCall } from '@patchbay/core'
import { deskManifest } from '@patchbay/core/test-kit'
import { afterAll, expect, test } from 'vitest'
import type { Installation } from '../installation.ts'
import { createSandbox } from '../sandbox.ts'

const manifest = ((): Manifest => {
  const trigger = {
    title: 'Paid',
    summary: 'Money came.',
    signature: { scheme: 'hmac-sha256', header: 'X-Signature', secret: 'DESK_TOKEN' },
    output: { type: 'object', properties: { linkId: { type: 'string' } }, required: ['linkId'] },
  }
  const parsed = parseManifest({ ...deskManifest, limits: { timeoutMs: 15_000 }, triggers: { paid: trigger, lost: trigger } })
  if (parsed.type === 'error') throw new Error(JSON.stringify(parsed.faults))
  return parsed.manifest
})()

const CODE = `var __plugin = { default: { actions: {}, triggers: {
  async paid({ headers, body, text }, { key, log }) {
    log.info('came', body.type, body.name, headers['x-topic'], text.length)
    if (body.type === 'payment.odd') throw { code: 'UNAVAILABLE', message: 'x' }
    return body.type === 'payment.paid' ? { linkId: body.link, key: key.length } : undefined
  },
} } }`
const lines: string[] = []
const sandbox = createSandbox(
  {
    reach: async () => {
      throw new Error('nobody is reached')
    },
    kv: { get: async () => undefined, set: async () => 'full', delete: async () => false },
    records: {
      insert: async () => 'taken',
      get: async () => undefined,
      find: async () => [],
      replace: async () => 'moved',
      remove: async () => true,
    },
    log: ({ action, text }) => void lines.push(`${action}: ${text}`),
  },
  { children: 1 },
)
afterAll(() => sandbox.close())

const installation: Installation = {
  shelf: { tenantId: 't', environmentId: 'e', installationId: 'i' },
  manifest,
  bundle: { code: CODE, hash: 'sha' },
  grants: { origins: [], secrets: [], dataClasses: [] },
  settings: {},
  secret: async () => undefined,
}
const receive = (trigger: string, body: object) =>
  sandbox.invoke(installation, {
    action: triggerCall(trigger),
    input: { headers: { 'x-topic': 'orders/paid' }, body, text: JSON.stringify(body) },
    key: 'evt_1',
    now: 0,
    signal: new AbortController().signal,
    takeSecret: async () => undefined,
  })

test('the handler of a trigger makes something of a webhook, or has no use for it', async () => {
  expect(await receive('paid', { type: 'payment.paid', link: 'l1' })).toEqual({
    outlet: 'handled',
    output: { linkId: 'l1', key: 64 },
  })
  expect(await receive('paid', { type: 'payment.created' })).toEqual({ outlet: 'ignored', output: {} })
})

test('what it says in its log is not about people', async () => {
  lines.length = 0
  await receive('paid', { type: 'payment.paid', link: 'l1', name: 'Ann Lee' })
  expect(lines).toEqual([expect.stringMatching(/^trigger:paid: came payment\.paid \[personal\] orders\/paid \d+$/)])
})

test.each<[string, object, string]>([
  ['paid', { type: 'payment.odd' }, 'unavailable'],
  ['lost', {}, 'internal'],
  ['findCaller', {}, 'actionUnknown'],
  ['constructor', {}, 'actionUnknown'],
])('%s with %j fails: %3$s', async (trigger, body, reason) => {
  const thrown: unknown = await receive(trigger, body).catch((error: unknown) => error)
  expect(AppError.from(thrown).details['reason']).toBe(reason)
})
