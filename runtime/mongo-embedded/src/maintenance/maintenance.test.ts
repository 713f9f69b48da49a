import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { documentOf } from '../bson/value.ts'
import { type Encodable, encodeDocument } from '../bson/write.ts'
import { Command } from '../commands/command.ts'
import { Cursors } from '../commands/cursors.ts'
import type { Database } from '../commands/database.ts'
import { runCommand } from '../commands/registry.ts'
import { Catalog } from '../storage/catalog.ts'
import { Store } from '../storage/store.ts'
import { EVERYTHING } from '../storage/table.ts'
import { checkDatabase } from './check.ts'
import { backupDatabase, compactDatabase, restoreDatabase } from './copies.ts'

let parent: string
let folder: string
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'patchbay-care-'))
  folder = join(parent, 'data')
})
afterEach(() => rmSync(parent, { recursive: true, force: true }))

type Run = (command: { [name: string]: Encodable }) => Promise<unknown>

async function withStore(work: (run: Run, database: Database) => Promise<void>): Promise<void> {
  const store = Store.open(folder, (cause) => expect.unreachable(String(cause)))
  const database: Database = {
    store,
    catalog: new Catalog(store),
    cursors: new Cursors(),
    startedAt: new Date(),
    now: () => new Date(),
    connections: () => 0,
    onDamaged: (damage) => expect.unreachable(damage.message),
  }
  try {
    await work(
      (command) => runCommand(new Command(documentOf(encodeDocument({ ...command, $db: 'd' })), new Map()), database),
      database,
    )
  } finally {
    await store.close()
  }
}

const fill = (count: number) =>
  withStore(async (run) => {
    await run({
      createIndexes: 'c',
      indexes: [
        { key: { tags: 1 }, name: 'tags' },
        { key: { n: -1 }, name: 'n', unique: true },
      ],
    })
    await run({
      insert: 'c',
      documents: Array.from({ length: count }, (_, n) => ({ _id: n, n, tags: ['a', `t${n}`], text: 'x'.repeat(500) })),
    })
  })

test('a check counts what there is', async () => {
  await fill(200)
  expect(await checkDatabase(folder)).toEqual({ collections: 1, documents: 200, indexEntries: 600, faults: [] })
})

const faults: readonly { name: string; harm: (database: Database) => Promise<unknown>; says: RegExp }[] = [
  {
    name: 'a document that is cut short',
    harm: async ({ catalog, store }) => {
      const { table } = catalog.all()[0]!.state
      const [first] = table.range(EVERYTHING, 'committed')
      const writes = store.begin()
      writes.put(table, first!.key, first!.value.subarray(0, 20))
      await store.commit(writes)
    },
    says: /d\.c, document 1: is not what was written/,
  },
  {
    name: 'an index entry that is missing',
    harm: async ({ catalog, store }) => {
      const { table } = catalog.all()[0]!.state.indexes.get('n')!
      const [first] = table.range(EVERYTHING, 'committed')
      const writes = store.begin()
      writes.remove(table, first!.key)
      await store.commit(writes)
    },
    says: /1 entries of the index n are missing/,
  },
  {
    name: 'an index entry that leads nowhere',
    harm: async ({ catalog, store }) => {
      const writes = store.begin()
      writes.put(catalog.all()[0]!.state.indexes.get('tags')!.table, Buffer.from([0x18, 1]), Buffer.from([0, 1]))
      await store.commit(writes)
    },
    says: /the index tags has 21 entries instead of 20/,
  },
]

test.each(faults)('a check finds $name', async ({ harm, says }) => {
  await fill(10)
  await withStore(async (_run, database) => {
    await harm(database)
  })
  const report = await checkDatabase(folder)
  expect(report.faults.join('\n')).toMatch(says)
})

test('a running database is not checked and not compacted, but backed up', async () => {
  await fill(50)
  await withStore(async (run) => {
    await expect(checkDatabase(folder)).rejects.toThrow(/is in use by process/)
    await expect(compactDatabase(folder)).rejects.toThrow(/is in use by process/)
    const copying = backupDatabase(folder, join(parent, 'copy'))
    await run({ insert: 'c', documents: [{ _id: 1000, n: 1000 }] })
    await copying
  })
  const { documents, faults: found } = await checkDatabase(join(parent, 'copy'))
  expect(found).toEqual([])
  expect([50, 51]).toContain(documents)
})

test('a backup is restored into an empty folder, and nowhere else', async () => {
  await fill(50)
  await backupDatabase(folder, join(parent, 'copy'))
  const restored = join(parent, 'restored')
  restoreDatabase(join(parent, 'copy'), restored)
  expect(await checkDatabase(restored)).toMatchObject({ documents: 50, faults: [] })
  expect(() => restoreDatabase(join(parent, 'copy'), folder)).toThrow(/is not empty/)
  await expect(backupDatabase(folder, restored)).rejects.toThrow(/is not empty/)
  expect(() => restoreDatabase(parent, join(parent, 'new'))).toThrow(/There is no database/)
})

test('a damaged backup is not restored', async () => {
  await fill(50)
  await backupDatabase(folder, join(parent, 'copy'))
  truncateSync(join(parent, 'copy', 'data.mdb'), 8192)
  expect(() => restoreDatabase(join(parent, 'copy'), join(parent, 'new'))).toThrow(/is cut short/)
  expect(existsSync(join(parent, 'new'))).toBe(false)
})

test('compacting gives space back and keeps every document', async () => {
  await fill(2000)
  await withStore(async (run) => {
    await run({ delete: 'c', deletes: [{ q: { _id: { $gte: 100 } }, limit: 0 }] })
  })
  const { bytesBefore, bytesAfter } = await compactDatabase(folder)
  expect(bytesAfter).toBeLessThan(bytesBefore / 2)
  expect(await checkDatabase(folder)).toEqual({ collections: 1, documents: 100, indexEntries: 300, faults: [] })
  expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([])
})

test.each([20, 27, 34, 41, 48])(
  'compacting leaves nothing of what was removed, in none of the pages (%i documents)',
  async (count) => {
    await withStore(async (run) => {
      await run({ createIndexes: 'secrets', indexes: [{ key: { a: 1, n: 1 }, name: 'a_1_n_1' }] })
      const each = async (from: number, step: number, command: (index: number) => object) => {
        for (let index = from; index < count; index += step) await run(command(index) as never)
      }
      const changed = (index: number, n: string) => ({
        update: 'secrets',
        updates: [{ q: { _id: `id-${index}` }, u: { $set: { n } } }],
      })
      const secret = (index: number) => ({ _id: `id-${index}`, a: `secret-${index}-${'z'.repeat((index * 7) % 90)}` })
      await each(0, 1, (index) => ({ insert: 'secrets', documents: [secret(index)] }))
      await each(0, 1, (index) => changed(index, 'x'.repeat((index * 31) % 200)))
      await each(1, 2, (index) => changed(index, 'y'))
      await each(1, 2, (index) => ({ delete: 'secrets', deletes: [{ q: { _id: `id-${index}` }, limit: 1 }] }))
    })
    await compactDatabase(folder)
    const kept = readFileSync(join(folder, 'data.mdb'), 'latin1').matchAll(/secret-(\d+)-/g)
    const indexes = [...new Set([...kept].map(([, index]) => Number(index)))]
    expect(indexes.filter((index) => index % 2 === 1)).toEqual([])
    expect(indexes).toHaveLength(Math.ceil(count / 2))
  },
)
