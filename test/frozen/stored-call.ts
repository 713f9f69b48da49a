import { randomUUID } from 'node:crypto'
import { flowOf } from '@patchbay/core/test-kit'
import { BSON, type Document, MongoClient } from 'mongodb'
import { type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { publishOn } from '../support/publish-on.ts'
import { postWebhook } from '../support/vonage-post.ts'

/** A call amid a question, as it lies in a database, and what the next key led to in the release that froze it. */
export interface StoredCall {
  secretKey: string
  /** Extended JSON, by collection. */
  collections: Record<string, unknown[]>
  /** Where the answer to the question is posted. */
  path: string
  body: object
  heard: unknown
}

/** All that carrying on a call needs. */
const COLLECTIONS = ['turns', 'legs', 'keys', 'flowVersions']
const words = (text: string) => ({ prompt: { text: { en: text } } })
const flow = flowOf(
  {
    number: [
      'collectDigits',
      { ...words('Your number?'), variable: 'number', minDigits: 2, maxDigits: 6, attempts: 2 },
      { collected: 'bye', noInput: 'bye', noMatch: 'bye' },
    ],
    bye: ['hangUp', words('You typed {{ number | digits }}.')],
  },
  { variables: [{ name: 'number', type: 'text', sensitive: false }] },
)

type Ncco = readonly { action: string; text?: string; eventUrl?: readonly string[] }[]
const post = async (bench: CallBench, path: string, body: object) =>
  (await postWebhook(bench.url + path, body, { keys: bench.keys })).body as Ncco
/** Without addresses, which are another one's everywhere. */
const audible = (ncco: Ncco) => ncco.map(({ action, text }) => ({ action, text }))

export async function makeStoredCall(): Promise<StoredCall> {
  const bench = await startCallBench()
  const secretKey = '5f'.repeat(32)
  await bench.startServer({ PATCHBAY_SECRET_KEY: secretKey })
  await publishOn(bench, flow)
  const uuid = randomUUID()
  const call = { uuid, conversation_uuid: `CON-${uuid}`, timestamp: '2026-01-01T12:00:00.000Z' }
  const first = await post(bench, '/vonage/voice/answer', { ...call, from: '447700900123', to: SAMPLE_NUMBER })
  const pathIn = (ncco: Ncco) => ncco.find(({ eventUrl }) => eventUrl)?.eventUrl?.[0]?.replace(bench.url, '') ?? ''
  const again = await post(bench, pathIn(first), { ...call, dtmf: { digits: '', timed_out: true } })
  const client = await MongoClient.connect(bench.database.url)
  const collections: StoredCall['collections'] = {}
  for (const name of COLLECTIONS) {
    const documents = await client.db().collection(name).find({}, { promoteValues: false }).toArray()
    collections[name] = documents.map((document) => BSON.EJSON.serialize(document, { relaxed: false }))
  }
  const body = { ...call, dtmf: { digits: '4711', timed_out: false } }
  const heard = audible(await post(bench, pathIn(again), body))
  await client.close()
  await bench.stop()
  return { secretKey, collections, path: pathIn(again), body, heard }
}

/** Puts a frozen call into a new database, and answers its question. */
export async function carryOn({ secretKey, collections, path, body }: StoredCall): Promise<unknown> {
  const bench = await startCallBench()
  try {
    const client = await MongoClient.connect(bench.database.url)
    // by now it would be over its time
    const later = { purgeAt: new Date(Date.now() + 86_400_000) }
    for (const [name, documents] of Object.entries(collections)) {
      const stored = documents.map((document) => BSON.EJSON.deserialize(document as Document, { relaxed: false }) as Document)
      await client
        .db()
        .collection(name)
        .insertMany(stored.map((one) => ('purgeAt' in one ? { ...one, ...later } : one)))
    }
    await client.close()
    await bench.startServer({ PATCHBAY_SECRET_KEY: secretKey })
    return audible(await post(bench, path, body))
  } finally {
    await bench.stop()
  }
}
