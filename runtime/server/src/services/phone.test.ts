import { expect, test } from 'vitest'
import type { FlowStore } from '../storage/flow-store.ts'
import type { NumberStore } from '../storage/number-store.ts'
import type { TurnStore } from '../storage/turn-store.ts'
import type { EmulatorClient, LineEvent } from './emulator-client.ts'
import { createPhone } from './phone.ts'

const CALL = 'caller-leg'
const at = '2026-01-01T12:00:00.000Z'

/** A line on which so much has happened. */
function lineWith(happened: readonly LineEvent[]): EmulatorClient {
  const leg = { uuid: CALL, conversationUuid: 'CON-1', state: 'answered', endReason: null }
  const never = () => Promise.reject(new Error('not asked of this line'))
  return {
    ...{ dial: never, pressKeys: never, speak: never, act: never, leg: async () => leg },
    async *events() {
      yield* happened
    },
  }
}

test('a call is followed into the conversation that a transfer takes it to, and no other', async () => {
  const heard = (id: number, legUuid: string, conversationUuid: string, text: string): LineEvent => ({
    ...{ type: 'heard.started', id, at, legUuid, conversationUuid, text },
    ...{ kind: 'talk', durationMs: 900, bargeIn: false },
  })
  const emulator = lineWith([
    heard(1, CALL, 'CON-1', 'Please wait.'),
    heard(2, CALL, 'CON-2', 'Here is your message.'),
    heard(3, 'somebody', 'CON-2', 'A caller for you.'),
    heard(4, 'stranger', 'CON-3', 'Not for you.'),
    { type: 'leg.ended', id: 5, at, legUuid: CALL, conversationUuid: 'CON-2', reason: 'completed' },
  ])
  const turns = { since: async () => [] } as Partial<TurnStore> as TurnStore
  const phone = createPhone({ emulator, turns, flows: {} as FlowStore, numbers: {} as NumberStore })
  const context = { tenantId: 'local', environmentId: 'main' } as Parameters<typeof phone.events>[0]
  const told: unknown[] = []
  for await (const { event } of await phone.events(context, CALL, '', new AbortController().signal)) told.push(event)
  expect(told).toMatchObject([
    { type: 'heard', text: 'Please wait.' },
    { type: 'heard', text: 'Here is your message.' },
    { type: 'calleeHears', text: 'A caller for you.' },
    { type: 'ended' },
  ])
})
