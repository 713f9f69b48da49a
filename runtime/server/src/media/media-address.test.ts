import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createMediaAddresses } from './media-address.ts'

const secretKey = randomBytes(32)
const addresses = createMediaAddresses({ secretKey, publicUrl: 'https://calls.example.com' })
const place = { tenantId: 'local', environmentId: 'main' }
const id = 'a'.repeat(64)
const queryOf = (url: string) => Object.fromEntries(new URL(url).searchParams)

test('an address says whose recording it is, and is read back', () => {
  const url = addresses.of(place, id)
  expect(url).toMatch(new RegExp(`^https://calls\\.example\\.com/media/${id}\\?t=local&e=main&sig=[\\w-]{22}$`))
  expect(addresses.read(id, queryOf(url))).toEqual(place)
  expect(url.endsWith(addresses.path(place, id))).toBe(true)
})

test('the same recording has the same address for ever, so that Vonage keeps one copy', () => {
  expect(addresses.of(place, id)).toBe(createMediaAddresses({ secretKey, publicUrl: 'https://calls.example.com' }).of(place, id))
})

test.each<[string, string, Record<string, unknown>]>([
  ['of another recording', 'b'.repeat(64), {}],
  ['of another tenant', id, { t: 'other' }],
  ['of another environment', id, { e: 'other' }],
  ['that was cut off', id, { sig: 'AAAA' }],
  ['that is not there', id, { sig: undefined }],
  ['given twice', id, { sig: ['a', 'b'] }],
  ['that is only made up', id, { sig: Buffer.alloc(16).toString('base64url') }],
])('nothing is read by a signature %s', (_, wanted, change) =>
  expect(addresses.read(wanted, { ...queryOf(addresses.of(place, id)), ...change })).toBeUndefined(),
)

test('another secret key makes other signatures', () => {
  const others = createMediaAddresses({ secretKey: randomBytes(32), publicUrl: 'https://calls.example.com' })
  expect(others.read(id, queryOf(addresses.of(place, id)))).toBeUndefined()
})
