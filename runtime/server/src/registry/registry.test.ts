import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { readPackage, signPackage } from '@patchbay/sandbox'
import type { Connection } from 'mongoose'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { OWNER } from '../context.ts'
import { connectDatabase } from '../storage/database.ts'
import { createRegistryStore, type RegistryStore } from '../storage/registry-store.ts'
import { lampManifest, orderOf, packed, publisherCalled } from '../testing/packages.ts'
import { createRegistry, type Registry } from './registry.ts'
import { createSource, type RegistrySource } from './sources.ts'

let database: TestDatabase
let connection: Connection
let store: RegistryStore
let registry: Registry

beforeAll(async () => {
  database = await startTestDatabase()
  connection = await connectDatabase(database.url, { log: pino({ level: 'silent' }), giveUp: new AbortController().signal })
  store = createRegistryStore(connection)
  await store.createIndexes()
  registry = createRegistry({ store, sources: [], clock: () => 5_000 })
})
afterEach(async () => {
  for (const name of ['registryPackages', 'registryNames', 'registryPublishers', 'registrySets'])
    await connection.collection(name).deleteMany({})
})
afterAll(async () => {
  await connection.close()
  await database.stop()
})

const acme = publisherCalled('acme')
const other = publisherCalled('other')
const none: ReadonlyMap<string, string> = new Map()
const publish = (more: object = {}, publisher = acme) => registry.publish(OWNER, orderOf(publisher, packed(lampManifest(more))))
const approve = (version = '1.0.0', name = 'lamp') => registry.review(OWNER, name, version, { review: 'approved', reason: '' })

describe('publishing', () => {
  test('leaves a version for somebody to look at, with all that it asks for', async () => {
    const hosts = ['https://lamps.example.com']
    const published = await publish({ hosts, secrets: [{ key: 'LAMP_TOKEN', hosts }], dataClasses: ['personal'] })
    expect(published).toMatchObject({
      name: 'lamp',
      version: '1.0.0',
      publisher: 'acme',
      review: 'submitted',
      yanked: false,
      readme: '# Lamp',
      asks: {
        hosts,
        secrets: [{ key: 'LAMP_TOKEN', title: 'LAMP_TOKEN', hosts }],
        dataClasses: ['personal'],
        sideEffects: ['read'],
      },
    })
    expect(readPackage(await registry.file('lamp', '1.0.0')).hash).toBe(published.hash)
  })

  test('the same once more changes nothing, and another content under the same version is refused', async () => {
    await publish()
    await approve()
    expect((await publish()).review).toBe('approved')
    await expect(publish({ summary: 'Changed.' })).rejects.toMatchObject({ code: 'PACKAGE_VERSION_TAKEN' })
    expect((await registry.version('lamp', '1.0.0')).manifest['summary']).toBe('Lights the way.')
  })

  test('a name is the first publisher’s, and a publisher’s name is the first key’s', async () => {
    await publish()
    await expect(publish({ version: '2.0.0' }, other)).rejects.toThrow('lamp is a plugin of acme')
    await expect(publish({ version: '2.0.0' }, { ...other, name: 'acme' })).rejects.toThrow('a publisher with another key')
    await expect(publish({ name: 'door' }, { ...other, name: 'patchbay' })).rejects.toThrow('who this software is from')
  })

  test('what is not signed by the key that comes with it is refused', async () => {
    const forged = { ...orderOf(acme, packed(lampManifest())), publisher: { name: 'acme', publicKey: other.publicKey } }
    await expect(registry.publish(OWNER, forged)).rejects.toMatchObject({ code: 'PACKAGE_NOT_VALID' })
    expect(await registry.publishers()).toEqual([])
  })

  test('is for owners and developers, reviewing for owners', async () => {
    const order = orderOf(acme, packed(lampManifest()))
    await expect(registry.publish({ ...OWNER, role: 'agent' }, order)).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
    const developer = { ...OWNER, role: 'developer' } as const
    await registry.publish(developer, order)
    const approval = { review: 'approved', reason: '' } as const
    await expect(registry.review(developer, 'lamp', '1.0.0', approval)).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
  })
})

describe('installable is', () => {
  test('the newest version that was approved and not withdrawn', async () => {
    for (const version of ['1.9.0', '1.10.0', '2.0.0', '3.0.0']) await publish({ version })
    await expect(registry.installable('lamp')).rejects.toMatchObject({ code: 'PACKAGE_NOT_INSTALLABLE' })
    for (const version of ['1.9.0', '1.10.0', '2.0.0']) await approve(version)
    await registry.yank(OWNER, 'lamp', '2.0.0', true)
    expect((await registry.installable('lamp')).pack.manifest.version).toBe('1.10.0')
    expect(await registry.newest('lamp')).toBe('1.10.0')
    await expect(registry.installable('lamp', '2.0.0')).rejects.toThrow('it was withdrawn')
    await expect(registry.installable('lamp', '3.0.0')).rejects.toThrow('nobody has approved it yet')
    await registry.review(OWNER, 'lamp', '3.0.0', { review: 'refused', reason: 'calls home' })
    await expect(registry.installable('lamp', '3.0.0')).rejects.toThrow('it was refused: calls home')
    await expect(registry.installable('door')).rejects.toMatchObject({ code: 'PACKAGE_NOT_FOUND' })
  })
})

describe('searching', () => {
  test('finds by words of any language, by category, by language and by review', async () => {
    await publish()
    await publish({ name: 'door', title: 'Door', summary: 'Opens.', category: 'status' })
    await approve('1.0.0', 'door')
    const found = async (query: Parameters<Registry['search']>[0]) =>
      (await registry.search(query, none)).packages.map(({ name }) => name)
    expect(await found({})).toEqual(['door', 'lamp'])
    expect(await found({ text: 'โคม' })).toEqual(['lamp'])
    expect(await found({ text: 'opens ACME' })).toEqual(['door'])
    expect(await found({ category: 'devices' })).toEqual(['lamp'])
    expect(await found({ language: 'th' })).toEqual(['lamp'])
    expect(await found({ review: 'submitted' })).toEqual(['lamp'])
  })

  test('says what is installed and what is newest', async () => {
    for (const version of ['1.0.0', '1.1.0']) await publish({ version })
    await approve('1.0.0')
    expect(await registry.package('lamp', new Map([['lamp', '0.9.0']]))).toMatchObject({
      newest: '1.0.0',
      installed: '0.9.0',
      versions: [{ version: '1.1.0' }, { version: '1.0.0' }],
    })
  })
})

test('what comes with the software is approved, and its content is the software’s', async () => {
  await registry.takeIn(packed(lampManifest()))
  await registry.takeIn(packed(lampManifest({ summary: 'Brighter.' })))
  expect(await registry.version('lamp', '1.0.0')).toMatchObject({
    publisher: 'patchbay',
    keyId: null,
    review: 'approved',
    manifest: { summary: 'Brighter.' },
  })
  await expect(publish({ version: '2.0.0' })).rejects.toThrow('lamp is a plugin of patchbay')
})

test('a set is of versions that are there, and never changes', async () => {
  await publish()
  const set = { name: 'home', version: '1', title: 'Home', members: [{ name: 'lamp', version: '1.0.0' }] }
  await expect(registry.addSet(OWNER, { ...set, members: [{ name: 'door', version: '1.0.0' }] })).rejects.toThrow('no door 1.0.0')
  await registry.addSet(OWNER, set)
  await registry.addSet(OWNER, set)
  expect(await registry.sets()).toEqual([set])
  await publish({ version: '1.1.0' })
  const other = { ...set, members: [{ name: 'lamp', version: '1.1.0' }] }
  await expect(registry.addSet(OWNER, other)).rejects.toMatchObject({ code: 'PACKAGE_VERSION_TAKEN' })
  await expect(registry.set('home', '2')).rejects.toMatchObject({ code: 'PACKAGE_NOT_FOUND' })
})

describe('another registry', () => {
  const nobody = async () => Promise.reject(new Error('nothing is reached'))
  let folder: string
  const text = signPackage(packed(lampManifest()), acme.privateKey)
  const entry = { name: 'lamp', version: '1.0.0', hash: readPackage(text).hash, file: 'lamp.json', publisher: 'acme' }
  const write = (entries: object[], file = text) => {
    writeFileSync(join(folder, 'lamp.json'), file)
    const publishers = [{ name: 'acme', publicKey: acme.publicKey }]
    writeFileSync(join(folder, 'registry.json'), JSON.stringify({ packages: entries, publishers }))
  }
  const beside = (...sources: RegistrySource[]) => createRegistry({ store, sources, clock: () => 5_000 })
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'patchbay-registry-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('that is a folder: what it has can be installed', async () => {
    write([entry])
    const both = beside(createSource(folder, nobody))
    expect((await both.search({}, none)).packages).toMatchObject([{ name: 'lamp', newest: '1.0.0', publisher: 'acme' }])
    expect(await both.installable('lamp', '1.0.0')).toMatchObject({ publisher: 'acme', origin: 'registry' })
  })

  test.each([
    ['something else than it says', [{ ...entry, hash: 'sha512-x' }], text],
    ['what its publisher did not sign', [entry], signPackage(packed(lampManifest()), other.privateKey)],
    ['a file outside of the folder', [{ ...entry, file: '../lamp.json' }], text],
  ])('that gives %s gives nothing', async (_what, entries, file) => {
    write(entries, file)
    const result = await beside(createSource(folder, nobody)).search({}, none)
    expect(result.packages).toEqual([])
    expect(result.unreachable).toEqual([`${folder}: lamp 1.0.0`])
  })

  test('that does not answer is named, and the rest is there', async () => {
    await publish()
    const address = 'https://plugins.example.com'
    const result = await beside(createSource(address, nobody)).search({}, none)
    expect(result).toMatchObject({ packages: [{ name: 'lamp' }], unreachable: [address] })
  })

  test('that is another Patchbay is read by its interface', async () => {
    await publish()
    await approve()
    await publish({ version: '2.0.0' })
    const answers: Record<string, unknown> = {
      packages: await registry.search({}, none),
      publishers: { publishers: await registry.publishers() },
      'packages/lamp/1.0.0/file': JSON.parse(await registry.file('lamp', '1.0.0')),
    }
    await connection.collection('registryPackages').deleteMany({})
    const source = createSource('https://plugins.example.com', async ({ url, hosts }) => {
      expect(hosts).toEqual(['plugins.example.com'])
      const path = new URL(url).pathname.replace('/api/v1/registry/', '')
      return { status: 200, headers: {}, body: Buffer.from(JSON.stringify(answers[path])) }
    })
    // what nobody there has approved does not come
    expect((await beside(source).package('lamp', none)).versions).toMatchObject([{ version: '1.0.0' }])
    await connection.collection('registryPackages').deleteMany({})
    expect((await beside(source).search({}, none)).packages).toMatchObject([{ name: 'lamp', versions: [{ version: '1.0.0' }] }])
  })

  test('that is a folder on a web server is read from its registry.json', async () => {
    write([entry])
    const asked: string[] = []
    const source = createSource('https://plugins.example.com/ours/registry.json', async ({ url, hosts }) => {
      asked.push(url)
      expect(hosts).toEqual(['plugins.example.com'])
      return { status: 200, headers: {}, body: readFileSync(join(folder, basename(url))) }
    })
    expect((await beside(source).search({}, none)).packages).toMatchObject([{ name: 'lamp', newest: '1.0.0' }])
    expect(asked).toEqual([
      'https://plugins.example.com/ours/registry.json',
      'https://plugins.example.com/ours/registry.json',
      'https://plugins.example.com/ours/lamp.json',
    ])
  })

  test('a version that came there since is found by whoever looks at the plugin, and not by a search alone', async () => {
    write([entry])
    await beside(createSource(folder, nobody)).search({}, none)
    const next = signPackage(packed(lampManifest({ version: '1.1.0' })), acme.privateKey)
    writeFileSync(join(folder, 'next.json'), next)
    const newer = { ...entry, version: '1.1.0', hash: readPackage(next).hash, file: 'next.json' }
    for (const look of ['package', 'newest', 'version'] as const) {
      write([entry, newer])
      const later = beside(createSource(folder, nobody))
      if (look === 'package') expect((await later.package('lamp', none)).newest).toBe('1.1.0')
      if (look === 'newest') expect(await later.newest('lamp')).toBe('1.1.0')
      if (look === 'version') expect((await later.version('lamp', '1.1.0')).hash).toBe(newer.hash)
      await connection.collection('registryPackages').deleteMany({ version: '1.1.0' })
    }
  })

  test('that fails is left alone for a moment, and the log says why', async () => {
    let asked = 0
    const source = createSource('https://plugins.example.com', async () => {
      asked++
      return { status: 503, headers: {}, body: Buffer.from('') }
    })
    const said: unknown[] = []
    const log = { warn: (what: unknown) => void said.push(what) }
    const both = createRegistry({ store, sources: [source], clock: () => 5_000, log })
    await both.search({}, none)
    await both.search({}, none)
    expect([asked, said.length]).toEqual([1, 1])
    expect(said[0]).toMatchObject({
      registry: 'https://plugins.example.com',
      why: 'The registry https://plugins.example.com cannot be read: status 503',
    })
  })
})
