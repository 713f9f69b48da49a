import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startMongoEmbedded } from '@patchbay/mongo-embedded'
import { Decimal128, Double, Int32, Long, MongoClient, ObjectId } from 'mongodb'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createProgram, runProgram } from '../program.ts'

let root: string
const before = { ...process.env }
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'patchbay-db-'))
  inFolder('one')
})
afterEach(() => {
  process.env = { ...before }
  rmSync(root, { recursive: true, force: true })
})

function inFolder(name: string): string {
  const folder = join(root, name)
  process.env = { ...before, PATCHBAY_DATA: folder, PATH: '' }
  delete process.env['MONGODB_URL']
  return folder
}

async function db(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  const said = { out: [] as string[], error: [] as string[] }
  const terminal = { out: (text: string) => void said.out.push(text), error: (text: string) => void said.error.push(text) }
  const code = await runProgram(createProgram(terminal), ['node', 'patchbay', 'db', ...args], terminal)
  return { code, out: said.out.join('\n'), error: said.error.join('\n') }
}

async function inDatabase<Result>(folder: string, work: (client: MongoClient) => Promise<Result>): Promise<Result> {
  const embedded = await startMongoEmbedded({ folder: join(folder, 'database'), listen: { port: 0 } })
  const client = await MongoClient.connect(embedded.url)
  try {
    return await work(client)
  } finally {
    await client.close()
    await embedded.close()
  }
}

const things = [
  { _id: new ObjectId(), whole: new Int32(1), long: Long.fromString('9007199254740993'), real: new Double(1), at: new Date(0) },
  { _id: 'named', money: Decimal128.fromString('12.50'), bytes: Buffer.from('x'), nothing: null, list: [1, { a: 'ก' }] },
]

/** A database with two things under a unique index. */
const fill = (folder: string) =>
  inDatabase(folder, async (client) => {
    const collection = client.db('patchbay').collection<{ _id: unknown }>('things')
    await collection.createIndex({ long: 1 }, { unique: true, sparse: true })
    await collection.insertMany(things)
  })

const found = (folder: string) =>
  inDatabase(folder, async (client) => {
    const collection = client.db('patchbay').collection('things')
    const documents = await collection.find({}, { promoteValues: false, sort: { _id: 1 } }).toArray()
    const indexes = (await collection.indexes()).map(({ name, unique }) => `${name} ${unique ?? false}`)
    return {
      documents: JSON.stringify(documents),
      types: documents.map((one) => Object.values(one).map((v) => v?._bsontype)),
      indexes,
    }
  })

describe('a database is taken to another place', () => {
  test('with the types of its values and its indexes', async () => {
    const one = inFolder('one')
    await fill(one)
    const file = join(root, 'all.gz')
    expect(await db('export', file)).toMatchObject({ code: 0, out: expect.stringContaining('2 documents in 1 collections') })

    const two = inFolder('two')
    expect(await db('import', file, '--json')).toMatchObject({ code: 0, out: '{"collections":1,"documents":2}' })
    expect(await found(two)).toEqual(await found(one))
  })

  test('but never over something that is there', async () => {
    const one = inFolder('one')
    await fill(one)
    const file = join(root, 'all.gz')
    await db('export', file)
    const { code, error } = await db('import', file)
    expect(code).toBe(1)
    expect(error).toContain('The database is not empty: it has things.')
  })

  test.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 20)],
    ['something else', () => Buffer.from('hello')],
  ])('and not from a file that is %s', async (_what, damage) => {
    const one = inFolder('one')
    await fill(one)
    const file = join(root, 'all.gz')
    await db('export', file)
    writeFileSync(file, damage(readFileSync(file)))
    const two = inFolder('two')
    const { code, error } = await db('import', file)
    expect(code).toBe(1)
    expect(error).toMatch(/is not (whole|a database that)/)
    expect(await inDatabase(two, (client) => client.db('patchbay').listCollections().toArray())).toEqual([])
  })
})

test('a folder that began with one database stops with another, and says how to move; that way works, there and back', async () => {
  const own = await startMongoEmbedded({ folder: join(root, 'own-mongodb'), listen: { port: 0 } })
  const ownMongodb = own.url.replace('/?', '/calls?')
  try {
    const one = inFolder('one')
    await fill(one)
    const stays = await found(one)
    const file = join(root, 'all.gz')
    // here the folder is met by the product for the first time, and the choice is recorded
    expect((await db('export', file)).code).toBe(0)

    process.env['MONGODB_URL'] = ownMongodb
    const stopped = await db('export', join(root, 'other.gz'))
    expect(stopped.code).toBe(1)
    expect(stopped.error).toMatch(
      /is in the embedded database\. Leave MONGODB_URL empty.*PATCHBAY_DATA=.*patchbay db export.*patchbay db import/,
    )
    expect(stopped.error).not.toContain(new URL(ownMongodb).password)

    inFolder('two')
    process.env['MONGODB_URL'] = ownMongodb
    expect(await db('import', file)).toMatchObject({ code: 0, out: expect.stringContaining('2 documents in 1 collections') })

    inFolder('two')
    const back = await db('export', join(root, 'other.gz'))
    expect(back.code).toBe(1)
    expect(back.error).toMatch(
      /is in the MongoDB that MONGODB_URL named\. Set MONGODB_URL again.*patchbay db export.*patchbay db import/,
    )
    process.env['MONGODB_URL'] = ownMongodb
    expect((await db('export', join(root, 'back.gz'))).code).toBe(0)
    const three = inFolder('three')
    expect((await db('import', join(root, 'back.gz'))).code).toBe(0)
    expect(await found(three)).toEqual(stays)
  } finally {
    await own.close()
  }
})

test('check says what there is, backup and restore bring it to another folder, compact keeps it', async () => {
  const one = inFolder('one')
  await fill(one)
  expect(await db('check')).toMatchObject({ code: 0, out: 'All is well: 2 documents in 1 collections, 1 index entries.' })
  expect((await db('backup', join(root, 'copy'))).code).toBe(0)
  expect((await db('compact')).out).toMatch(/MB before, .* MB now\./)
  const two = inFolder('two')
  expect((await db('restore', join(root, 'copy'))).code).toBe(0)
  expect(await found(two)).toEqual(await found(one))
  expect(await db('restore', join(root, 'copy'))).toMatchObject({ code: 1, error: expect.stringContaining('is not empty') })
})

test('without a database they say so in a line', async () => {
  inFolder('none')
  const { code, error } = await db('backup', join(root, 'copy'))
  expect(code).toBe(1)
  expect(error).toMatch(/^There is no database in .*\.$/)
  expect(existsSync(join(root, 'copy'))).toBe(false)
})
