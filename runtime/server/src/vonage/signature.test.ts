import { createHash, createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createSignatureCheck } from './signature.ts'

const NOW = Date.UTC(2026, 0, 1)
const settings = { apiKey: 'abcd1234', applicationId: 'app', signatureSecret: 'top secret' }
const body = Buffer.from('{"uuid":"u1"}')

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

function bearer({
  header = {},
  claims = {},
  secret = settings.signatureSecret,
}: {
  header?: object
  claims?: object
  secret?: string
} = {}): string {
  const content = [
    part({ alg: 'HS256', typ: 'JWT', ...header }),
    part({
      iat: NOW / 1000,
      jti: 'j1',
      iss: 'Vonage',
      payload_hash: createHash('sha256').update(body).digest('hex'),
      api_key: 'abcd1234',
      application_id: 'app',
      ...claims,
    }),
  ].join('.')
  return `Bearer ${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`
}

const verify = (authorization: string | undefined, sent = body) => createSignatureCheck(settings, () => NOW)(authorization, sent)

describe('createSignatureCheck', () => {
  test.each([
    ['as Vonage sends it', {}],
    ['without an application (V2.8-1)', { claims: { application_id: undefined } }],
    ['almost ten minutes old', { claims: { iat: NOW / 1000 - 600 } }],
    ['of a clock that is a minute ahead', { claims: { iat: NOW / 1000 + 60 } }],
  ])('takes a webhook %s', (_what, given) => expect(verify(bearer(given))).toEqual({ jti: 'j1' }))

  test.each([
    ['no header', undefined],
    ['no token', 'Bearer'],
    ['a token of two parts', 'Bearer a.b'],
    ['a token of four parts', `${bearer()}.d`],
    ['a token that is not JSON', 'Bearer YQ.YQ.YQ'],
    ['another scheme', bearer().replace('Bearer', 'Basic')],
    ['another secret', bearer({ secret: 'other' })],
    ['no algorithm', bearer({ header: { alg: 'none' } })],
    ['another algorithm', bearer({ header: { alg: 'HS512' } })],
    ['another body', bearer({ claims: { payload_hash: createHash('sha256').update('{}').digest('hex') } })],
    ['no hash of the body', bearer({ claims: { payload_hash: undefined } })],
    ['no id', bearer({ claims: { jti: '' } })],
    ['no time', bearer({ claims: { iat: undefined } })],
    ['a time that is a text', bearer({ claims: { iat: String(NOW / 1000) } })],
    ['an age of eleven minutes and more', bearer({ claims: { iat: NOW / 1000 - 661 } })],
    ['a time in the future', bearer({ claims: { iat: NOW / 1000 + 61 } })],
    ['another account', bearer({ claims: { api_key: 'zzzz' } })],
    ['another application', bearer({ claims: { application_id: 'other' } })],
  ])('refuses a webhook with %s', (_what, authorization) =>
    expect(() => verify(authorization)).toThrow(expect.objectContaining({ code: 'WEBHOOK_NOT_SIGNED' })),
  )

  test('a changed byte of the body is noticed', () => expect(() => verify(bearer(), Buffer.from('{"uuid":"u2"}'))).toThrow())

  test('the same token with the same body is a retry; with another body it is an attack', () => {
    const check = createSignatureCheck(settings, () => NOW)
    check(bearer(), body)
    expect(check(bearer(), body)).toEqual({ jti: 'j1' })
    const other = Buffer.from('{"uuid":"u2"}')
    const forged = bearer({ claims: { payload_hash: createHash('sha256').update(other).digest('hex') } })
    expect(() => check(forged, other)).toThrow(expect.objectContaining({ details: expect.objectContaining({ rule: 'V2.8-1' }) }))
  })
})
