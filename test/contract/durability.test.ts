import { once } from 'node:events'
import { closeSync, openSync, readFileSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { checkDatabase } from '@patchbay/mongo-embedded'
import { type Collection, type Document, MongoClient, MongoServerError } from 'mongodb'
import { expect, test } from 'vitest'
import { MONGODB_IS_GIVEN } from '../support/contract.ts'
import { startDatabaseProcess, startTestDatabase } from '../support/database.ts'
import { embedded, withDatabase } from '../support/with-database.ts'

const WRITERS = 4
const ROUNDS = process.env.PATCHBAY_EVIDENCE === '1' ? 50 : 3

/** What the server acknowledged, as one writer knows it. `inDoubt`: sent and not answered, so either state is right. */
interface Ledger {
  readonly acknowledged: Map<string, number | undefined>
  inDoubt: string | undefined
}

/** Inserts, changes and deletes until the connection breaks. */
async function write(collection: Collection<Document>, ledger: Ledger, prefix: string): Promise<void> {
  for (let n = 0; ; n++) {
    const _id = `${prefix}-${n % 5 === 3 || n % 5 === 4 ? n - (n % 5) : n}`
    ledger.inDoubt = _id
    try {
      if (n % 5 === 3) await collection.updateOne({ _id: _id as never }, { $set: { value: n, mark: `${prefix}:${n}` } })
      else if (n % 5 === 4) await collection.deleteOne({ _id: _id as never })
      else await collection.insertOne({ _id: _id as never, value: n, mark: `${prefix}:${n}` })
    } catch (thrown) {
      if (thrown instanceof MongoServerError) throw thrown
      return
    }
    ledger.acknowledged.set(_id, n % 5 === 4 ? undefined : n)
    ledger.inDoubt = undefined
  }
}

test.skipIf(MONGODB_IS_GIVEN)(
  'kill -9 amid four writers loses no acknowledged write, and indexes stay in step',
  { timeout: ROUNDS * 20_000 },
  async () => {
    const database = await startTestDatabase()
    let acknowledged = 0
    try {
      for (let round = 0; round < ROUNDS; round++) {
        const clients = await Promise.all(
          Array.from({ length: WRITERS }, () =>
            MongoClient.connect(database.url, { retryWrites: false, serverSelectionTimeoutMS: 300 }),
          ),
        )
        const name = `round${round}`
        await clients[0]!.db().collection(name).createIndex({ mark: 1 }, { unique: true })
        const ledgers = clients.map((): Ledger => ({ acknowledged: new Map(), inDoubt: undefined }))
        const writing = clients.map((client, writer) => write(client.db().collection(name), ledgers[writer]!, `w${writer}`))
        await expect
          .poll(() => Math.min(...ledgers.map((ledger) => ledger.acknowledged.size)), { timeout: 20_000 })
          .toBeGreaterThan(100)
        await database.kill()
        await Promise.all(writing)
        await Promise.all(clients.map((client) => client.close()))
        await database.restart()

        const client = await MongoClient.connect(database.url)
        const found = new Map(
          (await client.db().collection(name).find().toArray()).map((document) => [String(document._id), document]),
        )
        for (const ledger of ledgers) {
          for (const [_id, value] of ledger.acknowledged) {
            if (_id === ledger.inDoubt) continue
            expect(found.get(_id)?.value, _id).toBe(value)
          }
          acknowledged += ledger.acknowledged.size
        }
        const marks = await client
          .db()
          .collection(name)
          .find({ mark: { $gte: '' } })
          .hint('mark_1')
          .toArray()
        expect(marks.map(({ _id }) => String(_id)).sort()).toEqual([...found.keys()].sort())
        await client.close()
      }
    } finally {
      await database.stop()
    }
    console.log(`kills: ${ROUNDS}, documents with an acknowledged write: ${acknowledged}, lost: 0`)
  },
)

embedded('a second owner is refused, and told who the first is', () =>
  withDatabase(async ({ folder }) => {
    const second = startDatabaseProcess(['--folder', join(folder, 'data'), '--socket', join(folder, 'second.sock')])
    await expect(second).rejects.toThrow(/is in use by process \d+\. Stop that process/)
  }),
)

embedded('of eight that start at the same moment over a stale lock, one wins', { timeout: 60_000 }, () =>
  withDatabase(async (database) => {
    await database.kill()
    const starts = await Promise.allSettled(
      Array.from({ length: 8 }, (_, n) =>
        startDatabaseProcess(['--folder', join(database.folder, 'data'), '--socket', join(database.folder, `s${n}.sock`)]),
      ),
    )
    const won = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value.process] : []))
    expect(won).toHaveLength(1)
    for (const child of won) {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    }
  }),
)

embedded('the socket can be opened by its owner alone', () =>
  withDatabase(async ({ folder }) => {
    expect(statSync(join(folder, 'db.sock')).mode & 0o777).toBe(0o600)
  }),
)

embedded('a folder of something else is left alone', () =>
  withDatabase(async ({ folder }) => {
    const start = startDatabaseProcess(['--folder', folder, '--socket', join(folder, 'other.sock')])
    await expect(start).rejects.toThrow(/holds files that are not of this database/)
  }),
)

function overwrite(path: string, at: number, bytes: Buffer): void {
  const file = openSync(path, 'r+')
  writeSync(file, bytes, 0, bytes.length, at)
  closeSync(file)
}

const damages: readonly { name: string; damage: (path: string) => void; says: RegExp }[] = [
  {
    name: 'cut short',
    damage: (path) => truncateSync(path, 3 * 4096),
    says: /is cut short: 12288 of \d+ bytes.*Restore it from a backup/,
  },
  {
    name: 'overwritten',
    damage: (path) => writeFileSync(path, Buffer.alloc(100_000, 'x')),
    says: /is damaged.*Restore it from a backup/,
  },
  { name: 'empty', damage: (path) => truncateSync(path, 0), says: /is damaged.*Restore it from a backup/ },
  {
    name: 'overwritten in the middle',
    damage: (path) => overwrite(path, Math.floor(statSync(path).size / 2 / 4096) * 4096, Buffer.alloc(64, 0xff)),
    says: /is damaged: page \d+ of \d+ is not what was written.*Restore it from a backup/,
  },
]

embedded.each(damages)('a data file that is $name stops the start, and nothing is changed', ({ damage, says }) =>
  withDatabase(async (database) => {
    const client = await MongoClient.connect(database.url)
    await client
      .db()
      .collection('c')
      .insertMany(Array.from({ length: 500 }, (_, n) => ({ n, text: 'x'.repeat(200) })))
    await client.close()
    await database.kill()
    const file = join(database.folder, 'data', 'data.mdb')
    damage(file)
    const before = readFileSync(file)
    await expect(database.restart()).rejects.toThrow(says)
    expect(readFileSync(file).equals(before)).toBe(true)
  }),
)

embedded('a document in which a bit has turned stops the server when it is read, and a check names it', () =>
  withDatabase(async (database) => {
    const open = () => MongoClient.connect(database.url, { serverSelectionTimeoutMS: 500, retryReads: false })
    const client = await open()
    await client
      .db()
      .collection('c')
      .insertMany(Array.from({ length: 50 }, (_, n) => ({ _id: n as never, text: `number ${n}` })))
    await client.close()
    await database.kill()
    const file = join(database.folder, 'data', 'data.mdb')
    const place = readFileSync(file).indexOf('number 33')
    overwrite(file, place, Buffer.from('o'))
    const before = readFileSync(file)

    await database.restart()
    const reader = await open()
    const found = reader.db().collection('c')
    expect(await found.findOne({ _id: 32 as never })).toMatchObject({ text: 'number 32' })
    await expect(found.findOne({ _id: 33 as never })).rejects.toThrow()
    expect(await database.gone()).toEqual([1, null])
    expect(database.complaint()).toMatch(
      /a document of \S+\.c is not what was written\. It stops.*patchbay db check.*patchbay db restore/,
    )
    await reader.close()
    expect(readFileSync(file).equals(before)).toBe(true)
    const { documents, faults } = await checkDatabase(join(database.folder, 'data'))
    expect(documents).toBe(50)
    expect(faults).toEqual([expect.stringMatching(/\.c, document 34: is not what was written/)])
  }),
)

test.skipIf(MONGODB_IS_GIVEN || process.platform !== 'linux')(
  'a full disk stops the server, and all that was acknowledged is there',
  () =>
    withDatabase(async ({ folder }) => {
      const where = ['--folder', join(folder, 'own'), '--socket', join(folder, 'own.sock')]
      // a limit on the size of files stands for the end of the disk (prlimit(1))
      const limited = await startDatabaseProcess(where, ['prlimit', '--fsize=1000000'])
      const gone = once(limited.process, 'exit')
      const client = await MongoClient.connect(limited.url, { retryWrites: false, serverSelectionTimeoutMS: 300 })
      let acknowledged = 0
      const insert = () =>
        client
          .db('d')
          .collection('c')
          .insertOne({ _id: acknowledged as never, text: 'x'.repeat(1000) })
      while (
        acknowledged < 5000 &&
        (await insert().then(
          () => true,
          () => false,
        ))
      )
        acknowledged++
      expect(await gone).toEqual([1, null])
      expect(limited.complaint()).toMatch(/can not write .* and stops\. What was acknowledged is safe/)
      await client.close()

      const again = await startDatabaseProcess(where)
      const reader = await MongoClient.connect(again.url)
      expect(acknowledged).toBeGreaterThan(100)
      expect(
        await reader
          .db('d')
          .collection('c')
          .countDocuments({ _id: { $lt: acknowledged as never } }),
      ).toBe(acknowledged)
      await reader.close()
      const ended = once(again.process, 'exit')
      again.process.kill()
      await ended
    }),
)

embedded('a process that is asked to end finishes and gives the folder free', () =>
  withDatabase(async ({ folder }) => {
    const where = ['--folder', join(folder, 'own'), '--socket', join(folder, 'own.sock')]
    for (const end of ['SIGTERM', 'SIGINT', 'stdin'] as const) {
      const { process: child } = await startDatabaseProcess(where)
      const gone = once(child, 'exit')
      if (end === 'stdin') child.stdin?.end()
      else child.kill(end)
      expect(await gone).toEqual([0, null])
    }
  }),
)
