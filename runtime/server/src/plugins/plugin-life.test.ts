import { randomBytes } from 'node:crypto'
import { type FlowDefinition, type FlowId, validate } from '@patchbay/core'
import type { PluginGrants } from '@patchbay/core/http-contract'
import { flowOf } from '@patchbay/core/test-kit'
import type { Connection } from 'mongoose'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { OWNER, type RequestContext } from '../context.ts'
import { createRegistry, type Registry } from '../registry/registry.ts'
import { logicHashOf } from '../services/flow-text.ts'
import { createFlows, keyOf, placeOf } from '../services/flows.ts'
import { createPublishing, type Publishing } from '../services/publishing.ts'
import { publishedSurroundings } from '../services/surroundings.ts'
import { connectDatabase } from '../storage/database.ts'
import { buildIndexes, createStores, type Stores } from '../storage/stores.ts'
import { lampManifest, orderOf, packed, publisherCalled } from '../testing/packages.ts'
import { createInstallations, type Installations } from './installations.ts'
import { createPluginLife, type PluginLife } from './plugin-life.ts'
import { createPluginLocks, type PluginLocks } from './plugin-locks.ts'
import { createPluginSets } from './plugin-sets.ts'
import { usesOf } from './plugin-uses.ts'

const HOST = 'https://lamps.example.com'
const ALL: PluginGrants = { origins: [HOST], secrets: ['LAMP_TOKEN'], dataClasses: [] }
const asking = { hosts: [HOST], secrets: [{ key: 'LAMP_TOKEN', hosts: [HOST] }] }
const acme = publisherCalled('acme')
const words = (text: string) => ({ prompt: { text: { en: text } } })

let database: TestDatabase
let connection: Connection
let stores: Stores
let registry: Registry
let installations: Installations
let life: PluginLife
let publishing: Publishing
let locks: PluginLocks
let sources: Parameters<typeof publishedSurroundings>[0]
let now = 1_000

beforeAll(async () => {
  database = await startTestDatabase()
  connection = await connectDatabase(database.url, { log: pino({ level: 'silent' }), giveUp: new AbortController().signal })
  stores = createStores(connection)
  await buildIndexes(stores)
  const clock = () => now++
  registry = createRegistry({ store: stores.registry, sources: [], clock })
  installations = createInstallations({
    store: stores.pluginInstallations,
    versions: stores.pluginVersions,
    secretKey: randomBytes(32),
    clock,
  })
  locks = createPluginLocks(installations, stores.versions)
  life = createPluginLife({
    store: stores.pluginInstallations,
    versions: stores.pluginVersions,
    history: stores.pluginHistory,
    installations,
    registry,
    port: { health: async () => new Map() },
    uses: (context, plugin) => usesOf(stores, context, plugin),
    installed: () => undefined,
    clock,
  })
  const around = {
    ...stores,
    testHosts: [],
    plugins: installations,
    locks,
    pluginsOff: async () => (await installations.off(placeOf(context))).map(({ name }) => name),
  }
  sources = around
  publishing = createPublishing({ stores: around, flows: createFlows({ ...stores, clock }), clock })
  for (const version of ['1.0.0', '1.1.0', '2.0.0']) await release(version)
  await release('1.0.0', 'torch', {})
})
afterAll(async () => {
  await connection.close()
  await database.stop()
})

/** Publishes a version and approves it; 2.0.0 asks for another host. */
async function release(version: string, name = 'lamp', more: object = asking): Promise<void> {
  const wider = version === '2.0.0' ? { hosts: [HOST, 'https://more.example.com'] } : {}
  const code = `var __plugin = { default: { actions: { go: () => '${name} ${version}' } } }`
  await registry.publish(OWNER, orderOf(acme, packed(lampManifest({ name, version, ...more, ...wider }), code)))
  await registry.review(OWNER, name, version, { review: 'approved', reason: '' })
}

let environments = 0
let context: RequestContext
beforeEach(() => {
  context = { ...OWNER, environmentId: `e${environments++}` }
})
const install = (version = '1.0.0', name = 'lamp') =>
  life.install(context, {
    name,
    version,
    grants: name === 'lamp' ? ALL : { origins: [], secrets: [], dataClasses: [] },
    ...(name === 'lamp' ? { secrets: { LAMP_TOKEN: 'a-secret-value' } } : {}),
  })

const lighting = (plugin: string): FlowDefinition =>
  flowOf(
    {
      light: ['pluginAction', { plugin, action: 'go', outlets: [{ id: 'done', label: 'Done' }] }, { done: 'bye', failed: 'bye' }],
      bye: ['hangUp', words('Goodbye.')],
    },
    { name: `With ${plugin}` },
  )
async function publishFlow(plugin: string) {
  const flowId = 'main'
  const definition = { ...lighting(plugin), id: flowId as FlowId }
  const drawn = {
    name: definition.name,
    definitionText: JSON.stringify(definition),
    logicHash: logicHashOf(definition),
    nodes: 2,
  }
  const updatedAt = new Date(now)
  const known = await stores.flows.get({ ...placeOf(context), flowId })
  if (known !== undefined) await stores.flows.saveDraft(keyOf(context, flowId), known.revision, { ...drawn, updatedAt })
  else {
    const fresh = { revision: 1, liveVersion: null, liveLogicHash: null, deletedAt: null, updatedAt }
    await stores.flows.add({ ...keyOf(context, flowId), ...drawn, ...fresh })
  }
  return publishing.publish(context, flowId, '')
}
const pinOf = (version: number, name = 'lamp') =>
  locks.of(placeOf(context), { flowId: 'main' as FlowId, version: String(version) }, name)
const codeOf = async (version: number, name = 'lamp') =>
  (await installations.open(placeOf(context), 'lamp', await pinOf(version, name)))?.bundle.code

test('an installed plugin shows what it may, what it has and who said so, and never a secret', async () => {
  const shown = await install()
  expect(shown).toMatchObject({
    name: 'lamp',
    version: '1.0.0',
    enabled: true,
    origin: 'registry',
    publisher: 'acme',
    secrets: [{ key: 'LAMP_TOKEN', granted: true, isSet: true }],
    grants: ALL,
    more: { hosts: [], secrets: [], dataClasses: [], sideEffects: [] },
    approvals: [{ actor: 'owner', role: 'owner', version: '1.0.0', grants: ALL }],
    previous: null,
    newer: '2.0.0',
    serves: true,
    flows: [],
  })
  expect(JSON.stringify(shown)).not.toContain('a-secret-value')
  await expect(install()).rejects.toThrow('is installed already')
})

describe('upgrading', () => {
  test('without more to ask carries the approval on, and rolling back puts the version before in its place', async () => {
    await install()
    expect(await life.preview(context, 'lamp', '1.1.0')).toMatchObject({ from: '1.0.0', to: '1.1.0', more: { hosts: [] } })
    expect(await life.upgrade(context, 'lamp', { version: '1.1.0' })).toMatchObject({
      version: '1.1.0',
      previous: '1.0.0',
      grants: ALL,
      secrets: [{ isSet: true }],
    })
    expect(await life.rollBack(context, 'lamp')).toMatchObject({ version: '1.0.0', previous: '1.1.0', grants: ALL })
    expect((await life.history(context, 'lamp')).entries.map(({ what, version, role }) => [what, version, role])).toEqual([
      ['rolledBack', '1.0.0', 'owner'],
      ['upgraded', '1.1.0', 'owner'],
      // what was put in with it: the page says since when and by whom
      ['secretSet', '1.0.0', 'owner'],
      ['installed', '1.0.0', 'owner'],
    ])
  })

  test('to what asks for more needs somebody’s yes', async () => {
    await install()
    expect((await life.preview(context, 'lamp')).more.hosts).toEqual(['https://more.example.com'])
    await expect(life.upgrade(context, 'lamp', {})).rejects.toMatchObject({
      code: 'PLUGIN_ASKS_MORE',
      errors: [{ path: 'hosts', message: 'https://more.example.com' }],
    })
    const grants = { ...ALL, origins: [HOST, 'https://more.example.com'] }
    expect(await life.upgrade(context, 'lamp', { grants })).toMatchObject({ version: '2.0.0', grants })
  })

  test('leaves settings behind that a version does not know any more, and says what it newly needs', async () => {
    const text = { type: 'string' }
    const forms = [
      { properties: { room: text, speed: text } },
      { properties: { room: text } },
      { properties: { room: text, floor: text }, required: ['floor'] },
    ]
    for (const [minor, form] of forms.entries()) await release(`1.${minor}.0`, 'fan', { settings: { type: 'object', ...form } })
    const grants = { origins: [], secrets: [], dataClasses: [] }
    await life.install(context, { name: 'fan', version: '1.0.0', grants, settings: { room: 'hall', speed: 'slow' } })
    expect((await life.preview(context, 'fan', '1.1.0')).settings).toEqual([])
    expect((await life.upgrade(context, 'fan', { version: '1.1.0' })).settings).toEqual({ room: 'hall' })
    expect((await life.preview(context, 'fan')).settings).toEqual([{ path: 'settings.floor', message: 'is missing' }])
    await expect(life.upgrade(context, 'fan', {})).rejects.toThrow('settings.floor: is missing')
    const settings = { room: 'hall', floor: '2' }
    expect((await life.upgrade(context, 'fan', { settings })).settings).toEqual(settings)
  })

  test('where there is nothing before, there is nothing to go back to', async () => {
    await install()
    await expect(life.rollBack(context, 'lamp')).rejects.toMatchObject({ code: 'PLUGIN_NO_EARLIER_VERSION' })
  })
})

describe('a published flow', () => {
  test('keeps the version that it was published with, until it is published again', async () => {
    await install()
    await publishFlow('lamp')
    await life.upgrade(context, 'lamp', { version: '1.1.0' })
    expect(await codeOf(1)).toContain('lamp 1.0.0')
    expect((await life.get(context, 'lamp')).versions).toMatchObject([
      { version: '1.1.0', flows: [] },
      { version: '1.0.0', flows: [{ id: 'main' }] },
    ])
    expect((await publishFlow('lamp')).unchanged).toBe(false)
    expect(await codeOf(2)).toContain('lamp 1.1.0')
    expect(await codeOf(1)).toContain('lamp 1.0.0')
  })

  test('loses what was taken from the plugin, and gets nothing more by what was added', async () => {
    await install()
    await life.grant(context, 'lamp', { ...ALL, secrets: [] })
    await publishFlow('lamp')
    await life.grant(context, 'lamp', ALL)
    const opened = async () => (await installations.open(placeOf(context), 'lamp', await pinOf(1)))?.grants
    expect(await opened()).toEqual({ ...ALL, secrets: [] })
    await life.upgrade(context, 'lamp', { version: '1.1.0' })
    await life.grant(context, 'lamp', { origins: [], secrets: [], dataClasses: [] })
    expect(await opened()).toEqual({ origins: [], secrets: [], dataClasses: [] })
  })

  test('stands in the way of taking the plugin out, and is named', async () => {
    await install()
    await publishFlow('lamp')
    await expect(life.uninstall(context, 'lamp')).rejects.toMatchObject({
      code: 'PLUGIN_IN_USE',
      flows: [{ id: 'main', name: 'With lamp' }],
    })
  })

  test('that was set aside stands in the way while a call on it goes on, and cannot be brought back after', async () => {
    await install()
    await install('1.0.0', 'torch')
    await publishFlow('lamp')
    const turn = {
      tenantId: context.tenantId,
      environmentId: context.environmentId,
      runId: `run-${context.environmentId}`,
      seq: 0,
    }
    await stores.turns.collection.insertOne({
      ...turn,
      sealed: Buffer.from('x'),
      entered: { flowId: 'main', version: '1' },
    } as never)
    const lookAt = new Date(now + 60_000)
    await stores.places.enter(placeOf(context), turn.runId, { vonageCallId: 'v', regionUrl: null, lookAt })
    await publishFlow('torch')
    await expect(life.uninstall(context, 'lamp')).rejects.toMatchObject({ code: 'PLUGIN_IN_USE' })
    await stores.places.leave(placeOf(context), turn.runId)
    await life.uninstall(context, 'lamp')
    await expect(publishing.goLive(context, 'main', 1)).rejects.toMatchObject({
      code: 'FLOW_NOT_VALID',
      issues: [{ code: 'PLUGIN_NOT_INSTALLED', data: { plugin: 'lamp' } }],
    })
  })
})

describe('taken out', () => {
  test('a plugin is gone with its secrets, and finds what it kept when it comes back', async () => {
    await install()
    const id = (await installations.open(placeOf(context), 'lamp'))?.shelf.installationId
    await life.uninstall(context, 'lamp')
    await expect(life.get(context, 'lamp')).rejects.toMatchObject({ code: 'PLUGIN_NOT_FOUND' })
    expect(await installations.manifests(placeOf(context))).toEqual([])
    const left = await connection.collection('pluginInstallations').findOne({ _id: id as never })
    expect(left).toMatchObject({ secrets: {}, code: '' })
    const again = await life.install(context, { name: 'lamp', version: '1.0.0', grants: ALL })
    expect(again.secrets).toMatchObject([{ isSet: false }])
    expect((await installations.open(placeOf(context), 'lamp'))?.shelf.installationId).toBe(id)
  })
})

describe('switched off', () => {
  test('a plugin runs for nobody, and flows that need it are told so', async () => {
    await install()
    await publishFlow('lamp')
    expect((await life.turn(context, 'lamp', false)).enabled).toBe(false)
    expect(await installations.open(placeOf(context), 'lamp')).toBeUndefined()
    expect(await codeOf(1)).toBeUndefined()
    const issues = async (plugin: string) => {
      const flow = lighting(plugin)
      const found = validate(flow, await publishedSurroundings(sources, placeOf(context), flow))
      return found.filter(({ code }) => code.startsWith('PLUGIN')).map(({ code }) => code)
    }
    expect(await Promise.all(['lamp', 'devices', 'nowhere'].map(issues))).toEqual([
      ['PLUGIN_SWITCHED_OFF'],
      ['PLUGIN_CATEGORY_EMPTY'],
      ['PLUGIN_NOT_INSTALLED'],
    ])
    await life.turn(context, 'lamp', true)
    expect(await issues('devices')).toEqual([])
    expect(await codeOf(1)).toContain('lamp 1.0.0')
  })
})

describe('a category', () => {
  test('is served by what was installed first, until somebody chooses; live flows keep what they have', async () => {
    await install()
    await install('1.0.0', 'torch')
    const devices = async () => (await life.categories(context)).categories.find(({ category }) => category === 'devices')
    expect(await devices()).toEqual({ category: 'devices', plugin: 'lamp', choices: ['lamp', 'torch'] })
    await publishFlow('devices')
    expect((await pinOf(1, 'devices'))?.plugin).toBe('lamp')
    await life.choose(context, 'devices', 'torch')
    expect(await devices()).toMatchObject({ plugin: 'torch' })
    expect((await installations.manifests(placeOf(context))).map(({ name }) => name)).toEqual(['torch', 'lamp'])
    expect((await pinOf(1, 'devices'))?.plugin).toBe('lamp')
    await publishFlow('devices')
    expect((await pinOf(2, 'devices'))?.plugin).toBe('torch')
    expect((await life.get(context, 'torch')).serves).toBe(true)
    await expect(life.choose(context, 'crm', 'torch')).rejects.toThrow('is no plugin of the category crm')
  })
})

describe('a set', () => {
  const sets = () => createPluginSets({ registry, life, store: stores.pluginInstallations })
  const set = (lamp: string, torch = '1.0.0') => ({
    name: 'home',
    version: lamp,
    title: 'Home',
    members: [
      { name: 'torch', version: torch },
      { name: 'lamp', version: lamp },
    ],
  })
  const nothing = { origins: [], secrets: [], dataClasses: [] }
  const versions = async () => [...(await installations.versions(placeOf(context)))]

  test('is installed and upgraded as one', async () => {
    await expect(sets().install(context, set('1.0.0'), { plugins: {} })).rejects.toMatchObject({ code: 'PLUGIN_ASKS_MORE' })
    expect(await versions()).toEqual([])
    await sets().install(context, set('1.0.0'), { plugins: { lamp: { grants: ALL }, torch: { grants: nothing } } })
    await sets().install(context, set('1.1.0'), { plugins: {} })
    expect(await versions()).toEqual([
      ['lamp', '1.1.0'],
      ['torch', '1.0.0'],
    ])
  })

  test('is installed as a whole or not at all', async () => {
    const wrong = { ...ALL, origins: ['https://evil.example'] }
    const order = { plugins: { torch: { grants: nothing }, lamp: { grants: wrong } } }
    await expect(sets().install(context, set('1.0.0'), order)).rejects.toMatchObject({ code: 'PLUGIN_NOT_VALID' })
    expect(await versions()).toEqual([])
  })
})

describe('what is worked on', () => {
  const develop = (summary: string) =>
    life.develop(context, 'lamp', {
      package: packed(lampManifest({ ...asking, version: '3.0.0-dev', summary }), `var __plugin = '${summary}'`),
      grants: ALL,
    })
  test('takes the place of what is there, and leaves no trail behind', async () => {
    for (const summary of ['One.', 'Two.', 'Three.', 'Four.']) await develop(summary)
    const shown = await life.get(context, 'lamp')
    expect(shown).toMatchObject({ origin: 'development', version: '3.0.0-dev', summary: 'Four.' })
    expect(shown.versions).toHaveLength(2)
  })
})

test.each<[string, (as: RequestContext) => Promise<unknown>]>([
  ['install', (as) => life.install(as, { name: 'lamp', grants: ALL })],
  ['upgrade', (as) => life.upgrade(as, 'lamp', {})],
  ['grant', (as) => life.grant(as, 'lamp', ALL)],
  ['uninstall', (as) => life.uninstall(as, 'lamp')],
  ['set a secret', (as) => life.setSecret(as, 'lamp', 'LAMP_TOKEN', 'another-secret')],
])('an agent may not %s', async (_what, act) => {
  await install()
  await expect(act({ ...context, role: 'agent' })).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
})

test('settings and secrets are held against the manifest', async () => {
  await install()
  await expect(life.configure(context, 'lamp', { colour: 'red' })).rejects.toMatchObject({
    errors: [{ path: 'settings.colour', message: 'is not known here' }],
  })
  await expect(life.setSecret(context, 'lamp', 'OTHER', 'another-secret')).rejects.toThrow('has no such secret that could be set')
  await life.setSecret(context, 'lamp', 'LAMP_TOKEN', undefined)
  expect((await life.get(context, 'lamp')).secrets).toMatchObject([{ isSet: false }])
})
