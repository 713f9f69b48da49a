import { randomBytes } from 'node:crypto'
import { deskManifest } from '@patchbay/core/test-kit'
import type { Connection } from 'mongoose'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { OWNER } from '../context.ts'
import { placeOf } from '../services/flows.ts'
import { connectDatabase } from '../storage/database.ts'
import { buildIndexes, createStores, type Stores } from '../storage/stores.ts'
import { createInstallations, type InstallOrder } from './installations.ts'
import { createRecordPort } from './record-port.ts'
import { createValuePort, VALUES_MAX } from './value-port.ts'

const secretKey = randomBytes(32)
const SECRET = 'a-secret-value-77'
const silent = { log: pino({ level: 'silent' }), giveUp: new AbortController().signal }
let database: TestDatabase
let connection: Connection
let stores: Stores

beforeAll(async () => {
  database = await startTestDatabase()
  connection = await connectDatabase(database.url, silent)
  stores = createStores(connection)
  await buildIndexes(stores)
})
afterAll(async () => {
  await connection.close()
  await database.stop()
})

const order: InstallOrder = {
  manifest: { ...deskManifest, settings: { type: 'object', properties: { region: { type: 'string' } }, required: ['region'] } },
  bundle: 'var __plugin = 1',
  grants: { origins: ['https://desk.example.com'], secrets: ['DESK_TOKEN'], dataClasses: ['personal'] },
  settings: { region: 'th' },
  secrets: { DESK_TOKEN: SECRET },
}
const installations = () =>
  createInstallations({ store: stores.pluginInstallations, versions: stores.pluginVersions, secretKey, clock: () => 5_000 })
const environment = (() => {
  let count = 0
  return () => ({ ...OWNER, environmentId: `e${count++}` })
})()

describe('an installation', () => {
  test('is ready to run, with what was granted', async () => {
    const context = environment()
    await installations().install(context, order)
    const opened = await installations().open(placeOf(context), 'test-desk')
    expect(opened).toMatchObject({
      shelf: placeOf(context),
      manifest: { name: 'test-desk' },
      bundle: { code: 'var __plugin = 1' },
      grants: order.grants,
      settings: { region: 'th' },
    })
    expect([await opened?.secret('DESK_TOKEN'), await opened?.secret('OTHER'), await opened?.secret('constructor')]).toEqual([
      SECRET,
      undefined,
      undefined,
    ])
    expect((await installations().manifests(placeOf(context))).map(({ name }) => name)).toEqual(['test-desk'])
    expect(await installations().open({ ...placeOf(context), tenantId: 'other' }, 'test-desk')).toBeUndefined()
  })

  test('is replaced by another version, and keeps its place, its secrets and who said yes to what', async () => {
    const context = environment()
    const { secrets: _, ...upgrade } = order
    const first = await installations().install(context, order)
    const grants = { ...order.grants, dataClasses: [] }
    const second = await installations().install(context, {
      ...upgrade,
      manifest: { ...(order.manifest as object), version: '2.0.0' },
      bundle: 'var __plugin = 2',
      grants,
    })
    expect(second).toEqual({ id: first.id, revision: 2 })
    const opened = await installations().open(placeOf(context), 'test-desk')
    expect([opened?.bundle.code, opened?.grants.dataClasses, await opened?.secret('DESK_TOKEN')]).toEqual([
      'var __plugin = 2',
      [],
      SECRET,
    ])
    const stored = await stores.pluginInstallations.get(placeOf(context), 'test-desk')
    expect(stored?.approvals).toMatchObject([
      { actor: 'owner', role: 'owner', version: '1.0.0', dataClasses: ['personal'], at: new Date(5_000) },
      { actor: 'owner', role: 'owner', version: '2.0.0', dataClasses: [] },
    ])
  })

  test('has secrets that nobody sets: its own, the same each time, and in no database', async () => {
    const made = {
      ...order,
      manifest: { ...(order.manifest as object), secrets: [{ key: 'OWN_KEY', hosts: [], made: true }] },
      secrets: {},
    }
    const withKey = { ...made, grants: { ...order.grants, secrets: ['OWN_KEY'] } }
    const [one, other] = [environment(), environment()]
    const { id } = await installations().install(one, withKey)
    await installations().install(other, withKey)
    const keyOf = async (context: typeof one) => (await installations().open(placeOf(context), 'test-desk'))?.secret('OWN_KEY')
    const value = await keyOf(one)
    expect(value).toMatch(/^[0-9a-f]{64}$/)
    expect([(await keyOf(one)) === value, (await keyOf(other)) === value]).toEqual([true, false])
    const stored = await connection.collection('pluginInstallations').findOne({ _id: id as never })
    expect(JSON.stringify(stored)).not.toContain(value)
    await expect(installations().install(one, { ...withKey, secrets: { OWN_KEY: SECRET } })).rejects.toMatchObject({
      message: expect.stringContaining('secrets.OWN_KEY'),
    })
  })

  test('holds no secret that the database could be read for', async () => {
    const context = environment()
    const { id } = await installations().install(context, order)
    const found = await connection.collection('pluginInstallations').findOne({ _id: id as never })
    const stored = JSON.stringify(found)
    for (const spelling of [SECRET, Buffer.from(SECRET).toString('base64').slice(0, 18), Buffer.from(SECRET).toString('hex')])
      expect(stored).not.toContain(spelling)
    const stranger = createInstallations({
      store: stores.pluginInstallations,
      versions: stores.pluginVersions,
      secretKey: randomBytes(32),
      clock: () => 0,
    })
    const opened = await stranger.open(placeOf(context), 'test-desk')
    await expect(opened?.secret('DESK_TOKEN')).rejects.toMatchObject({ code: 'SEALED_VALUE_NOT_READABLE' })
  })

  test.each<[string, Partial<InstallOrder>, string]>([
    ['a manifest that is none', { manifest: { name: 'X' } }, 'name: must be small letters'],
    [
      'an address that the plugin did not ask for',
      { grants: { ...order.grants, origins: ['https://evil.example'] } },
      'https://evil.example is no address',
    ],
    ['a setting that is missing', { settings: {} }, 'settings.region: is missing'],
    ['a setting of another type', { settings: { region: 1 } }, 'settings.region: must be a text'],
    ['a secret that the plugin does not have', { secrets: { OTHER: SECRET } }, 'secrets.OTHER'],
    ['a secret that is too short to be told from other text', { secrets: { DESK_TOKEN: '1234567' } }, 'needs 8 characters'],
    ['code that is too large', { bundle: 'x'.repeat(2 ** 20 + 1) }, 'bundle: has more than'],
  ])('is refused for %s', async (_, more, words) => {
    const context = environment()
    await expect(installations().install(context, { ...order, ...more })).rejects.toMatchObject({
      code: 'PLUGIN_NOT_VALID',
      message: expect.stringContaining(words),
    })
    expect(await installations().manifests(placeOf(context))).toEqual([])
  })

  test.each(['builder', 'supervisor', 'agent', 'developer', 'analyst'] as const)('is not for a %s', async (role) =>
    expect(installations().install({ ...environment(), role }, order)).rejects.toMatchObject({ code: 'NOT_PERMITTED' }),
  )

  test('that two people make at once is made once', async () => {
    const context = environment()
    const both = await Promise.allSettled([installations().install(context, order), installations().install(context, order)])
    expect(both.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1)
    const stored = await stores.pluginInstallations.get(placeOf(context), 'test-desk')
    expect(stored?.approvals.length).toBe(both.filter(({ status }) => status === 'fulfilled').length)
  })
})

const shelf = (installationId: string, tenantId = 't') => ({ tenantId, environmentId: 'e', installationId })

describe('values of plugins', () => {
  const port = () => createValuePort(stores.pluginValues, secretKey)
  test('are kept, changed, taken once and removed, each installation’s for itself', async () => {
    const [mine, theirs, elsewhere] = [shelf('v1'), shelf('v2'), shelf('v1', 'other')]
    expect([
      await port().set(mine, 'a', '1', false),
      await port().set(mine, 'a', '2', true),
      await port().set(mine, 'a', '3', false),
    ]).toEqual(['kept', 'taken', 'kept'])
    expect([await port().get(mine, 'a'), await port().get(theirs, 'a'), await port().get(elsewhere, 'a')]).toEqual([
      '3',
      undefined,
      undefined,
    ])
    expect([await port().delete(theirs, 'a'), await port().delete(mine, 'a'), await port().delete(mine, 'a')]).toEqual([
      false,
      true,
      false,
    ])
  })
  test('that only one may keep are kept by one of twenty', async () => {
    const came = await Promise.all(Array.from({ length: 20 }, (_, n) => port().set(shelf('v3'), 'lock', String(n), true)))
    expect(came.filter((how) => how === 'kept')).toHaveLength(1)
  })
  test('have a limit, within which what is there can still be changed', async () => {
    const full = shelf('v4')
    await connection
      .collection('pluginValues')
      .insertMany(Array.from({ length: VALUES_MAX }, (_, n) => ({ ...full, name: `n${n}`, sealed: Buffer.alloc(1) })))
    expect([
      await port().set(full, 'more', '1', false),
      await port().set(full, 'n1', '"new"', false),
      await port().set(full, 'n1', '2', true),
    ]).toEqual(['full', 'kept', 'taken'])
    expect(await port().get(full, 'n1')).toBe('"new"')
  })
})

describe('records of plugins', () => {
  const port = () => createRecordPort(stores.pluginRecords, secretKey, Date.now)
  const place = (installationId: string, tenantId = 't') => ({
    shelf: shelf(installationId, tenantId),
    collection: 'customers',
    rules: { unique: [['phone'], ['first', 'last']], indexes: [['city']] },
  })
  const record = (id: string, value: Record<string, unknown>, counter?: string) => ({ id, value, counter, createdAt: 7 })

  test('are found by id, by unique fields and by indexes, in the order in which they came', async () => {
    const at = place('r1')
    for (const [id, city] of [
      ['a', 'Bangkok'],
      ['b', 'Ankara'],
      ['c', 'Bangkok'],
      ['d', 'Bangkok'],
    ] as const)
      await port().insert(at, record(id, { phone: id, city }))
    const ids = async (find: object) =>
      (await port().find(at, { where: undefined, limit: 100, newestFirst: false, after: undefined, ...find })).map(({ id }) => id)
    expect(await ids({})).toEqual(['a', 'b', 'c', 'd'])
    expect(await ids({ where: { city: 'Bangkok' } })).toEqual(['a', 'c', 'd'])
    expect(await ids({ where: { city: 'Bangkok' }, after: 'a', limit: 1 })).toEqual(['c'])
    expect(await ids({ newestFirst: true, after: 'c' })).toEqual(['b', 'a'])
    expect(await ids({ where: { phone: 'b' } })).toEqual(['b'])
    expect(await ids({ after: 'nobody' })).toEqual([])
    expect(await port().get(at, 'a')).toEqual({ id: 'a', revision: 1, value: { phone: 'a', city: 'Bangkok' }, createdAt: 7 })
    for (const other of [place('r2'), place('r1', 'other'), { ...at, collection: 'orders' }]) {
      expect([
        await port().get(other, 'a'),
        await port().find(other, { where: undefined, limit: 9, newestFirst: false, after: undefined }),
      ]).toEqual([undefined, []])
    }
  })

  test('are found by each entry of a list, as it stands', async () => {
    const at = { ...place('r8'), rules: { unique: [], indexes: [['phones']] } }
    const ids = async (phone: string) =>
      (await port().find(at, { where: { phones: phone }, limit: 9, newestFirst: false, after: undefined })).map(({ id }) => id)
    await port().insert(at, record('a', { phones: ['1', '2', '2'] }))
    await port().insert(at, record('b', { phones: [] }))
    expect([await ids('1'), await ids('2'), await ids('3')]).toEqual([['a'], ['a'], []])
    await port().replace(at, 'a', 1, { phones: ['2', '3'] })
    expect([await ids('1'), await ids('2'), await ids('3')]).toEqual([[], ['a'], ['a']])
  })

  test('have unique fields: one of twenty is kept, and those without the field do not count', async () => {
    const at = place('r3')
    const came = await Promise.all(Array.from({ length: 20 }, (_, n) => port().insert(at, record(`x${n}`, { phone: 'same' }))))
    expect(came.filter((one) => one !== 'taken')).toHaveLength(1)
    expect([
      await port().insert(at, record('y', { first: 'Ann' })),
      await port().insert(at, record('z', { first: 'Ann' })),
    ]).not.toContain('taken')
    expect(await port().insert(at, record('y', {}))).toBe('taken')
  })

  test('are changed only as they stood: of twenty at once one is first', async () => {
    const at = place('r4')
    await port().insert(at, record('a', { phone: '1', city: 'Ankara' }))
    await port().insert(at, record('b', { phone: '2' }))
    const came = await Promise.all(
      Array.from({ length: 20 }, (_, n) => port().replace(at, 'a', 1, { phone: '1', city: `c${n}` })),
    )
    expect(came.filter((one) => typeof one === 'object')).toHaveLength(1)
    expect([await port().replace(at, 'a', 2, { phone: '2' }), await port().replace(at, 'nobody', 1, {})]).toEqual([
      'taken',
      'moved',
    ])
    expect(await port().find(at, { where: { city: 'Ankara' }, limit: 9, newestFirst: false, after: undefined })).toEqual([])
    // what a record no longer has is free for others
    expect(await port().replace(at, 'b', 1, { phone: '3' })).toMatchObject({ revision: 2 })
    expect(await port().insert(at, record('c', { phone: '2' }))).toMatchObject({ id: 'c' })
    expect([await port().remove(at, 'c', 2), await port().remove(at, 'c', 1), await port().get(at, 'c')]).toEqual([
      false,
      true,
      undefined,
    ])
  })

  test('are numbered without gaps, by several processes at once, also where some are refused', async () => {
    const at = place('r5')
    const [one, other] = [port(), port()]
    const numberOf = (kept: Awaited<ReturnType<typeof one.insert>>) => (typeof kept === 'string' ? undefined : kept.number)
    const first = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        (n % 2 === 0 ? one : other).insert(at, record(`n${n}`, n % 4 === 0 ? { phone: 'same' } : {}, 'notes')),
      ),
    )
    const given = first.map(numberOf).filter((number) => number !== undefined)
    expect(given.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 10 }, (_, n) => n + 1))
    expect(numberOf(await port().insert(at, record('late', {}, 'notes')))).toBe(11)
    expect(numberOf(await port().insert(at, record('own', {}, 'other')))).toBe(1)
    // a number that was given stays given
    expect(await port().remove(at, 'late', 1)).toBe(false)
    expect((await port().replace(at, 'late', 1, { city: 'Ankara' })) as object).toMatchObject({ number: 11, revision: 2 })
    expect(numberOf(await other.insert(at, record('later', {}, 'notes')))).toBe(12)
  })

  test('tell whoever has the database alone nothing', async () => {
    const at = place('r6')
    await port().insert(at, record('a', { phone: '447700900123', city: 'Bangkok' }))
    const stored = await connection.collection('pluginRecords').findOne({ installationId: 'r6' })
    for (const spelling of ['447700900123', 'Bangkok', 'phone', 'city']) {
      expect(JSON.stringify(stored)).not.toContain(spelling)
      expect(JSON.stringify(stored)).not.toContain(Buffer.from(spelling).toString('base64').slice(0, 5))
    }
    const stranger = createRecordPort(stores.pluginRecords, randomBytes(32), Date.now)
    expect(await stranger.get(at, 'a')).toBeUndefined()
  })
})
