import { createReadStream, createWriteStream, renameSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { BSON, type Db, type Document } from 'mongodb'
import { z } from 'zod'
import { CommandFailure } from '../command-failure.ts'

/**
 * The file that a database is taken from one place to another in: gzip of lines of canonical Extended JSON, so that numbers, dates
 * and bytes keep their types. First a heading, then each collection with its documents, and the counts, by which a
 * file that was cut off is known.
 */
const FORMAT = 1
const headingSchema = z.strictObject({ patchbay: z.literal('database'), format: z.literal(FORMAT), exportedAt: z.string() })
const collectionSchema = z.strictObject({ collection: z.string(), indexes: z.array(z.looseObject({ key: z.looseObject({}) })) })
const endSchema = z.strictObject({ end: z.strictObject({ collections: z.number(), documents: z.number() }) })

export interface Counted {
  collections: number
  documents: number
}

const { EJSON } = BSON
const line = (value: unknown): string => `${EJSON.stringify(value as Document, { relaxed: false })}\n`

/** Documents that are written at once. */
const BATCH = 500

/** Writes all of a database to a file; a file that is there already is replaced when the new one is whole. */
export async function exportDatabase(database: Db, file: string): Promise<Counted> {
  const counted: Counted = { collections: 0, documents: 0 }
  async function* lines() {
    yield `${JSON.stringify({ patchbay: 'database', format: FORMAT, exportedAt: new Date().toISOString() })}\n`
    const names = (await database.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name)
    for (const name of names.filter((one) => !one.startsWith('system.')).toSorted()) {
      const collection = database.collection(name)
      const indexes = (await collection.indexes()).filter((index) => index.name !== '_id_')
      counted.collections++
      yield line({ collection: name, indexes })
      for await (const document of collection.find({}, { promoteValues: false }).sort({ _id: 1 })) {
        counted.documents++
        yield line({ document })
      }
    }
    yield `${JSON.stringify({ end: counted })}\n`
  }
  await pipeline(Readable.from(lines()), createGzip(), createWriteStream(`${file}.partial`, { mode: 0o600 }))
  renameSync(`${file}.partial`, file)
  return counted
}

/**
 * Puts the contents of a file into an empty database. The file is read through before anything is written.
 *
 * @throws {CommandFailure} For a file that is none of ours or was cut off, and for a database that holds something.
 */
export async function importDatabase(database: Db, file: string): Promise<Counted> {
  const expected = await readThrough(file)
  const occupied = await occupiedCollections(database)
  if (occupied.length > 0)
    throw new CommandFailure(
      `The database is not empty: it has ${occupied.join(', ')}. Import into a new one: PATCHBAY_DATA=<a new folder>, or another name in MONGODB_URL.`,
    )
  const counted: Counted = { collections: 0, documents: 0 }
  let name = ''
  let batch: Document[] = []
  const flush = async () => {
    if (batch.length > 0) await database.collection(name).insertMany(batch, { ordered: false })
    counted.documents += batch.length
    batch = []
  }
  for await (const part of partsOf(file)) {
    if (part.type === 'collection') {
      await flush()
      name = part.name
      counted.collections++
      await database.createCollection(name)
      if (part.indexes.length > 0) await database.command({ createIndexes: name, indexes: part.indexes.map(forCreation) })
    } else if (part.type === 'document') {
      batch.push(part.document)
      if (batch.length === BATCH) await flush()
    }
  }
  await flush()
  if (counted.documents !== expected.documents) throw new CommandFailure('The file changed while it was read. Begin again.')
  return counted
}

const forCreation = ({ ns: _namespace, ...index }: Document): Document => index

async function occupiedCollections(database: Db): Promise<string[]> {
  const names = (await database.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name)
  const counts = await Promise.all(names.map(async (name) => ({ name, one: await database.collection(name).findOne({}) })))
  return counts.filter(({ one }) => one !== null).map(({ name }) => name)
}

async function readThrough(file: string): Promise<Counted> {
  const counted: Counted = { collections: 0, documents: 0 }
  let end: Counted | undefined
  for await (const part of partsOf(file)) {
    if (part.type === 'collection') counted.collections++
    else if (part.type === 'document') counted.documents++
    else end = part.counted
  }
  if (end === undefined || end.documents !== counted.documents || end.collections !== counted.collections)
    throw new CommandFailure(`${file} is not whole: it was cut off. Export it again.`)
  return counted
}

type Part =
  | { type: 'collection'; name: string; indexes: readonly Document[] }
  | { type: 'document'; document: Document }
  | { type: 'end'; counted: Counted }

async function* partsOf(file: string): AsyncGenerator<Part> {
  const text = createGunzip()
  const read = pipeline(createReadStream(file), text)
  read.catch(() => undefined) // told by the loop below, which reads the same stream
  let headed = false
  try {
    for await (const one of createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (headed) yield partOf(EJSON.parse(one, { relaxed: false }) as Document, file)
      else headingSchema.parse(JSON.parse(one))
      headed = true
    }
    await read
  } catch (cause) {
    throw notOurs(file, cause)
  }
}

function partOf(value: Document, file: string): Part {
  if (value['document'] !== undefined) return { type: 'document', document: value['document'] as Document }
  const collection = collectionSchema.safeParse(value)
  if (collection.success) return { type: 'collection', name: collection.data.collection, indexes: value['indexes'] as Document[] }
  const end = endSchema.safeParse(EJSON.parse(EJSON.stringify(value)))
  if (end.success) return { type: 'end', counted: end.data.end }
  throw notOurs(file, end.error)
}

const notOurs = (file: string, cause: unknown) =>
  cause instanceof CommandFailure
    ? cause
    : new CommandFailure(`${file} is not a database that \`patchbay db export\` wrote, or it is damaged.`, { cause })
