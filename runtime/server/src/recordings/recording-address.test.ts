import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createRecordingAddresses } from './recording-address.ts'

let now = Date.UTC(2026, 0, 2)
const secretKey = randomBytes(32)
const addresses = createRecordingAddresses({ secretKey, publicUrl: 'https://ivr.test', clock: () => now })
const place = { tenantId: 't1', environmentId: 'main' }
const url = new URL(addresses.of(place, 'r1'))
const query = Object.fromEntries(url.searchParams)

test('an address that we gave out says whose recording it is', () => {
  expect(url.pathname).toBe('/vonage/voice/messages/r1')
  expect(addresses.read('r1', query)).toEqual(place)
})

test.each([
  ['of another recording', 'r2', {}],
  ['of another tenant', 'r1', { t: 't2' }],
  ['of another environment', 'r1', { e: 'other' }],
  ['that is to hold longer', 'r1', { until: String(Number(query['until']) + 1) }],
  ['without a proof', 'r1', { sig: undefined }],
  ['with half a proof', 'r1', { sig: query['sig']?.slice(0, 11) }],
])('one %s leads nowhere', (_what, id, over) => expect(addresses.read(id, { ...query, ...over })).toBeUndefined())

test('nor does one that is over', () => {
  now += 5 * 60 * 1000
  expect(addresses.read('r1', query)).toBeUndefined()
})
