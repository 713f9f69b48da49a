import type { Connection } from 'mongoose'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { type CallRuleStore, createCallRuleStore, type StoredCallRule } from './call-rule-store.ts'
import { connectDatabase } from './database.ts'

let database: TestDatabase
let connection: Connection
let rules: CallRuleStore
beforeAll(async () => {
  database = await startTestDatabase()
  connection = await connectDatabase(database.url, { log: pino({ level: 'silent' }), giveUp: new AbortController().signal })
  rules = createCallRuleStore(connection)
  await rules.createIndexes()
})
afterAll(async () => {
  await connection.close()
  await database.stop()
})

const place = { tenantId: 'local', environmentId: 'main' }
const rule = (_id: string, slot: number, more: Partial<StoredCallRule> = {}): StoredCallRule => ({
  ...{ _id, slot, ...place, plugin: 'shop', trigger: 'told', enabled: true, valueText: '{}', revision: 1, updatedBy: 'owner' },
  ...{ createdAt: new Date(slot), updatedAt: new Date(slot) },
  ...more,
})
const ids = (found: readonly StoredCallRule[]) => found.map(({ _id }) => _id)

test('rules are those of a place, a plugin and a trigger, each in a slot of its own', async () => {
  expect(await rules.add(rule('b', 1))).toBe(true)
  expect(await rules.add(rule('a', 0))).toBe(true)
  expect(await rules.add(rule('c', 0))).toBe(false)
  expect(await rules.add(rule('d', 0, { trigger: 'other' }))).toBe(true)
  expect(await rules.add(rule('e', 0, { plugin: 'desk' }))).toBe(true)
  expect(await rules.add(rule('f', 0, { environmentId: 'test' }))).toBe(true)
  expect(await rules.add(rule('g', 2, { enabled: false }))).toBe(true)
  expect(ids(await rules.list(place, 'shop'))).toEqual(['a', 'd', 'b', 'g'])
  expect(ids(await rules.list(place)).toSorted()).toEqual(['a', 'b', 'd', 'e', 'g'])
  expect(ids(await rules.on(place, 'shop', 'told'))).toEqual(['a', 'b'])
  expect(await rules.get({ ...place, plugin: 'shop', id: 'a' })).toEqual(rule('a', 0))
  expect(await rules.get({ ...place, plugin: 'desk', id: 'a' })).toBeUndefined()
})

test('a rule is replaced at the revision that the change began from, and removed once', async () => {
  await rules.add(rule('h', 0, { plugin: 'bank' }))
  const changed = rule('h', 0, { plugin: 'bank', revision: 2, enabled: false, valueText: '{"a":1}' })
  expect([await rules.replace(changed, 1), await rules.replace(changed, 1)]).toEqual([true, false])
  expect(await rules.get({ ...place, plugin: 'bank', id: 'h' })).toMatchObject({
    revision: 2,
    enabled: false,
    valueText: '{"a":1}',
  })
  expect(await rules.replace({ ...changed, environmentId: 'test', revision: 3 }, 2)).toBe(false)
  expect([
    await rules.remove({ ...place, plugin: 'bank', id: 'h' }),
    await rules.remove({ ...place, plugin: 'bank', id: 'h' }),
  ]).toEqual([true, false])
})
