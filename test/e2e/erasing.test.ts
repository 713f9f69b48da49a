import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { flowOf } from '@patchbay/core/test-kit'
import { compactDatabase } from '@patchbay/mongo-embedded'
import { type Binary, MongoClient } from 'mongodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { askPlugin, installKeepers, keepOf } from '../support/kept-by-plugins.ts'
import { apiOf, publishOn } from '../support/publish-on.ts'

const words = (text: string) => ({ prompt: { text: { en: text } } })
const text = (name: string) => ({ name, type: 'text' as const, sensitive: false })
const flow = flowOf(
  {
    city: [
      'collectSpeech',
      { ...words('Which city?'), variable: 'city' },
      { collected: 'number', noInput: 'bye', noMatch: 'bye' },
    ],
    number: [
      'collectDigits',
      { ...words('Your number?'), variable: 'number', minDigits: 2, maxDigits: 9 },
      { collected: 'note', noInput: 'bye', noMatch: 'bye' },
    ],
    note: ['note', { text: 'From {{ city }}, {{ number }}' }, { next: 'bye' }],
    bye: ['hangUp', words('Goodbye, {{ city }}.')],
  },
  { variables: [text('city'), text('number')] },
)
interface RawRecord {
  sealed: Binary
}
const ANN = { number: '447700900321', name: 'Anastasia Pemberlyne', city: 'Quizzical Fernmouth', typed: '907341862' }
const BEN = { number: '447700900654', name: 'Benedict Ostrowicz', city: 'Lavender Hollowbury', typed: '118822993' }

let bench: CallBench
let client: MongoClient
let folder: string
let flowId: string
beforeAll(async () => {
  bench = await startCallBench()
  client = await MongoClient.connect(bench.database.url)
  folder = mkdtempSync(join(tmpdir(), 'patchbay-erasing-'))
  await installKeepers(await bench.startServer())
  flowId = await publishOn(bench, flow)
})
afterAll(async () => {
  await client.close()
  await bench.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function call({ number, city, typed }: typeof ANN): Promise<{ runId: string; wrapped: Buffer }> {
  const { uuid } = bench.emulator.dial({ from: number, to: SAMPLE_NUMBER })
  const asked = () => bench.emulator.leg(uuid).waitsFor?.kind === 'input' && bench.emulator.leg(uuid).hears === null
  const told = (prompt: string) => bench.clock.runUntil(() => bench.heard(uuid).at(-1) === prompt && asked())
  await told('Which city?')
  bench.emulator.speak(uuid, { text: city })
  await told('Your number?')
  bench.emulator.pressKeys(uuid, `${typed}#`)
  await bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
  await bench.clock.settle()
  expect(bench.heard(uuid).at(-1)).toBe(`Goodbye, ${city}.`)
  const leg = await client.db().collection<{ _id: string; runId: string }>('legs').findOne({ _id: uuid })
  const runId = leg?.runId ?? ''
  const key = await client.db().collection<{ _id: string; wrapped: Binary }>('keys').findOne({ _id: runId })
  return { runId, wrapped: Buffer.from(key?.wrapped.value() ?? []) }
}

/** Calls as the customer from the phone in the browser, and hangs up at once. @returns What the try line knows callers by. */
async function trialAs({ number }: typeof ANN): Promise<string[]> {
  const { callId } = (await apiOf(bench, 'POST', '/phone/try', { body: { flowId, use: 'live', from: number } })).body as {
    callId: string
  }
  await bench.clock.runUntil(() => bench.heard(callId).length > 0)
  bench.emulator.hangUp(callId)
  await bench.clock.settle()
  return trialCallers()
}
async function trialCallers(): Promise<string[]> {
  const [line] = await client.db().collection<{ rules: { callers: string[] }[] }>('numbers').find({ use: 'tryLine' }).toArray()
  return (line?.rules ?? []).flatMap(({ callers }) => callers)
}

const main = fileURLToPath(new URL('../../runtime/cli/src/main.ts', import.meta.url))
/** The command line, as a process of its own. */
async function patchbay(...args: string[]): Promise<string> {
  const { PATCHBAY_SECRET_KEY = '', MONGODB_URL = '' } = bench.env
  const env = { PATH: process.env.PATH, PATCHBAY_SECRET_KEY, MONGODB_URL, PATCHBAY_DATA: join(folder, 'data') }
  const run = promisify(execFile)
  return (await run(process.execPath, ['--conditions=patchbay-source', main, ...args], { cwd: folder, env })).stdout
}
const exported = async (...options: string[]) => {
  const file = join(folder, 'events.ndjson')
  await patchbay('events', 'export', file, ...options)
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as { type: string; contactId: string; ts: string; personal?: object | null })
}

/** Every byte that the database has on disk. */
const rawFiles = (): Buffer => {
  const data = join(bench.database.folder, 'data')
  const files = readdirSync(data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  expect(files).not.toEqual([])
  return Buffer.concat(files.map(({ parentPath, name }) => readFileSync(join(parentPath, name))))
}
const holds = (bytes: Buffer, what: string | Buffer) => bytes.includes(what)

test('a customer is erased by the key, and what is over its time by itself: nothing of either is left in the files', async (context) => {
  if (!bench.database.embedded) return context.skip()
  const ann = await call(ANN)
  const ben = await call(BEN)
  const tried = [await trialAs(BEN), await trialAs(ANN)]
  expect(tried.map(({ length }) => length)).toEqual([1, 2])
  const database = client.db()
  const annKept = await keepOf(bench, ANN)
  const benKept = await keepOf(bench, BEN)
  const ask = (path: string, input: object) => askPlugin(bench, path, input)
  // a plugin that is switched off keeps what it has
  await apiOf(bench, 'PUT', '/plugins/one-time-codes/enabled', { body: { enabled: false } })
  await expect.poll(() => database.collection('turns').countDocuments({ projected: false }), { timeout: 20_000 }).toBe(0)

  const recordsNow = async () => {
    const found = await database.collection<RawRecord>('pluginRecords').find({}).toArray()
    return new Map(found.map(({ _id, sealed }) => [String(_id), Buffer.from(sealed.value())]))
  }
  const recordsBefore = await recordsNow()
  const alive = rawFiles()
  expect([holds(alive, ann.wrapped), holds(alive, ben.wrapped)]).toEqual([true, true])
  for (const sealed of recordsBefore.values()) expect(holds(alive, sealed)).toBe(true)
  const before = await exported('--personal')
  const offered = (contactId: string) => ({ type: 'contact.offered', contactId })
  expect(before.find(({ type }) => type === 'contact.offered')).toMatchObject({
    ...offered(ann.runId),
    personal: { from: ANN.number },
  })
  expect(before.filter(({ type }) => type === 'note.left').map(({ personal }) => personal)).toEqual([
    { text: `From ${ANN.city}, ${ANN.typed}` },
    { text: `From ${BEN.city}, ${BEN.typed}` },
  ])
  const plain = await exported()
  expect(plain).toHaveLength(before.length)
  expect(JSON.stringify(plain)).not.toMatch(/personal|4477009|Fernmouth/)
  expect(await exported('--from', plain[3]?.ts ?? '', '--to', plain.at(-1)?.ts ?? '')).toEqual(
    plain.filter(({ ts }) => ts >= (plain[3]?.ts ?? '') && ts < (plain.at(-1)?.ts ?? '')),
  )

  expect(JSON.parse(await patchbay('erase', `+${ANN.number}`, '--json'))).toEqual({
    // the trial, too
    calls: 2,
    recordings: 0,
    messages: 0,
    callbacks: 0,
    // gone: the contact and a note, the link, when a survey was asked, the PIN, the code
    records: 6,
    // kept for the books: the bill, the payment, the request, the credit note; and the answers by voice and by link, as counts
    blanked: 6,
    // the answer to whoever had the contact put in, which is kept for repetitions
    values: 1,
    goingOn: 0,
    unclear: [],
  })
  expect(await trialCallers()).toEqual(tried[0])
  const recordsAfter = await recordsNow()
  const gone = [...recordsBefore].filter(([id, sealed]) => !recordsAfter.get(id)?.equals(sealed)).map(([, sealed]) => sealed)
  expect(gone).toHaveLength(12)
  const { contactId, paymentId, approvalId, creditNote, linked } = annKept
  expect(await ask('crm/findContact', { phone: ANN.number })).toEqual({})
  expect(await ask('ledger/getPayment', { paymentId })).toMatchObject({ state: 'paid', amount: 490_00, captured: 490_00 })
  expect((await ask('ledger/listPayments', { customerId: ANN.number }))['payments']).toEqual([])
  expect((await ask('refunds/getApproval', { approvalId }))['approval']).toMatchObject({
    state: 'waiting',
    amount: 90_00,
    reason: '',
  })
  // a link that was sent before takes no more answers
  const opened = await Promise.all([linked, benKept.linked].map((responseId) => ask('surveys/openLink', { responseId })))
  expect(opened.map(({ questions }) => Array.isArray(questions))).toEqual([false, true])
  expect(await ask('crm/findContact', { phone: BEN.number })).toMatchObject({ contact: { id: benKept.contactId } })
  expect((await ask('ledger/listPayments', { customerId: BEN.number }))['payments']).toHaveLength(1)
  const noted = { amount: 5_00, currency: 'THB', reason: 'Late', customerId: contactId }
  expect([creditNote, benKept.creditNote, (await ask('refunds/creditNote', noted))['number']]).toEqual(
    [1, 2, 3].map((number) => `CN-${new Date().getFullYear()}-0000${number}`),
  )
  const [written] = await database.collection('erasures').find({}).toArray()
  expect(written).toMatchObject({ actor: 'command line', state: 'done', erased: { calls: 2, records: 6 } })
  const after = await exported('--personal')
  expect(after.map(({ type }) => type)).toEqual(before.map(({ type }) => type))
  expect(after.filter(({ contactId, personal }) => contactId === ann.runId && personal)).toEqual([])
  expect(after.filter(({ contactId }) => contactId === ben.runId)).toEqual(
    before.filter(({ contactId }) => contactId === ben.runId),
  )
  expect(JSON.parse(await patchbay('erase', ANN.number, '--json'))).toMatchObject({ calls: 0 })

  // Ben's call is over its time
  const past = { $set: { purgeAt: new Date(0) } }
  for (const name of ['turns', 'legs', 'keys', 'events'])
    await database
      .collection(name)
      .updateMany({ $or: [{ runId: ben.runId }, { _id: ben.runId as never }, { contactId: ben.runId }] }, past)
  for (const name of ['turns', 'legs'])
    await expect.poll(() => database.collection(name).countDocuments({ runId: ben.runId }), { timeout: 10_000 }).toBe(0)
  const keysOf = { _id: { $in: [ann.runId, ben.runId] as never[] } }
  await expect.poll(() => database.collection('keys').countDocuments(keysOf), { timeout: 10_000 }).toBe(0)
  await expect.poll(() => database.collection('events').countDocuments({ contactId: ben.runId }), { timeout: 10_000 }).toBe(0)

  await client.close()
  await bench.stopServers()
  await bench.database.kill()
  const uncompacted = rawFiles()
  await compactDatabase(join(bench.database.folder, 'data'))
  const compacted = rawFiles()
  // numbers, words and keys never stood there in plain, not even before
  for (const secret of [ANN, BEN].flatMap(({ number, name, city, typed }) => [number, name, city, typed])) {
    expect([secret, holds(uncompacted, secret), holds(compacted, secret)]).toEqual([secret, false, false])
  }
  // and the keys that open what is left are gone; so that this can fail, Ann's turns are still to be found
  expect([
    holds(compacted, ann.runId),
    holds(compacted, ann.wrapped),
    holds(compacted, ben.runId),
    holds(compacted, ben.wrapped),
  ]).toEqual([true, false, false, false])
  // what plugins kept of Ann cannot be found either, not even by whoever has the server's key
  for (const sealed of gone) expect(holds(compacted, sealed)).toBe(false)
  const left = [...recordsAfter.values()]
  expect(left.filter((sealed) => !holds(compacted, sealed))).toEqual([])
})
