import { createHmac } from 'node:crypto'
import { parseManifest } from '@patchbay/core'
import { deskManifest } from '@patchbay/core/test-kit'
import { describe, expect, test } from 'vitest'
import type { Installation } from '../installation.ts'
import type { OutsideCall } from '../outside/guarded-fetch.ts'
import { createHttpService } from './http-service.ts'
import { createSecretTexts } from './secret-texts.ts'

const DESK = 'https://desk.example.com'
const OTHER = 'https://other.example.com'
const KEY = 'the-key-that-signs'
const DIGITS = '4242424242424242'
const TOKEN = 'token-of-a-card-number'

const manifest = (() => {
  const parsed = parseManifest({
    ...deskManifest,
    hosts: [DESK, OTHER],
    secrets: [{ key: 'DESK_TOKEN', hosts: [DESK] }],
  })
  if (parsed.type === 'error') throw new Error(JSON.stringify(parsed))
  return parsed.manifest
})()

/** A plugin that may ask both, and whose key is meant for one. */
function service(more: Partial<Installation> = {}) {
  const sent: OutsideCall[] = []
  const installation: Installation = {
    shelf: { tenantId: 't', environmentId: 'e', installationId: 'i' },
    manifest,
    bundle: { code: '', hash: 'sha' },
    grants: { origins: [DESK, OTHER], secrets: ['DESK_TOKEN'], dataClasses: [] },
    settings: {},
    secret: async () => KEY,
    ...more,
  }
  const http = createHttpService({
    installation,
    async reach(call) {
      sent.push(call)
      return { status: 200, headers: {}, body: Buffer.from(JSON.stringify(call.headers)) }
    },
    secrets: createSecretTexts(installation),
    cards: { fill: async (text) => text.replaceAll(TOKEN, DIGITS) },
    remaining: () => 1000,
    signal: new AbortController().signal,
    touch: () => undefined,
  })
  const ask = (request: object) => http({ method: 'POST', url: `${DESK}/pay`, ...request })
  return { ask, sent }
}
const headers = { authorization: 'HMAC {{signature}}' }
const sign = { secret: 'DESK_TOKEN' }
const sum = (text: string, algorithm = 'sha256', encoding: 'hex' | 'base64' | 'base64url' = 'hex') =>
  createHmac(algorithm, KEY).update(text).digest(encoding)

describe('what a plugin has signed', () => {
  test.each([
    ['JSON', { json: { amount: 1, name: 'İstanbul ไทย' } }, '{"amount":1,"name":"İstanbul ไทย"}'],
    ['a form', { form: { a: '1 & 2', ü: 'ş' } }, 'a=1+%26+2&%C3%BC=%C5%9F'],
    ['a text', { body: 'as it is\n' }, 'as it is\n'],
    ['nothing', {}, ''],
  ])('%s is signed as it goes out', async (_, content, text) => {
    const { ask, sent } = service()
    await ask({ ...content, headers, sign })
    expect(sent[0]?.body ?? '').toBe(text)
    expect(sent[0]?.headers?.['authorization']).toBe(`HMAC ${sum(text)}`)
  })

  test.each([
    ['sha256', 'hex'],
    ['sha1', 'base64'],
    ['sha512', 'base64url'],
  ] as const)('by %s, written in %s, behind what stands before it', async (algorithm, encoding) => {
    const { ask, sent } = service()
    await ask({ body: 'content', headers, sign: { ...sign, before: 'nonce/v2/pay', algorithm, encoding } })
    expect(sent[0]?.headers?.['authorization']).toBe(`HMAC ${sum('nonce/v2/paycontent', algorithm, encoding)}`)
  })

  test('holds what the plugin never sees: digits and secrets are in it', async () => {
    const { ask, sent } = service()
    await ask({ json: { card: TOKEN, key: '{{secret:DESK_TOKEN}}' }, headers, sign })
    const text = JSON.stringify({ card: DIGITS, key: KEY })
    expect(sent[0]?.body).toBe(text)
    expect(sent[0]?.headers?.['authorization']).toBe(`HMAC ${sum(text)}`)
  })

  test('stands wherever a header names it, also packed with others', async () => {
    const { ask, sent } = service()
    await ask({ body: 'x', headers: { a: '{{signature}} {{signature}}', b: '{{base64:id:{{signature}}}}' }, sign })
    const one = sum('x')
    expect(sent[0]?.headers).toMatchObject({ a: `${one} ${one}`, b: Buffer.from(`id:${one}`).toString('base64') })
  })
})

describe('no signature is made', () => {
  test.each([
    ['by a secret for another address', { url: `${OTHER}/pay` }, {}],
    ['by a secret that is not granted', {}, { grants: { origins: [DESK], secrets: [], dataClasses: [] } }],
    ['by a secret that is not set', {}, { secret: async () => undefined }],
    ['by a secret that there is not', { sign: { secret: 'ANOTHER' } }, {}],
  ])('%s, and nothing goes out', async (_, request, more) => {
    const { ask, sent } = service(more)
    const asked = ask({ body: 'x', headers, sign, ...request })
    await expect(asked).rejects.toMatchObject({ details: { reason: 'UNAUTHORIZED' } })
    expect(sent).toEqual([])
  })
  test.each([
    ['by a sum that there is not', { ...sign, algorithm: 'md5' }],
    ['in letters that there are not', { ...sign, encoding: 'latin1' }],
    ['without the name of a secret', { before: 'x' }],
    ['by what else is said', { ...sign, key: KEY }],
  ])('%s', async (_, given) => {
    const { ask, sent } = service()
    await expect(ask({ body: 'x', headers, sign: given })).rejects.toMatchObject({ details: { reason: 'INVALID_INPUT' } })
    expect(sent).toEqual([])
  })
  test('unless it is asked for', async () => {
    const { ask, sent } = service()
    await ask({ body: 'x', headers })
    expect(sent[0]?.headers?.['authorization']).toBe('HMAC {{signature}}')
  })
})

test('a service that sends all back does not bring the key into the answer', async () => {
  const { ask } = service()
  const reply = (await ask({ body: 'x', headers: { key: '{{secret:DESK_TOKEN}}', ...headers }, sign })) as { text: string }
  expect(reply.text).not.toContain(KEY)
  expect(reply.text).toContain(sum('x'))
})
