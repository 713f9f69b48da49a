import { createSecretKey, randomBytes } from 'node:crypto'
import { CALLER, type CallReceived, startRun } from '@patchbay/core'
import { flowOf, plansOf } from '@patchbay/core/test-kit'
import { expect, test } from 'vitest'
import type { LegStore } from '../storage/leg-store.ts'
import type { TurnStore } from '../storage/turn-store.ts'
import { createTurnAddresses } from '../vonage/turn-address.ts'
import { createMoveRun } from './move-run.ts'
import type { RunInHand } from './run-in-hand.ts'

const flow = flowOf({ ring: ['connect', { endpoints: [{ kind: 'phone', number: '12025550143' }] }] })
const plans = plansOf(flow)
const received: CallReceived = {
  type: 'call.received',
  leg: CALLER,
  from: '447700900123',
  to: '12025550100',
  vonageCallId: 'u1',
  vonageConversationId: 'CON-1',
}

/** A run whose caller is being connected to somebody of whom no webhook has come yet. */
function ringing(): RunInHand {
  const { state } = startRun(plans, { flowId: flow.id, version: '1' }, received, { now: 0, seed: 's', seq: 0 })
  return {
    place: { tenantId: 'local', environmentId: 'main' },
    isTest: false,
    runId: 'run1',
    seed: 's',
    purgeAt: new Date(1000),
    key: createSecretKey(randomBytes(32)),
    seq: 0,
    state,
    replies: {},
    size: 0,
  }
}

test('somebody who was rung is in the index before the turn that knows of it is stored', async () => {
  const happened: string[] = []
  const run = ringing()
  const callee = Object.keys(run.state.legs).find((leg) => leg !== CALLER)!
  const move = createMoveRun({
    turns: {} as TurnStore,
    legs: { add: async ({ _id, leg }) => void happened.push(`${leg} is ${_id}`) } as LegStore,
    plans: { load: async () => plans } as never,
    addresses: createTurnAddresses({ secretKey: randomBytes(32), publicUrl: 'https://calls.example.com' }),
    store: async () => void happened.push('stored'),
    fence: { refusal: () => Promise.reject(new Error('nobody is rung')) },
    answer: () => Promise.reject(new Error('nothing is asked')),
  })
  const event = {
    type: 'leg.statusChanged' as const,
    leg: callee,
    status: 'ringing' as const,
    vonageCallId: 'u2',
    occurredAt: '',
  }
  await move(run, { leg: callee, events: [event], now: 1, arrival: undefined })
  expect(happened).toEqual([`${callee} is u2`, 'stored'])
})
