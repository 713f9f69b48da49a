import { createHash } from 'node:crypto'
import { parseManifest } from '@patchbay/core'
import { deskManifest, flowOf } from '@patchbay/core/test-kit'
import { BSON, MongoClient } from 'mongodb'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { unsealContent } from '../../runtime/server/src/runs/turn-content.ts'
import { createRunKeys } from '../../runtime/server/src/sealing/run-keys.ts'
import { createVault } from '../../runtime/server/src/sealing/vault.ts'
import { connectDatabase } from '../../runtime/server/src/storage/database.ts'
import { createStores } from '../../runtime/server/src/storage/stores.ts'
import { CALLER, type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { publishOn } from '../support/publish-on.ts'

const CARD = '4111111111111111'
const WRONG = '4111111111111112'
const CODE = '7391'
const words = (text: string) => ({ prompt: { text: { en: text } } })

const pay = flowOf(
  {
    card: [
      'secureDigits',
      { ...words('Your card number.'), what: { kind: 'cardNumber', lastFour: 'lastFour' }, variable: 'card', attempts: 2 },
      { collected: 'code', noInput: 'bye', noMatch: 'bye', failed: 'bye' },
    ],
    code: [
      'secureDigits',
      { ...words('Its code.'), what: { kind: 'securityCode' }, variable: 'code', submitOnHash: false },
      { collected: 'charge', noInput: 'bye', noMatch: 'bye', failed: 'bye' },
    ],
    charge: [
      'pluginAction',
      {
        plugin: 'test-desk',
        action: 'charge',
        inputs: [
          { name: 'card', value: '{{ card }}' },
          { name: 'amount', value: '4900' },
          { name: 'currency', value: 'THB' },
        ],
        outlets: ['paid', 'declined', 'unknown'].map((id) => ({ id, label: id })),
        sideEffect: 'money',
        mode: 'idempotent',
      },
      { paid: 'paid', declined: 'bye', unknown: 'bye', failed: 'bye' },
    ],
    paid: ['hangUp', words('Paid with the card ending in {{ lastFour | digits }}.')],
    bye: ['hangUp', words('Not paid.')],
  },
  {
    variables: [
      { name: 'card', type: 'text', sensitive: true },
      { name: 'code', type: 'text', sensitive: true },
      { name: 'lastFour', type: 'text', sensitive: false },
    ],
  },
)

let bench: CallBench
const log: string[] = []
const given: Readonly<Record<string, unknown>>[] = []
let seenByPhone = ''
let callId = ''

beforeAll(async () => {
  bench = await startCallBench()
  const parsed = parseManifest(deskManifest)
  if (parsed.type === 'error') throw new Error('the manifest of the tests is wrong')
  await bench.startServer(
    {},
    {
      log: pino({ level: 'trace' }, { write: (line: string) => void log.push(line) }),
      plugins: {
        manifests: async () => [parsed.manifest],
        health: async () => new Map(),
        async invoke(_place, { input }) {
          given.push(input)
          return { outlet: 'paid', output: { paymentId: 'p1' } }
        },
      },
    },
  )
  await publishOn(bench, pay)

  callId = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER }).uuid
  const asked = async (times: number, text: string) => {
    await bench.clock.runUntil(() => bench.heard(callId).filter((heard) => heard === text).length === times)
    await bench.clock.runUntil(() => bench.emulator.leg(callId).waitsFor !== null)
  }
  const follow = async () => {
    const ending = new AbortController()
    const response = await fetch(`${bench.url}/api/v1/phone/calls/${callId}/events`, { signal: ending.signal })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
      seenByPhone += part.value
      if (seenByPhone.includes('"type":"ended"')) break
    }
    ending.abort()
  }
  const phone = follow()
  await asked(1, 'Your card number.')
  bench.emulator.pressKeys(callId, `${WRONG}#`)
  await asked(2, 'Your card number.')
  bench.emulator.pressKeys(callId, `${CARD}#`)
  await asked(1, 'Its code.')
  bench.emulator.pressKeys(callId, CODE)
  await bench.clock.runUntil(() => bench.emulator.leg(callId).state === 'ended')
  await bench.clock.settle()
  await phone
})
afterAll(() => bench.stop())

/** Digits as they could stand anywhere: in a row, spoken, or coded. */
const traces = (digits: string): string[] => [
  digits,
  [...digits].join(' '),
  digits.replace(/(.{4})/g, '$1 ').trim(),
  Buffer.from(digits).toString('base64').slice(0, -2),
  Buffer.from(digits).toString('hex'),
  createHash('sha256').update(digits).digest('hex'),
]
const secrets = [CARD, WRONG].flatMap(traces)
const found = (text: string) => secrets.filter((secret) => text.includes(secret))

test('the caller pays, and hears the last four digits only', () => {
  expect(bench.heard(callId).at(-1)).toBe('Paid with the card ending in 1 1 1 1.')
  expect(given).toHaveLength(1)
  expect(given[0]).toMatchObject({ amount: 4900, currency: 'THB' })
  expect(String(given[0]?.['card'])).toMatch(/^[\w-]{43}$/)
})

test('the digits stand in no document and no index of the database, sealed or not', async () => {
  const client = await MongoClient.connect(bench.database.url)
  const documents = await Promise.all(
    (await client.db().collections()).map(async (collection) => BSON.EJSON.stringify(await collection.find().toArray())),
  )
  const raw = await Promise.all(
    (await client.db().collections()).map((collection) => collection.find({}, { raw: true }).toArray()),
  )
  await client.close()
  expect(documents.join('').length).toBeGreaterThan(2000)
  expect(found(documents.join(''))).toEqual([])
  expect(
    found(
      raw
        .flat()
        .map((bytes) => Buffer.from(bytes as unknown as Uint8Array).toString('latin1'))
        .join(''),
    ),
  ).toEqual([])
})

test('nor within what is sealed: the turns hold tokens, and the vault gives each value once', async () => {
  const connection = await connectDatabase(bench.database.url, {
    log: pino({ level: 'silent' }),
    giveUp: new AbortController().signal,
  })
  try {
    const stores = createStores(connection)
    const secretKey = Buffer.from(bench.env['PATCHBAY_SECRET_KEY'] ?? '', 'hex')
    const raw = await connection.collection('turns').find().sort({ seq: 1 }).toArray()
    const runId = String(raw[0]?.['runId'])
    const tenantId = String(raw[0]?.['tenantId'])
    const key = await createRunKeys(stores.keys, secretKey).open(tenantId, runId)
    const turns = await stores.turns.since(tenantId, runId, -1)
    const plain = turns.map((turn) => JSON.stringify(unsealContent(key, turn))).join('')
    expect(plain).toContain('secret.received')
    expect(found(plain)).toEqual([])
    expect(plain).not.toContain(CODE)

    const vault = createVault({ entries: stores.vault, secretKey, clock: Date.now })
    const token = String(given[0]?.['card'])
    expect(plain).toContain(token)
    expect(await vault.take('somebody-else', token)).toBeUndefined()
    expect(await vault.take(tenantId, token)).toBe(CARD)
    expect(await vault.take(tenantId, token)).toBeUndefined()
  } finally {
    await connection.close()
  }
})

test('nor in the log', () => {
  expect(log.length).toBeGreaterThan(5)
  expect(found(log.join(''))).toEqual([])
})

test('nor in what the phone in the browser is shown: a dot for each key', () => {
  const pressed = [...seenByPhone.matchAll(/"type":"pressed","at":\d+,"key":"(.)"/g)].map(([, key]) => key)
  expect(pressed).toHaveLength(WRONG.length + CARD.length + CODE.length + 2)
  expect(new Set(pressed)).toEqual(new Set(['•']))
  expect(found(seenByPhone)).toEqual([])
})
