import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { StartError, startMongoEmbedded } from '@patchbay/mongo-embedded'
import fc from 'fast-check'
import { BSON, MongoClient } from 'mongodb'
import { expect } from 'vitest'
import { startDatabaseProcess } from '../support/database.ts'
import { embedded, withDatabase } from '../support/with-database.ts'

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
