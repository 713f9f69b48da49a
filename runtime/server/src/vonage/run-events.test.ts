import { LEG_STATUSES, type NccoAction, type RunState } from '@patchbay/core'
import { describe, expect, test } from 'vitest'
import { eventsAt } from './run-events.ts'
import type { VoiceWebhook } from './webhook.ts'

const leg = (vonageCallId: string | null, direction: 'inbound' | 'outbound') => ({
  direction,
  number: '12025550143',
  vonageCallId,
  vonageConversationId: null,
  regionUrl: null,
  statuses: [],
  askedSeq: null,
})
const state: RunState = {
  stateFormat: 1,
  frames: [],
  legs: { caller: leg('u1', 'inbound'), callee1: leg('u2', 'outbound'), callee2: leg(null, 'outbound') },
  calledNumber: '12025550100',
  language: 'en',
  requests: 0,
  pending: null,
  group: null,
  queue: null,
  conference: null,
  ended: null,
}
const run = { state, replies: {} }
const at = { runId: 'run1', leg: 'caller', seq: 4 }
const status = (what: (typeof LEG_STATUSES)[number], vonageCallId = 'u2'): VoiceWebhook => ({
  kind: 'status',
  vonageCallId,
  status: what,
  occurredAt: 't',
})

const FILE = { recordingUuid: 'r1', recordingUrl: 'https://x/1', startedAt: '2026-01-02T09:30:00Z', durationSeconds: 7, size: 9 }

describe('eventsAt', () => {
  test.each<[string, VoiceWebhook, object[]]>([
    [
      'keys',
      { kind: 'input', vonageCallId: 'u1', digits: '2', timedOut: false, said: [] },
      [{ type: 'digits.received', leg: 'caller', askedSeq: 4, digits: '2' }],
    ],
    [
      'no key',
      { kind: 'input', vonageCallId: 'u1', digits: '', timedOut: true, said: [] },
      [{ type: 'input.timedOut', leg: 'caller', askedSeq: 4 }],
    ],
    [
      'words',
      { kind: 'input', vonageCallId: 'u1', digits: '', timedOut: false, said: [{ text: 'sales', confidence: 0.94 }] },
      [{ type: 'speech.received', leg: 'caller', askedSeq: 4, results: [{ text: 'sales', confidence: 0.94 }] }],
    ],
    [
      'a key beside words: the key decides',
      { kind: 'input', vonageCallId: 'u1', digits: '2', timedOut: false, said: [{ text: 'two', confidence: 0.5 }] },
      [{ type: 'digits.received', leg: 'caller', askedSeq: 4, digits: '2' }],
    ],
    [
      'a notify',
      { kind: 'notify', about: 'connect', first: false, waited: 0, settled: false },
      [{ type: 'connect.finished', leg: 'caller', askedSeq: 4 }],
    ],
    ['a recording', { kind: 'record', ...FILE }, [{ type: 'recording.received', leg: 'caller', askedSeq: 4, ...FILE }]],
    [
      'what was written down of it',
      { kind: 'transcription', recordingUuid: 'r1', transcriptionUrl: 'https://x/2' },
      [{ type: 'transcription.received', leg: 'caller', askedSeq: 4, recordingUuid: 'r1', transcriptionUrl: 'https://x/2' }],
    ],
    ['an answer', { kind: 'answer', vonageCallId: 'u', vonageConversationId: 'c', from: '', to: '' }, []],
  ])('%s', (_what, webhook, events) => expect(eventsAt(at, webhook, run)).toEqual(events))

  const asking = (submitOnHash: boolean): NccoAction => ({
    action: 'input',
    type: ['dtmf'],
    dtmf: { timeOut: 3, maxDigits: 4, submitOnHash },
    eventUrl: ['https://example.com/turn'],
    eventMethod: 'POST',
  })
  const submitted = { type: 'input.timedOut', leg: 'caller', askedSeq: 4, submitted: true }
  test.each([
    ['# alone submits no digits where it submits (V1.4-7)', true, '#', submitted],
    ['# alone is a key where it does not', false, '#', { type: 'digits.received', leg: 'caller', askedSeq: 4, digits: '#' }],
    ['no digits, and no time that ran out, are a # that submitted (V2.5-3)', true, '', submitted],
    ['no digits are silence where # submits nothing', false, '', { type: 'input.timedOut', leg: 'caller', askedSeq: 4 }],
  ])('%s', (_what, submitOnHash, digits, event) => {
    const hash: VoiceWebhook = { kind: 'input', vonageCallId: 'u1', digits, timedOut: false, said: [] }
    expect(eventsAt(at, hash, { state, replies: { caller: [asking(submitOnHash)] } })).toEqual([event])
  })

  test.each([
    ['the leg that it names', 'u2', 'callee1'],
    ['the leg that was rung last, when it is new', 'u9', 'callee2'],
  ])('a status belongs to %s', (_what, id, name) =>
    expect(eventsAt(at, status('ringing', id), run)).toMatchObject([{ type: 'leg.statusChanged', leg: name }]),
  )

  test('the failures that Vonage asks about end the connection in the same turn, and no other status does', () => {
    const outcomes = LEG_STATUSES.map((what) => {
      const finished = eventsAt(at, status(what), run).find(({ type }) => type === 'connect.finished')
      return [what, finished !== undefined && 'outcome' in finished ? finished.outcome : null]
    })
    expect(Object.fromEntries(outcomes.filter(([, outcome]) => outcome !== null))).toEqual({
      machine: 'machine',
      busy: 'busy',
      unanswered: 'noAnswer',
      timeout: 'noAnswer',
      rejected: 'failed',
      failed: 'failed',
    })
  })
})
