import type { Connection } from 'mongoose'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { createOutboundFence } from '../runs/outbound-fence.ts'
import { connectDatabase } from '../storage/database.ts'
import { buildIndexes, createStores, type Stores } from '../storage/stores.ts'
import type { SendOutcome } from '../vonage/text-messages.ts'
import { createTextMessageDesk, dialable } from './text-message-desk.ts'

let database: TestDatabase
let connection: Connection
let stores: Stores
beforeAll(async () => {
  database = await startTestDatabase()
  connection = await connectDatabase(database.url, { log: pino({ level: 'silent' }), giveUp: new AbortController().signal })
  stores = createStores(connection)
  await buildIndexes(stores)
})
afterAll(async () => {
  await connection.close()
  await database.stop()
})

const place = { tenantId: 'local', environmentId: 'main' }
const message = { to: '+44 7700 900123', from: '12025550100', text: 'Hello.', anyCountry: true }

function deskThat(outcome: () => SendOutcome | Promise<SendOutcome>) {
  const sent: object[] = []
  const textMessages = {
    send: async (one: object) => {
      sent.push(one)
      return outcome()
    },
  }
  const fence = createOutboundFence({
    policies: stores.outboundPolicies,
    counts: stores.outboundCounts,
    numbers: stores.numbers,
    refusals: stores.outboundRefusals,
  })
  return { sent, desk: createTextMessageDesk({ stores, fence, textMessages, clock: Date.now }) }
}
const context = (key: string) => ({ place, isTest: false, runId: 'run', key })

describe('under one key', () => {
  test.each<[SendOutcome, string]>([
    [{ type: 'taken', messageUuid: 'm1' }, 'sent'],
    [{ type: 'refused', reason: 'vonage1150' }, 'refused'],
    [{ type: 'unknown' }, 'unknown'],
  ])('%o is sent once, and %s ever after', async (outcome, expected) => {
    const { sent, desk } = deskThat(() => outcome)
    const key = `run/${outcome.type}`
    const twice = [await desk.send(context(key), message), await desk.send(context(key), message)]
    expect(twice.map((one) => one.outcome)).toEqual([expected, expected])
    expect(sent).toEqual([{ to: '447700900123', from: '12025550100', text: 'Hello.', ref: key }])
  })

  test('one that somebody is at this moment sending is not known', async () => {
    let answer = (_outcome: SendOutcome) => {}
    const { sent, desk } = deskThat(() => new Promise<SendOutcome>((resolve) => (answer = resolve)))
    const first = desk.send(context('run/both'), message)
    await expect.poll(() => sent.length).toBe(1)
    expect((await desk.send(context('run/both'), message)).outcome).toBe('unknown')
    answer({ type: 'taken', messageUuid: 'm2' })
    expect((await first).outcome).toBe('sent')
    expect(sent).toHaveLength(1)
  })

  test('a status that overtakes the answer stays', async () => {
    const { desk } = deskThat(async () => {
      await stores.messages.report('run/fast', { status: 'delivered', messageUuid: 'm3', reason: null, at: new Date() })
      return { type: 'taken', messageUuid: 'm3' }
    })
    await desk.send(context('run/fast'), message)
    expect(await stores.messages.get('run/fast')).toMatchObject({ status: 'delivered', messageUuid: 'm3' })
  })

  test('one that nobody knew the fate of is delivered after all', async () => {
    const { desk } = deskThat(() => ({ type: 'unknown' }))
    await desk.send(context('run/late'), message)
    expect(
      await stores.messages.report('run/late', { status: 'submitted', messageUuid: 'm4', reason: null, at: new Date() }),
    ).toBe(true)
    expect(await stores.messages.get('run/late')).toMatchObject({ status: 'submitted', messageUuid: 'm4' })
    expect((await stores.messages.ofRun('local', 'run')).map(({ _id }) => _id)).toContain('run/late')
  })
})

test.each([
  ['a text that is too long', { text: 'x'.repeat(1001) }, 'textTooLong'],
  ['an empty text', { text: '  ' }, 'textEmpty'],
  ['a number without a country', { to: '0800 123' }, 'numberNotValid'],
  ['a country that flows may not ring', { anyCountry: false }, 'country'],
  ['a premium number', { to: '+44 909 8790000' }, 'premium'],
])('%s goes nowhere', async (_what, over, reason) => {
  const { sent, desk } = deskThat(() => ({ type: 'unknown' }))
  expect(await desk.send(context(`run/${reason}`), { ...message, ...over })).toMatchObject({ outcome: 'refused', reason })
  expect([sent, await stores.messages.get(`run/${reason}`)]).toEqual([[], undefined])
})

test.each([
  ['+44 7700 900123', '447700900123'],
  ['0044 (7700) 900-123', '447700900123'],
  ['66.2.123.4567', '6621234567'],
  ['0812345678', undefined],
  ['12', undefined],
  ['call me', undefined],
  ['', undefined],
])('%j is dialled as %s', (written, expected) => expect(dialable(written)).toBe(expected))
