import { createPrivateKey, generateKeyPairSync, randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { applicationId, privateKeyPem, startBench } from '../testing/bench.ts'

const now = () => Math.floor(Date.now() / 1000)
const sign = (claims: object, key = createPrivateKey(privateKeyPem), alg = 'RS256') =>
  new SignJWT({ application_id: applicationId, iat: now(), jti: randomUUID(), ...claims })
    .setProtectedHeader({ alg, typ: 'JWT' })
    .sign(key)
const get = async (url: string, token: string) =>
  (await fetch(`${url}/v1/calls`, { headers: { authorization: `Bearer ${token}` } })).status

describe('V3-15: the application token', () => {
  test.each([
    ['as the SDK makes it', {}],
    ['for a whole day', { exp: now() + 24 * 3600 }],
  ])('%s is accepted', async (_what, claims) => {
    const { url } = await startBench()
    expect(await get(url, await sign(claims))).toBe(200)
  })

  test.each([
    ['of another application', { application_id: randomUUID() }],
    ['made in the future', { iat: now() + 3600 }],
    ['without iat', { iat: undefined }],
    ['without jti', { jti: undefined }],
    ['that has expired', { iat: now() - 7200, exp: now() - 3600 }],
    ['older than 15 minutes without exp', { iat: now() - 1000 }],
    ['for more than a day', { exp: now() + 25 * 3600 }],
  ])('one %s is refused', async (_what, claims) => {
    const { url } = await startBench()
    expect(await get(url, await sign(claims))).toBe(401)
  })

  test('one that was used before is refused', async () => {
    const { url } = await startBench()
    const token = await sign({})
    expect([await get(url, token), await get(url, token)]).toEqual([200, 401])
  })

  test('one signed with another key or otherwise than RS256 is refused, and so is none', async () => {
    const { url } = await startBench()
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    expect(await get(url, await sign({}, privateKey))).toBe(401)
    expect(await get(url, await sign({}, createPrivateKey(privateKeyPem), 'RS512'))).toBe(401)
    expect((await fetch(`${url}/v1/calls`)).status).toBe(401)
  })
})
