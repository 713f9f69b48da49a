import { type Collection, type Document, MongoClient } from 'mongodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
let client: MongoClient

beforeAll(async () => {
  database = await startTestDatabase()
  client = await MongoClient.connect(database.url)
})
afterAll(async () => {
  await client?.close()
  await database?.stop()
})

let count = 0
async function collectionOf(documents: readonly Document[]): Promise<Collection<Document>> {
  const collection = client.db().collection<Document>(`c${count++}`)
  if (documents.length > 0) await collection.insertMany(documents.map((document) => ({ ...document })))
  return collection
}

test('what is acknowledged is there after a kill', async ({ skip }) => {
  if (!database.embedded) skip('the server is not ours to kill')
  const collection = await collectionOf([{ _id: 1 as never, word: 'kept' }])
  await database.kill()
  await database.restart()
  expect(await collection.findOne({ word: 'kept' })).toEqual({ _id: 1, word: 'kept' })
})
