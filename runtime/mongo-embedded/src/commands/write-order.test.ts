import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { documentOf } from '../bson/value.ts'
import { type Encodable, encodeDocument } from '../bson/write.ts'
import { Catalog } from '../storage/catalog.ts'
import { Store } from '../storage/store.ts'
import { Command, type Reply } from './command.ts'
import { Cursors } from './cursors.ts'
import type { Database } from './database.ts'
import { runCommand } from './registry.ts'

let folder: string
let database: Database

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-store-'))
  const store = Store.open(folder, (cause) => expect.unreachable(String(cause)))
  database = {
    store,
    catalog: new Catalog(store),
    cursors: new Cursors(),
    startedAt: new Date(),
    now: () => new Date(),
    connections: () => 0,
    onDamaged: (damage) => expect.unreachable(damage.message),
  }
})
afterEach(async () => {
  await database.store.close()
  rmSync(folder, { recursive: true, force: true })
})

const run = (command: { [name: string]: Encodable }): Promise<Reply> =>
  runCommand(new Command(documentOf(encodeDocument({ ...command, $db: 'd' })), new Map()), database)
const found = async (filter: Encodable): Promise<number> => ((await run({ count: 'c', query: filter })) as { n: number }).n

/** Two commands begun in the same moment; the second loses against the first, whose write is not on disk yet. */
const losers: readonly { name: string; second: { [name: string]: Encodable } }[] = [
  { name: 'an insert of the same _id', second: { insert: 'c', documents: [{ _id: 1 }] } },
  {
    name: 'a findAndModify that meets the same unique value',
    second: { findAndModify: 'c', query: { _id: 2 }, update: { $set: { key: 'k' } }, upsert: true },
  },
  {
    name: 'a compare-and-set of the version that was replaced',
    second: { update: 'c', updates: [{ q: { _id: 1, version: 7 }, u: { $set: { won: true } } }] },
  },
  { name: 'a delete of what is being changed', second: { delete: 'c', deletes: [{ q: { key: 'gone' }, limit: 1 }] } },
]

test.each(losers)('who loses against a write is answered when that write can be read: $name', async ({ second }) => {
  await run({ createIndexes: 'c', indexes: [{ key: { key: 1 }, name: 'key_1', unique: true }] })
  let winnerIsDurable = false
  const winner = run({ insert: 'c', documents: [{ _id: 1, key: 'k' }] }).then(() => {
    winnerIsDurable = true
  })
  await run(second).catch(() => undefined)
  expect(winnerIsDurable).toBe(true)
  expect(await found({ _id: 1, key: 'k' })).toBe(1)
  await winner
})

test('readers see nothing that is not on disk', async () => {
  await run({ create: 'c' })
  const writing = run({ insert: 'c', documents: [{ _id: 1 }] })
  expect(await found({})).toBe(0)
  expect(await found({ _id: 1 })).toBe(0)
  await writing
  expect(await found({})).toBe(1)
  expect(await found({ _id: 1 })).toBe(1)
})

test('a command that changes nothing writes nothing', async () => {
  await run({ insert: 'c', documents: [{ _id: 1, a: 1 }] })
  const before = database.store.commits()
  await run({ update: 'c', updates: [{ q: { _id: 1 }, u: { $set: { a: 1 } } }] })
  await run({ update: 'c', updates: [{ q: { _id: 9 }, u: { $set: { a: 1 } } }] })
  await run({ findAndModify: 'c', query: { a: 9 }, update: { $set: { a: 1 } } })
  await run({ delete: 'c', deletes: [{ q: { a: 9 }, limit: 0 }] })
  expect(database.store.commits()).toBe(before)
  await run({ update: 'c', updates: [{ q: { _id: 1 }, u: { $set: { a: 2 } } }] })
  expect(database.store.commits()).toBe(before + 1)
})

test('writes of one event turn share one commit', async () => {
  await run({ create: 'c' })
  const before = database.store.commits()
  await Promise.all(Array.from({ length: 50 }, (_, n) => run({ insert: 'c', documents: [{ _id: n }] })))
  expect(database.store.commits() - before).toBeLessThanOrEqual(2)
})
