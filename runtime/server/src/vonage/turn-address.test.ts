import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createTurnAddresses } from './turn-address.ts'

const secretKey = randomBytes(32)
const addresses = createTurnAddresses({ secretKey, publicUrl: 'https://calls.example.com' })
const address = { runId: 'run1', leg: 'caller', seq: 7 }
const proofOf = (url: string) => new URL(url).searchParams.get('t')

test('an address is read back as it was given out', () => {
  const url = addresses.of(address).turn
  expect(url).toMatch(/^https:\/\/calls\.example\.com\/vonage\/voice\/runs\/run1\/caller\/7\?t=[\w-]{22}$/)
  expect(addresses.readUrl(url)).toEqual(address)
  expect(addresses.read({ runId: 'run1', leg: 'caller', seq: '7' }, proofOf(url))).toEqual(address)
})

test.each([
  ['of another turn', { runId: 'run1', leg: 'caller', seq: '8' }],
  ['of another leg', { runId: 'run1', leg: 'agent', seq: '7' }],
  ['of another run', { runId: 'run2', leg: 'caller', seq: '7' }],
  ['with a number that is none', { runId: 'run1', leg: 'caller', seq: '7x' }],
])('a proof does not fit an address %s', (_what, parts) =>
  expect(addresses.read(parts, proofOf(addresses.of(address).turn))).toBeUndefined(),
)

test.each([undefined, '', 'AAAA', ['a', 'b']])('nothing is read without a proof: %j', (proof) =>
  expect(addresses.read({ runId: 'run1', leg: 'caller', seq: '7' }, proof)).toBeUndefined(),
)

test.each(['', 'nonsense', 'https://calls.example.com/vonage/voice/answer'])('another URL is no address: %j', (url) =>
  expect(addresses.readUrl(url)).toBeUndefined(),
)

test('another secret key makes other proofs', () => {
  const others = createTurnAddresses({ secretKey: randomBytes(32), publicUrl: 'https://calls.example.com' })
  expect(others.readUrl(addresses.of(address).turn)).toBeUndefined()
})
