import { generateKeyPairSync } from 'node:crypto'
import type { Context } from 'koa'
import { expect, test } from 'vitest'
import { freePort } from '../../../../test/support/call-bench.ts'
import type { VonageSettings } from '../settings.ts'
import { serve } from '../testing/serve.ts'
import { createTextMessages } from './text-messages.ts'

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const settingsAt = (apiHost: string): VonageSettings => ({
  apiKey: 'abcd1234',
  apiSecret: 'secret',
  applicationId: '11111111-1111-4111-8111-111111111111',
  privateKey,
  signatureSecret: 'secret',
  apiHost,
})
const message = { to: '447700900123', from: 'ACME', text: 'Hello.', ref: 'run/r1' }
const problem = { type: 'https://developer.vonage.com/api-errors/messages#1150', title: 'Invalid params' }

const sendTo = (apiHost: string) => createTextMessages(settingsAt(apiHost), 'https://ivr.test', 300).send(message)

test('what is sent says whose it is and where its statuses go', async () => {
  const bodies: unknown[] = []
  const url = await serve(async (ctx: Context) => {
    let text = ''
    for await (const chunk of ctx.req) text += String(chunk)
    bodies.push([ctx.method, ctx.path, JSON.parse(text)])
    ctx.status = 202
    ctx.body = { message_uuid: 'm1' }
  })
  expect(await sendTo(url)).toEqual({ type: 'taken', messageUuid: 'm1' })
  expect(bodies).toEqual([
    [
      'POST',
      '/v1/messages',
      {
        channel: 'sms',
        message_type: 'text',
        to: '447700900123',
        from: 'ACME',
        text: 'Hello.',
        client_ref: 'run/r1',
        webhook_url: 'https://ivr.test/vonage/messages/status',
        webhook_version: 'v1',
      },
    ],
  ])
})

test.each<[string, number, unknown, object]>([
  ['a body that is wrong', 422, problem, { type: 'refused', reason: 'vonage1150' }],
  ['a wrong key, without a body', 401, '', { type: 'refused', reason: 'http401' }],
  ['an account that is empty', 402, { title: 'Low balance' }, { type: 'refused', reason: 'http402' }],
  ['too many at once', 429, { type: 'about:blank' }, { type: 'refused', reason: 'http429' }],
  ['a fault of theirs, after which it may be on its way', 500, problem, { type: 'unknown' }],
  ['a gateway that gave up', 504, '', { type: 'unknown' }],
  ['a reply without an id', 202, {}, { type: 'unknown' }],
])('%s (%i)', async (_what, status, body, expected) => {
  let tries = 0
  const url = await serve((ctx: Context) => {
    tries += 1
    ctx.status = status
    ctx.body = body
  })
  expect([await sendTo(url), tries]).toEqual([expected, 1])
})

test('no answer in time leaves it unknown, and it is not tried again', async () => {
  let tries = 0
  const url = await serve(async () => {
    tries += 1
    await new Promise(() => undefined)
  })
  expect([await sendTo(url), tries]).toEqual([{ type: 'unknown' }, 1])
})

test('a connection that is never made means that nothing left', async () => {
  expect(await sendTo(`http://127.0.0.1:${await freePort()}`)).toEqual({ type: 'notReached' })
})
