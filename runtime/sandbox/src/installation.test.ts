import { type Manifest, parseManifest } from '@patchbay/core'
import { deskManifest } from '@patchbay/core/test-kit'
import { describe, expect, test } from 'vitest'
import { covers, type Grants, grantedOrigin, grantFaults } from './installation.ts'

const manifest = ((): Manifest => {
  const parsed = parseManifest(deskManifest)
  if (parsed.type === 'error') throw new Error('the manifest of the tests is wrong')
  return parsed.manifest
})()
const grants: Grants = {
  origins: ['https://desk.example.com', 'https://mine.shops.example.com:8443'],
  secrets: ['DESK_TOKEN'],
  dataClasses: ['card'],
}

test('hosts that are named at the installation are exact, and by https', () => {
  const yes = ['https://crm.example.com', 'https://localhost.example:8443']
  const no = [
    'http://crm.example.com',
    'https://crm.example.com/',
    'https://10.0.0.1',
    'https://*.example.com',
    'https://x@crm.example.com',
  ]
  expect(yes.filter((origin) => !covers('https://*', origin))).toEqual([])
  expect([...no, 'https://crm.example.com:443', 'https://*'].filter((origin) => covers('https://*', origin))).toEqual([])
  const named = { ...manifest, hosts: ['https://*'], secrets: [] }
  expect(grantFaults(named, { origins: yes, secrets: [], dataClasses: [] })).toEqual([])
  expect(grantFaults(named, { origins: no, secrets: [], dataClasses: [] })).toHaveLength(no.length)
})

test('a wildcard stands for one label', () => {
  const host = 'https://*.shops.example.com:8443'
  const yes = ['https://mine.shops.example.com:8443', 'https://my-shop-2.shops.example.com:8443']
  const no = [
    ...[
      'https://shops.example.com:8443',
      'https://a.b.shops.example.com:8443',
      'https://mine.shops.example.com',
      'http://mine.shops.example.com:8443',
    ],
    ...['https://.shops.example.com:8443', 'https://-.shops.example.com:8443', 'https://x@mine.shops.example.com:8443', host],
  ]
  expect(yes.filter((origin) => !covers(host, origin))).toEqual([])
  expect(no.filter((origin) => covers(host, origin))).toEqual([])
})

describe('grants', () => {
  test('that fit have no fault, and fewer than asked for fit as well', () => {
    expect(grantFaults(manifest, grants)).toEqual([])
    expect(grantFaults(manifest, { origins: [], secrets: [], dataClasses: [] })).toEqual([])
  })
  test.each<[Partial<Grants>, string]>([
    [{ origins: ['https://evil.example.com'] }, 'https://evil.example.com is no address that the plugin asks for'],
    [
      { origins: ['https://*.shops.example.com:8443'] },
      'https://*.shops.example.com:8443 is no address that the plugin asks for',
    ],
    [
      { origins: ['a', 'b'].map((shop) => `https://${shop}.shops.example.com:8443`) },
      'https://*.shops.example.com:8443 stands for one address',
    ],
    [{ secrets: ['OTHER'] }, 'there is no secret OTHER'],
    [{ dataClasses: ['health'] }, 'the plugin does not ask for health'],
  ])('%j: %s', (more, fault) => expect(grantFaults(manifest, { ...grants, ...more })).toEqual([fault]))
})

test.each([
  ['https://desk.example.com/a?b', 'https://desk.example.com'],
  ['https://DESK.example.com:443/', 'https://desk.example.com'],
  ['https://mine.shops.example.com:8443/', 'https://mine.shops.example.com:8443'],
  ['https://other.shops.example.com:8443/', undefined],
  ['https://desk.example.com:8443/', undefined],
  ['https://desk.example.com@evil.example/', undefined],
  ['https://desk.example.com.evil.example/', undefined],
])('%s is of %s', (url, origin) => expect(grantedOrigin(grants, url)).toBe(origin))
