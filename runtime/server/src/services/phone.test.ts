import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { runIdOf } from '../runs/run-service.ts'
import type { FlowStore } from '../storage/flow-store.ts'
import type { NumberStore } from '../storage/number-store.ts'
import type { TurnStore } from '../storage/turn-store.ts'
import { createTurnAddresses } from '../vonage/turn-address.ts'
import type { EmulatorClient, LineEvent } from './emulator-client.ts'
import { createPhone } from './phone.ts'

const CALL = 'caller-leg'
const at = '2026-01-01T12:00:00.000Z'

/** A line on which so much has happened. */
function lineWith(happened: readonly LineEvent[]): EmulatorClient {
  const leg = { uuid: CALL, conversationUuid: 'CON-1', from: '447700900123', state: 'answered', endReason: null }
  const never = () => Promise.reject(new Error('not asked of this line'))
  return {
    ...{ dial: never, pressKeys: never, speak: never, act: never, leg: async () => leg },
    async *events() {
      yield* happened
    },
  }
}

const addresses = createTurnAddresses({ secretKey: randomBytes(32), publicUrl: 'https://calls.example.com' })

/** What the phone is told of a call in which so much has happened. */
async function told(happened: readonly LineEvent[]): Promise<unknown[]> {
  const turns = { since: async () => [] } as Partial<TurnStore> as TurnStore
  const stores = { turns, flows: {} as FlowStore, numbers: {} as NumberStore }
  const phone = createPhone({ emulator: lineWith(happened), addresses, trialCallers: String, ...stores })
  const context = { tenantId: 'local', environmentId: 'main' } as Parameters<typeof phone.events>[0]
  const events: unknown[] = []
  for await (const { event } of await phone.events(context, CALL, '', new AbortController().signal)) events.push(event)
  return events
}

const heard = (id: number, legUuid: string, conversationUuid: string, text: string): LineEvent => ({
  ...{ type: 'heard.started', id, at, legUuid, conversationUuid, text },
  ...{ kind: 'talk', durationMs: 900, bargeIn: false },
})

test('a call is followed into the conversation that a transfer takes it to, and no other', async () => {
  const events = await told([
    heard(1, CALL, 'CON-1', 'Please wait.'),
    heard(2, CALL, 'CON-2', 'Here is your message.'),
    heard(3, 'somebody', 'CON-2', 'A caller for you.'),
    heard(4, 'stranger', 'CON-3', 'Not for you.'),
    { type: 'leg.ended', id: 5, at, legUuid: CALL, conversationUuid: 'CON-2', reason: 'completed' },
  ])
  expect(events).toMatchObject([
    { type: 'heard', text: 'Please wait.' },
    { type: 'heard', text: 'Here is your message.' },
    { type: 'calleeHears', text: 'A caller for you.' },
    { type: 'ended' },
  ])
})

test('text messages to the caller are read on the same telephone, and those to others are not', async () => {
  const message = (id: number, to: string, text: string): LineEvent => ({
    ...{ type: 'message.sent', id, at, legUuid: `message-${id}`, conversationUuid: '' },
    ...{ from: '12025550143', to, text },
  })
  const events = await told([
    message(1, '447700900123', 'Of a call before this one.'),
    heard(2, CALL, 'CON-1', 'Hello.'),
    message(3, '447700900123', 'Your code is 2468.'),
    message(4, '447700900124', 'Not for you.'),
  ])
  expect(events).toMatchObject([
    { type: 'heard' },
    { type: 'message', at: Date.parse(at), from: '12025550143', text: 'Your code is 2468.' },
  ])
})

test('those whom the run rings beside its caller have a seat, and those of other runs have none', async () => {
  const rung = (id: number, runOf: string, conversationUuid: string): LineEvent => ({
    ...{ type: 'leg.created', id, at, legUuid: `leg-${id}`, conversationUuid, direction: 'outbound', to: '12025550143' },
    eventUrl: addresses.of({ runId: runIdOf(runOf), leg: 'agent1', seq: 3 }).turn,
  })
  const events = await told([
    rung(1, CALL, 'CON-5'),
    heard(2, 'leg-1', 'CON-5', 'A caller for you.'),
    rung(3, 'another-call', 'CON-6'),
    heard(4, 'leg-3', 'CON-6', 'Not for you.'),
  ])
  expect(events).toMatchObject([
    { type: 'dialling', leg: 'leg-1', to: '12025550143' },
    { type: 'calleeHears', text: 'A caller for you.' },
  ])
})
