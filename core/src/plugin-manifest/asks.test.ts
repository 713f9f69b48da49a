import { expect, test } from 'vitest'
import { deskManifest } from '../test-kit/manifests.ts'
import { asksMore, asksOf, isNothing } from './asks.ts'
import type { Manifest } from './manifest.ts'
import { parseManifest } from './parse-manifest.ts'

function manifestWith(more: object): Manifest {
  const parsed = parseManifest({ ...deskManifest, ...more })
  if (parsed.type === 'error') throw new Error(JSON.stringify(parsed.faults))
  return parsed.manifest
}
const same = (host: string, origin: string) => host === origin
const desk = manifestWith({})
const granted = { origins: desk.hosts, secrets: ['DESK_TOKEN'], dataClasses: desk.dataClasses, manifest: desk }
const more = (change: object, has: Partial<typeof granted> = {}) => asksMore(manifestWith(change), { ...granted, ...has }, same)
const nothing = { hosts: [], secrets: [], dataClasses: [], sideEffects: [] }

test('a new version that asks for the same asks for nothing more', () => {
  expect(more({ version: '9.0.0' })).toEqual(nothing)
  expect(isNothing(more({ version: '9.0.0' }))).toBe(true)
})

test('before anything was granted, all of it is asked', () => {
  expect(asksMore(desk, undefined, same)).toEqual(asksOf(desk))
  expect(asksOf(desk)).toMatchObject({ hosts: desk.hosts, sideEffects: ['read', 'write', 'money'] })
})

test('what only some uses need is said to be so', () => {
  const secrets = [
    { key: 'DESK_TOKEN', hosts: [] },
    { key: 'SPARE_TOKEN', hosts: [], optional: true },
  ]
  expect(asksOf(manifestWith({ secrets })).secrets.map(({ key, optional }) => [key, optional])).toEqual([
    ['DESK_TOKEN', false],
    ['SPARE_TOKEN', true],
  ])
})

test('another host, and a known secret that is to go there', () => {
  const hosts = [...desk.hosts, 'https://more.example.com']
  const secrets = [{ key: 'DESK_TOKEN', hosts }]
  expect(more({ hosts })).toEqual({ ...nothing, hosts: ['https://more.example.com'] })
  const asked = more({ hosts, secrets })
  expect(asked.secrets.map(({ key }) => key)).toEqual(['DESK_TOKEN'])
  expect(isNothing(asked)).toBe(false)
})

test('what was refused is asked again, and writing where it only read is a question of its own', () => {
  expect(more({}, { dataClasses: [] }).dataClasses).toEqual(desk.dataClasses)
  const { findCaller } = desk.actions
  const reading = manifestWith({ actions: { findCaller } })
  expect(more({}, { manifest: reading }).sideEffects).toEqual(['write', 'money'])
})
