import { parseManifest } from '@patchbay/core'
import { deskManifest } from '@patchbay/core/test-kit'
import { describe, expect, test } from 'vitest'
import type { Installation } from '../installation.ts'
import { asItIs, createSecretTexts, inJson } from './secret-texts.ts'

const ORIGIN = 'https://desk.example.com'
const VALUE = 'sécret "token"+/ 77'

function installation(more: Partial<Installation['grants']>, value: string | undefined): Installation {
  const parsed = parseManifest(deskManifest)
  if (parsed.type === 'error') throw new Error('the manifest of the tests is wrong')
  return {
    shelf: { tenantId: 't', environmentId: 'e', installationId: 'i' },
    manifest: parsed.manifest,
    bundle: { code: '', hash: '' },
    grants: { origins: [ORIGIN], secrets: ['DESK_TOKEN'], dataClasses: [], ...more },
    settings: {},
    secret: async () => value,
  }
}
const textsOf = (more: Partial<Installation['grants']> = {}) => createSecretTexts(installation(more, VALUE))

test('a secret is put in as the place wants it', async () => {
  const texts = textsOf()
  expect(await texts.fill('Bearer {{secret:DESK_TOKEN}}', asItIs, ORIGIN)).toBe(`Bearer ${VALUE}`)
  expect(JSON.parse(await texts.fill('{"a":"{{secret:DESK_TOKEN}}"}', inJson, ORIGIN))).toEqual({ a: VALUE })
  const basic = await texts.fill('Basic {{base64:user:{{secret:DESK_TOKEN}}}}', asItIs, ORIGIN)
  expect(Buffer.from(basic.slice(6), 'base64').toString()).toBe(`user:${VALUE}`)
  expect(await texts.fill('{{secret:desk}} {{ secret:DESK_TOKEN }}', asItIs, ORIGIN)).toBe(
    '{{secret:desk}} {{ secret:DESK_TOKEN }}',
  )
})

describe('a secret is refused', () => {
  const refused = expect.objectContaining({ details: { reason: 'UNAUTHORIZED' } })
  const text = 'x{{secret:DESK_TOKEN}}'
  test('towards a host that it is not meant for', () =>
    expect(textsOf().fill(text, asItIs, 'https://mine.shops.example.com:8443')).rejects.toEqual(refused))
  test('that was not granted', () => expect(textsOf({ secrets: [] }).fill(text, asItIs, ORIGIN)).rejects.toEqual(refused))
  test('that is not set', async () => {
    const unset = createSecretTexts(installation({}, undefined))
    await expect(unset.fill(text, asItIs, ORIGIN)).rejects.toEqual(refused)
  })
  test('that the manifest does not know', () =>
    expect(textsOf().fill('{{secret:OTHER}}', asItIs, ORIGIN)).rejects.toEqual(refused))
})

test('in whatever spelling it comes back, it is taken out', async () => {
  const texts = textsOf()
  const packed = await texts.fill('{{base64:user:{{secret:DESK_TOKEN}}}}', asItIs, ORIGIN)
  const spellings = [
    VALUE,
    JSON.stringify({ a: VALUE }),
    encodeURIComponent(VALUE),
    new URLSearchParams({ a: VALUE }).toString().slice(2),
    Buffer.from(VALUE).toString('hex'),
    packed,
    ...['', 'x', 'xy', 'xyz'].flatMap((before) =>
      ['', 'z', 'zz'].flatMap((after) =>
        (['base64', 'base64url'] as const).map((way) => Buffer.from(before + VALUE + after).toString(way)),
      ),
    ),
  ]
  for (const spelling of spellings) {
    const clean = texts.scrub(`<${spelling}>`)
    expect([spelling, clean]).toEqual([spelling, expect.stringMatching(/\[(secret(:DESK_TOKEN)?)\]/)])
    const rest = clean.replace(/\[secret(:DESK_TOKEN)?\]/g, ' ')
    const read = [rest, ...(rest.match(/[\w+/-]{6,}/g) ?? []).map((part) => Buffer.from(part, 'base64').toString())].join(' ')
    expect(read).not.toMatch(/token|cret/)
  }
})

test('what was never put in is no secret of this call', () => expect(textsOf().scrub(VALUE)).toBe(VALUE))
