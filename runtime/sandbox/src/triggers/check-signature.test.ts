import { createHmac } from 'node:crypto'
import { parseManifest, type TriggerSignature } from '@patchbay/core'
import { deskManifest } from '@patchbay/core/test-kit'
import { describe, expect, test } from 'vitest'
import { checkTriggerSignature, type SignedRequest } from './check-signature.ts'

const SECRET = 'whsec_of_the_tests'
const NOW = Date.UTC(2026, 0, 2)
const SECONDS = String(NOW / 1000)
const BODY = '{"id":"evt_1","type":"payment.paid","name":"ไทย ı"}'
const ADDRESS = 'https://patchbay.example/hooks/i/paid'

const signatureOf = (more: object): TriggerSignature => {
  const parsed = parseManifest({
    ...deskManifest,
    triggers: {
      paid: {
        title: 'Paid',
        summary: 'Money came.',
        output: { type: 'object', properties: {} },
        signature: { scheme: 'hmac-sha256', header: 'X-Signature', secret: 'DESK_TOKEN', ...more },
      },
    },
  })
  if (parsed.type === 'error') throw new Error(JSON.stringify(parsed.faults))
  return parsed.manifest.triggers['paid']?.signature as TriggerSignature
}
const hmac = (text: string, encoding: 'hex' | 'base64' = 'hex', algorithm = 'sha256', key: string | Buffer = SECRET) =>
  createHmac(algorithm, key).update(text).digest(encoding)

const check = (
  signature: object,
  headers: SignedRequest['headers'],
  more: { body?: string; secret?: string; now?: number } = {},
) =>
  checkTriggerSignature(
    signatureOf(signature),
    { headers, rawBody: Buffer.from(more.body ?? BODY), method: 'POST', url: ADDRESS },
    { secret: more.secret ?? SECRET, now: more.now ?? NOW },
  )

// how providers sign, by their own documentation: Stripe “Verify webhook signatures manually”, Shopify “Verify webhook origin”,
// Typeform “Secure your webhooks”, HubSpot “Validate v3 request signatures”, Slack “Verifying requests”, Xero “Webhooks: signing”
const stripe = { header: 'Stripe-Signature', parts: { time: 't', signature: 'v1' }, signed: '{time}.{body}' }
const hubspot = {
  header: 'X-HubSpot-Signature-v3',
  timeHeader: 'X-HubSpot-Request-Timestamp',
  encoding: 'base64',
  signed: '{method}{url}{body}{time}',
}
const slack = {
  header: 'X-Slack-Signature',
  timeHeader: 'X-Slack-Request-Timestamp',
  prefix: 'v0=',
  signed: 'v0:{time}:{body}',
}
const binary = { secretEncoding: 'base64', timeHeader: 'X-Time', signed: '{time}.{body}' }

const cases: [string, object, SignedRequest['headers']][] = [
  ['of the content alone', {}, { 'x-signature': hmac(BODY) }],
  ['with SHA-1', { scheme: 'hmac-sha1' }, { 'x-signature': hmac(BODY, 'hex', 'sha1') }],
  ['with SHA-512', { scheme: 'hmac-sha512' }, { 'x-signature': hmac(BODY, 'hex', 'sha512').toUpperCase() }],
  ['as Stripe signs', stripe, { 'stripe-signature': `t=${SECONDS},v1=${hmac(`${SECONDS}.${BODY}`)},v0=abc` }],
  [
    'as Stripe signs with two secrets',
    stripe,
    { 'stripe-signature': `t=${SECONDS},v1=${hmac('x')},v1=${hmac(`${SECONDS}.${BODY}`)}` },
  ],
  [
    'as Shopify and Xero sign',
    { header: 'X-Shopify-Hmac-Sha256', encoding: 'base64' },
    { 'x-shopify-hmac-sha256': hmac(BODY, 'base64') },
  ],
  [
    'as Typeform signs',
    { header: 'Typeform-Signature', encoding: 'base64', prefix: 'sha256=' },
    { 'typeform-signature': `sha256=${hmac(BODY, 'base64')}` },
  ],
  [
    'as HubSpot signs',
    hubspot,
    {
      'x-hubspot-signature-v3': hmac(`POST${ADDRESS}${BODY}${NOW}`, 'base64'),
      'x-hubspot-request-timestamp': String(NOW),
    },
  ],
  ['as Slack signs', slack, { 'x-slack-signature': `v0=${hmac(`v0:${SECONDS}:${BODY}`)}`, 'x-slack-request-timestamp': SECONDS }],
  [
    'with a secret that is shown as base64',
    binary,
    { 'x-signature': hmac(`${SECONDS}.${BODY}`, 'hex', 'sha256', Buffer.from(SECRET, 'base64')), 'x-time': SECONDS },
  ],
  [
    'as Omise signs while its secret changes',
    { ...binary, header: 'Omise-Signature', timeHeader: 'Omise-Signature-Timestamp' },
    {
      'omise-signature': `${hmac('x')}, ${hmac(`${SECONDS}.${BODY}`, 'hex', 'sha256', Buffer.from(SECRET, 'base64'))}`,
      'omise-signature-timestamp': SECONDS,
    },
  ],
  [
    'by the secret itself',
    { scheme: 'bearer', header: 'Authorization', prefix: 'Bearer ' },
    { authorization: `Bearer ${SECRET}` },
  ],
]

describe('a webhook that is signed', () => {
  test.each(cases)('%s holds', (_, signature, headers) => expect(check(signature, headers)).toBe('signed'))

  test.each(cases)('%s does not hold with another secret', (_, signature, headers) =>
    expect(check(signature, headers, { secret: 'whsec_of_somebody' })).toBe('notSigned'),
  )

  test.each(cases.filter(([, signature]) => !('scheme' in signature && signature.scheme === 'bearer')))(
    '%s does not hold for another content',
    (_, signature, headers) => expect(check(signature, headers, { body: `${BODY} ` })).toBe('notSigned'),
  )

  test.each(cases)('%s does not hold without its header', (_, signature) => expect(check(signature, {})).toBe('notSigned'))
})

test.each<[string, number, string]>([
  ['five minutes old', 300, 'signed'],
  ['older', 301, 'tooOld'],
  ['from five minutes ahead', -300, 'signed'],
  ['from further ahead', -301, 'tooOld'],
])('a signature that is %s', (_, seconds, expected) => {
  const headers = { 'stripe-signature': `t=${SECONDS},v1=${hmac(`${SECONDS}.${BODY}`)}` }
  expect(check(stripe, headers, { now: NOW + seconds * 1000 })).toBe(expected)
})

test.each<[string, object, SignedRequest['headers']]>([
  ['a time that was changed', stripe, { 'stripe-signature': `t=${Number(SECONDS) + 1},v1=${hmac(`${SECONDS}.${BODY}`)}` }],
  ['no time', stripe, { 'stripe-signature': `v1=${hmac(`.${BODY}`)}`.replace('v1', 'v0') }],
  ['an empty signature', {}, { 'x-signature': '' }],
  ['half a signature', {}, { 'x-signature': hmac(BODY).slice(0, 32) }],
  ['a signature and more', {}, { 'x-signature': `${hmac(BODY)}zz` }],
  ['two headers', {}, { 'x-signature': [hmac(BODY), hmac(BODY)] }],
  ['another prefix', { prefix: 'sha256=' }, { 'x-signature': hmac(BODY) }],
  ['base64 in the place of hex', {}, { 'x-signature': hmac(BODY, 'base64') }],
])('%s is no signature', (_, signature, headers) => expect(check(signature, headers)).toBe('notSigned'))

test('a signature that holds without a time is too old where a time is asked for', () =>
  expect(check(stripe, { 'stripe-signature': `v1=${hmac(`.${BODY}`)}` })).toBe('tooOld'))
