import { type Collection, type CommandStartedEvent, type Document, MongoClient, type MongoClientOptions } from 'mongodb'
import { afterAll, beforeAll, expect } from 'vitest'
import { startTestDatabase, type TestDatabase } from './database.ts'

/** What MongoDB can and the embedded database refuses is tested on the embedded one alone. */
export const MONGODB_IS_GIVEN = Boolean(process.env.MONGODB_URL)

/** Documents with any `_id`, not only ObjectIds. */
export type AnyDocument = Document & { _id?: unknown }

export interface Contract {
  readonly database: TestDatabase
  readonly client: MongoClient
  /** A collection of its own with these documents. */
  collectionOf(documents?: readonly AnyDocument[]): Promise<Collection<Document>>
}

/** One database for the tests of a file; says at the end how many operations it was asked for, and fails when there were none. */
export function contractOn(title: string, options: MongoClientOptions = {}): Contract {
  let database: TestDatabase | undefined
  let client: MongoClient | undefined
  const operations = new Map<string, number>()
  let collections = 0
  beforeAll(async () => {
    database = await startTestDatabase()
    // values come back in the types in which they are stored: a Long that became an Int32 would go unseen otherwise
    client = new MongoClient(database.url, { monitorCommands: true, promoteValues: false, ...options })
    client.on('commandStarted', ({ commandName }: CommandStartedEvent) => {
      operations.set(commandName, (operations.get(commandName) ?? 0) + 1)
    })
    await client.connect()
  })
  afterAll(async () => {
    await client?.close()
    await database?.stop()
    const total = [...operations.values()].reduce((sum, count) => sum + count, 0)
    const list = [...operations].map(([name, count]) => `${name} ${count}`).join(', ')
    console.log(`contract ${title}: ${total} operations (${list})`)
    expect(total).toBeGreaterThan(0)
  })
  const started = <Part>(part: Part | undefined): Part => {
    if (part === undefined) throw new Error('the database has not started')
    return part
  }
  return {
    get database() {
      return started(database)
    },
    get client() {
      return started(client)
    },
    async collectionOf(documents = []) {
      const collection = started(client).db().collection(`c${collections++}`)
      if (documents.length > 0) await collection.insertMany(documents.map((document) => ({ ...document })) as Document[])
      return collection
    },
  }
}

/** The code and the text of what a promise was refused with; undefined when it was not. */
export async function refusalOf(attempt: Promise<unknown>): Promise<{ code: number; message: string } | undefined> {
  try {
    await attempt
    return undefined
  } catch (thrown) {
    const { code, message } = thrown as { code: number; message: string }
    return { code: Number(code), message }
  }
}
