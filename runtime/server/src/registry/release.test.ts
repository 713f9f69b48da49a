import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readPackage } from '@patchbay/sandbox'
import type { Connection } from 'mongoose'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { OWNER } from '../context.ts'
import { createInstallations, type Installations } from '../plugins/installations.ts'
import { placeOf } from '../services/flows.ts'
import { connectDatabase } from '../storage/database.ts'
import { buildIndexes, createStores, type Stores } from '../storage/stores.ts'
import { lampManifest, packed } from '../testing/packages.ts'
import { createRegistry, type Registry } from './registry.ts'
import { takeInRelease } from './release.ts'

const PLACE = placeOf(OWNER)
const HOST = 'https://lamps.example.com'
let database: TestDatabase
let connection: Connection
let stores: Stores
let installations: Installations
let registry: Registry
let folder: string
const log: string[] = []
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-release-'))
  database = await startTestDatabase()
  connection = await connectDatabase(database.url, { log: pino({ level: 'silent' }), giveUp: new AbortController().signal })
  stores = createStores(connection)
  await buildIndexes(stores)
  const [store, versions] = [stores.pluginInstallations, stores.pluginVersions]
  installations = createInstallations({ store, versions, secretKey: randomBytes(32), clock: () => 5_000 })
  registry = createRegistry({ store: stores.registry, sources: [], clock: () => 5_000 })
})
beforeEach(async () => {
  log.length = 0
  for (const { name } of await connection.listCollections()) await connection.collection(name).deleteMany({})
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await connection.close()
  await database.stop()
})

/** A build with these plugins; all but the torch are there from the beginning. */
function build(...manifests: object[]): void {
  const packages = manifests.map((manifest, at) => {
    const text = packed(manifest)
    writeFileSync(join(folder, `${at}.json`), text)
    const { manifest: read, hash } = readPackage(text)
    return { name: read.name, version: read.version, hash, file: `${at}.json`, builtIn: read.name !== 'torch' }
  })
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ packages }))
}
const start = (from = folder) =>
  takeInRelease(from, {
    registry,
    installations,
    stores,
    clock: () => 5_000,
    log: pino({ level: 'warn' }, { write: (line: string) => void log.push(line) }),
  })
const versions = async () => [...(await installations.versions(PLACE))].map((one) => one.join(' '))

test('a first run has what is built in, as granted by the system; what else came is in the registry', async () => {
  build(lampManifest({ hosts: [HOST] }), lampManifest({ name: 'torch' }))
  expect(await start()).toBe(1)
  expect(await versions()).toEqual(['lamp 1.0.0'])
  expect((await registry.search({}, new Map())).packages.map(({ name, newest }) => `${name} ${newest}`)).toEqual([
    'lamp 1.0.0',
    'torch 1.0.0',
  ])
  expect((await stores.pluginInstallations.get(PLACE, 'lamp'))?.approvals).toMatchObject([{ actor: 'system', origins: [HOST] }])
  expect(await stores.pluginHistory.list(PLACE, 'lamp', 9)).toMatchObject([{ what: 'installed', actor: 'system' }])
})

test('the next start does nothing, and a new release brings what is built in up to date', async () => {
  build(lampManifest())
  expect([await start(), await start()]).toEqual([1, 0])
  build(lampManifest({ version: '1.1.0' }))
  expect(await start()).toBe(1)
  // worked on, and not counted up
  build(lampManifest({ version: '1.1.0', summary: 'Brighter.' }))
  expect([await start(), await start()]).toEqual([1, 0])
  expect(await installations.manifests(PLACE)).toMatchObject([{ version: '1.1.0', summary: 'Brighter.' }])
})

test('what somebody took away stays away, and what is new is granted', async () => {
  build(lampManifest({ hosts: [HOST, 'https://a.example.com'] }))
  await start()
  const head = await stores.pluginInstallations.get(PLACE, 'lamp')
  const [approval] = head?.approvals ?? []
  if (head === undefined || approval === undefined) throw new Error('It was not installed')
  await stores.pluginInstallations.change(head, { approvals: [approval, { ...approval, origins: [HOST] }] })
  build(lampManifest({ version: '1.1.0', hosts: [HOST, 'https://a.example.com', 'https://b.example.com'] }))
  await start()
  expect((await stores.pluginInstallations.get(PLACE, 'lamp'))?.approvals.at(-1)?.origins).toEqual([
    HOST,
    'https://b.example.com',
  ])
})

test('what somebody took out stays out', async () => {
  build(lampManifest())
  await start()
  const head = await stores.pluginInstallations.get(PLACE, 'lamp')
  if (head === undefined) throw new Error('It was not installed')
  await stores.pluginInstallations.change(head, { removedAt: new Date(6_000) })
  build(lampManifest({ version: '1.1.0' }))
  expect(await start()).toBe(0)
  expect(await versions()).toEqual([])
})

test('one that does not fit stops no other, and a build without plugins is told', async () => {
  const needs = { settings: { type: 'object', properties: { place: { type: 'string' } }, required: ['place'] } }
  build(lampManifest({ name: 'door', ...needs }), lampManifest())
  expect(await start()).toBe(1)
  expect(await versions()).toEqual(['lamp 1.0.0'])
  expect(log.join()).toContain('settings.place: is missing')
  expect(await start(join(folder, 'nowhere'))).toBe(0)
  expect(log.join()).toContain('No plugins came with this build')
})
