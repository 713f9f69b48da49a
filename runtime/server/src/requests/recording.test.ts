import { randomBytes } from 'node:crypto'
import type { RequestOf, RunState } from '@patchbay/core'
import { expect, test } from 'vitest'
import { createRecordingAddresses } from '../recordings/recording-address.ts'
import type { StoredRecording } from '../storage/recording-store.ts'
import { createTurnAddresses } from '../vonage/turn-address.ts'
import { type Performers, performRequest } from './perform.ts'
import { recording } from './recording.ts'

const secretKey = randomBytes(32)
const publicUrl = 'https://ivr.test'
const addresses = createTurnAddresses({ secretKey, publicUrl })
const caller = {
  direction: 'inbound',
  number: '447700900123',
  vonageCallId: 'u1',
  vonageConversationId: 'CON-1',
  regionUrl: 'https://api-eu-3.vonage.com',
  statuses: [],
  askedSeq: 3,
} as const
const start: RequestOf<'recording'> = { kind: 'recording', action: 'start', retentionDays: 7 }
const state: RunState = {
  stateFormat: 1,
  frames: [],
  legs: { caller },
  calledNumber: '12025550100',
  language: 'en',
  requests: 1,
  pending: { id: 'r1', seq: 3, mode: 'idempotent', request: start },
  group: null,
  queue: null,
  conference: null,
  recordings: ['old', 'new'],
  ended: null,
}

async function performed(
  request: RequestOf<'recording'>,
  { status = 204, over = {} }: { status?: number; over?: Partial<RunState> } = {},
) {
  const did: unknown[] = []
  const perform = recording({
    files: {
      async record(call, order) {
        did.push({ ...call, ...order })
        return status
      },
    },
    desk: {
      async ready({ recordingUuid }) {
        did.push(recordingUuid)
        return status === 204 ? ({} as StoredRecording) : undefined
      },
      async discard({ recordingUuid }) {
        did.push(recordingUuid)
      },
    },
    addresses,
    listening: createRecordingAddresses({ secretKey, publicUrl, clock: () => 0 }),
  })
  const context = {
    place: { tenantId: 't', environmentId: 'main' },
    isTest: false,
    runId: 'run1',
    key: 'k',
    state: { ...state, ...over },
  }
  const answer = await performRequest({ recording: perform } as Performers, request, context)
  return { answer, did }
}

test('recording is switched in the region of the call, and its webhook comes to the turn that asked', async () => {
  const { answer, did } = await performed(start)
  const { turn: eventUrl } = addresses.of({ runId: 'run1', leg: 'caller', seq: 3 })
  expect(answer).toEqual({ outcome: 'started', values: {} })
  const call = { vonageConversationId: 'CON-1', regionUrl: 'https://api-eu-3.vonage.com' }
  expect(did).toEqual([{ ...call, action: 'start', eventUrl }])
  const stopped = await performed({ kind: 'recording', action: 'stop' })
  expect(stopped).toEqual({ answer: { outcome: 'stopped', values: {} }, did: [{ ...call, action: 'stop' }] })
})

test.each([
  [401, 'recordingNotAllowed'],
  [403, 'recordingNotAllowed'],
  [404, 'callNotKnown'],
  [500, 'recordingRefused'],
])('where Vonage says %i, the flow is told that it failed, and why: %s', async (status, reason) =>
  expect((await performed(start, { status })).answer).toEqual({ outcome: 'failed', values: { reason } }),
)

test('a call of an unknown conversation is not recorded', async () => {
  const { answer, did } = await performed(start, { over: { legs: { caller: { ...caller, vonageConversationId: null } } } })
  expect([answer.outcome, did]).toEqual(['failed', []])
})

test('a message that is played back or thrown away is the one that came last', async () => {
  const fetched = await performed({ kind: 'recording', action: 'fetch' })
  expect(fetched.did).toEqual(['new'])
  expect(fetched.answer).toMatchObject({ outcome: 'ready', values: { recording: expect.stringContaining('/messages/new?') } })
  expect(await performed({ kind: 'recording', action: 'discard' })).toEqual({
    answer: { outcome: 'discarded', values: {} },
    did: ['new'],
  })
  const late = await performed({ kind: 'recording', action: 'fetch' }, { status: 404 })
  expect(late.answer).toEqual({ outcome: 'failed', values: { reason: 'recordingNotThere' } })
})
