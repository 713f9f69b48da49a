import { once } from 'node:events'
import { closeSync, openSync, readFileSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { checkDatabase, StartError, startMongoEmbedded } from '@patchbay/mongo-embedded'
import fc from 'fast-check'
import { BSON, type Collection, type Document, MongoClient, MongoServerError } from 'mongodb'
import { expect, test } from 'vitest'
import { MONGODB_IS_GIVEN } from '../support/contract.ts'
import { startDatabaseProcess, startTestDatabase, type TestDatabase } from '../support/database.ts'

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

async function withDatabase(run: (database: TestDatabase) => Promise<void>): Promise<void> {
  const database = await startTestDatabase()
  try {
    await run(database)
  } finally {
    await database.stop()
  }
}

const embedded = test.skipIf(MONGODB_IS_GIVEN)

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

const goesOn = async (url: string) => {
  const client = await MongoClient.connect(url)
  const { insertedId } = await client.db().collection('after').insertOne({ a: 1 })
  expect(await client.db().collection('after').countDocuments({ _id: insertedId })).toBe(1)
  await client.close()
}

/** Sends bytes as they are and waits until the server closes the connection, or until we do. */
async function send(folder: string, bytes: Uint8Array, waitForClose: boolean): Promise<void> {
  const socket = connect(join(folder, 'db.sock'))
  const closed = once(socket, 'close')
  socket.on('error', () => socket.destroy())
  await once(socket, 'connect')
  socket.write(bytes)
  if (waitForClose) socket.resume()
  else socket.end()
  await closed
}

const header = (size: number, opcode: number) => {
  const bytes = Buffer.alloc(Math.min(Math.max(size, 16), 200))
  bytes.writeInt32LE(size, 0)
  bytes.writeInt32LE(1, 4)
  bytes.writeInt32LE(opcode, 12)
  return bytes
}

const garbage: readonly { name: string; bytes: Buffer }[] = [
  { name: 'text', bytes: Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n') },
  { name: 'a negative length', bytes: header(-1, 2013) },
  { name: 'a length that no message has', bytes: header(2_000_000_000, 2013) },
  { name: 'an unknown opcode', bytes: header(32, 77) },
  { name: 'a message without sections', bytes: header(20, 2013) },
  {
    name: 'a section longer than the message',
    bytes: Buffer.concat([header(60, 2013).subarray(0, 20), Buffer.from([0, 255, 255, 0, 0]), Buffer.alloc(35)]),
  },
]

embedded.each(garbage)('garbage ends that connection only: $name', ({ bytes }) =>
  withDatabase(async ({ folder, url }) => {
    await send(folder, bytes, true)
    await goesOn(url)
  }),
)

embedded('random bytes and broken documents stop nobody else', { timeout: 60_000 }, () =>
  withDatabase(async ({ folder, url }) => {
    const body = fc.uint8Array({ minLength: 0, maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(body, fc.boolean(), async (bytes, framed) => {
        const message = Buffer.concat([header(21 + bytes.length, 2013).subarray(0, 16), Buffer.alloc(5), bytes])
        await send(folder, framed ? message : bytes, false)
      }),
      { numRuns: 200 },
    )
    await goesOn(url)
  }),
)

embedded('a broken document among statements is an error, and nothing is stored of it', () =>
  withDatabase(async ({ folder, url }) => {
    const socket = connect(join(folder, 'db.sock'))
    await once(socket, 'connect')
    for (const [command, list, statement] of [
      ['insert', 'documents', { _id: 1, text: 'abc' }],
      ['update', 'updates', { q: { text: 'abc' }, u: { $set: { a: 1 } }, upsert: true }],
      ['delete', 'deletes', { q: { text: 'abc' }, limit: 1 }],
    ] as const) {
      const broken = Buffer.from(BSON.serialize(statement))
      // a text that claims to be longer than its document
      broken.writeInt32LE(1000, broken.indexOf('abc') - 4)
      const body = Buffer.from(BSON.serialize({ [command]: 'c', $db: 'broken' }))
      const section = Buffer.concat([Buffer.alloc(4), Buffer.from(`${list}\0`), broken])
      section.writeInt32LE(section.length)
      const message = Buffer.concat([header(16, 2013), Buffer.alloc(5), body, Buffer.from([1]), section])
      message.writeInt32LE(message.length)
      socket.write(message)
      const [reply] = (await once(socket, 'data')) as [Buffer]
      expect(BSON.deserialize(reply.subarray(21))).toMatchObject({ ok: 1, writeErrors: [{ index: 0, code: 22 }] })
    }
    socket.destroy()
    const client = await MongoClient.connect(url)
    expect(await client.db('broken').collection('c').countDocuments({})).toBe(0)
    await client.close()
  }),
)

embedded('a client that leaves in the middle of a message stops nobody else', () =>
  withDatabase(async ({ folder, url }) => {
    await send(folder, header(5000, 2013), false)
    await goesOn(url)
  }),
)

embedded('a client that leaves before its answer leaves its write behind', () =>
  withDatabase(async ({ url }) => {
    const leaving = await MongoClient.connect(url, { retryWrites: false })
    await leaving.db().collection('left').insertOne({ n: 0 })
    const writes = Array.from({ length: 50 }, (_, n) =>
      leaving
        .db()
        .collection('left')
        .insertOne({ n: n + 1 })
        .then(
          () => n + 1,
          () => undefined,
        ),
    )
    await writes[0]
    await leaving.close(true)
    const acknowledged = (await Promise.all(writes)).filter((n) => n !== undefined)
    const client = await MongoClient.connect(url)
    const found = new Set((await client.db().collection('left').find().toArray()).map(({ n }) => n))
    for (const n of acknowledged) expect(found).toContain(n)
    await client.close()
  }),
)

embedded('a program may hold the database itself', () =>
  withDatabase(async ({ folder }) => {
    const options = { folder: join(folder, 'own'), listen: { socketPath: join(folder, 'own.sock') } }
    const first = await startMongoEmbedded(options)
    await goesOn(first.url)
    await expect(startMongoEmbedded(options)).rejects.toThrow(StartError)
    await first.close()
    const second = await startMongoEmbedded(options)
    const client = await MongoClient.connect(second.url)
    expect(await client.db('test').collection('after').countDocuments({})).toBe(1)
    await client.close()
    await second.close()
  }),
)

/** Addresses that somebody listens on at this port (proc(5): local address and port in hexadecimal, state 0A is LISTEN). */
async function listenersOn(port: number): Promise<string[]> {
  if (process.platform !== 'linux') return ['127.0.0.1']
  const lines = ['tcp', 'tcp6'].flatMap((name) => readFileSync(`/proc/net/${name}`, 'utf8').split('\n').slice(1))
  return lines.flatMap((line) => {
    const [, local = '', , state] = line.trim().split(/\s+/)
    const [address = '', at = ''] = local.split(':')
    if (state !== '0A' || Number.parseInt(at, 16) !== port) return []
    return [address.length === 8 ? [...Buffer.from(address, 'hex').reverse()].join('.') : address]
  })
}

embedded('a port is for those who know its password alone', () =>
  withDatabase(async ({ folder }) => {
    const { process: child, url } = await startDatabaseProcess(['--folder', join(folder, 'own'), '--port', '0'])
    try {
      await goesOn(url)
      expect(statSync(join(folder, 'own', 'credentials.json')).mode & 0o777).toBe(0o600)

      const { username, password, host, port } = new URL(url)
      // others are not refused there: nobody listens to them
      expect(await listenersOn(Number(port))).toEqual(['127.0.0.1'])
      expect(statSync(join(folder, 'own')).mode & 0o777).toBe(0o700)
      const bare = new MongoClient(`mongodb://${host}/?directConnection=true`)
      await expect(bare.db('x').collection('c').insertOne({ a: 1 })).rejects.toMatchObject({ code: 13 })
      await expect(bare.db('x').collection('c').find().toArray()).rejects.toMatchObject({ code: 13 })
      expect(await bare.db('x').command({ ping: 1 })).toMatchObject({ ok: 1 })
      await bare.close()

      for (const [user, secret] of [
        [username, `${password}x`],
        ['root', password],
      ]) {
        const wrong = new MongoClient(`mongodb://${user}:${secret}@${host}/?directConnection=true&authMechanism=SCRAM-SHA-256`)
        await expect(wrong.connect()).rejects.toMatchObject({ code: 18 })
        await wrong.close()
      }
    } finally {
      const gone = once(child, 'exit')
      child.kill()
      await gone
    }
  }),
)
