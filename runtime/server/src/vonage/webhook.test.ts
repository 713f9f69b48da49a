import { AppError } from '@patchbay/core'
import { describe, expect, test } from 'vitest'
import { parseVoiceWebhook } from './webhook.ts'

describe('parseVoiceWebhook', () => {
  const call = { from: '447700900123', to: '12025550100', uuid: 'u1', conversation_uuid: 'CON-1' }
  const answer = { kind: 'answer', vonageCallId: 'u1', vonageConversationId: 'CON-1', from: '447700900123', to: '12025550100' }

  test.each([
    ['V2.1-2 an answer', call, answer],
    [
      'V2.1-5 its region',
      { ...call, region_url: 'https://api-us-3.vonage.com' },
      { ...answer, regionUrl: 'https://api-us-3.vonage.com' },
    ],
    ['V2.1-2 a withheld number', { ...call, from: 'Anonymous' }, { ...answer, from: '' }],
    ['V2.1-2 a withheld number in another word', { ...call, from: '+restricted' }, { ...answer, from: '' }],
    ['V2.1-2 a SIP address', { ...call, from: 'ann@example.com' }, { ...answer, from: 'ann@example.com' }],
    ['V2.1-2 no number at all', { to: call.to, uuid: 'u1', conversation_uuid: 'CON-1' }, { ...answer, from: '' }],
    [
      'V2.1-7 a caller from an app',
      { to: call.to, uuid: 'u1', conversation_uuid: 'CON-1', from_user: 'ann' },
      { ...answer, from: 'ann' },
    ],
    [
      'V2.2-1 a status',
      { uuid: 'u1', status: 'ringing', timestamp: 't' },
      { kind: 'status', vonageCallId: 'u1', status: 'ringing', occurredAt: 't' },
    ],
    [
      'V2.2-11 machine detection, which says call_uuid',
      { call_uuid: 'u1', status: 'machine' },
      { kind: 'status', vonageCallId: 'u1', status: 'machine', occurredAt: '' },
    ],
    [
      'V2.2-12 a duration in a text',
      { uuid: 'u1', status: 'completed', duration: '7' },
      { kind: 'status', vonageCallId: 'u1', status: 'completed', occurredAt: '', durationSeconds: 7 },
    ],
    [
      'V2.2-4 nothing where a duration could be',
      { uuid: 'u1', status: 'answered', duration: null, rate: null },
      { kind: 'status', vonageCallId: 'u1', status: 'answered', occurredAt: '' },
    ],
    [
      'V2.5-1 words, best first, with confidence as text',
      {
        uuid: 'u1',
        dtmf: { digits: null, timed_out: false },
        speech: { timeout_reason: 'end_on_silence_timeout', results: [{ text: 'sales', confidence: '0.94' }, { text: ' ' }] },
      },
      { kind: 'input', vonageCallId: 'u1', digits: '', timedOut: false, said: [{ text: 'sales', confidence: 0.94 }] },
    ],
    [
      'V2.5-2 speech that was not asked for',
      { dtmf: { digits: '2', timed_out: true }, speech: { error: 'Speech was not enabled' } },
      { kind: 'input', vonageCallId: undefined, digits: '2', timedOut: true, said: [] },
    ],
    [
      'V2.5 keys',
      { uuid: 'u1', dtmf: { digits: '12', timed_out: false } },
      { kind: 'input', vonageCallId: 'u1', digits: '12', timedOut: false, said: [] },
    ],
    [
      'V2.5-3 keys that a timer ended',
      { dtmf: { digits: '1', timed_out: true } },
      { kind: 'input', vonageCallId: undefined, digits: '1', timedOut: true, said: [] },
    ],
    [
      'V2.5-3 no key, empty',
      { dtmf: { digits: '', timed_out: true } },
      { kind: 'input', vonageCallId: undefined, digits: '', timedOut: true, said: [] },
    ],
    [
      'V2.5-3 no key, null',
      { dtmf: { digits: null, timed_out: true } },
      { kind: 'input', vonageCallId: undefined, digits: '', timedOut: true, said: [] },
    ],
    [
      'V2.5-3 no key, missing',
      { dtmf: { timed_out: true } },
      { kind: 'input', vonageCallId: undefined, digits: '', timedOut: true, said: [] },
    ],
    [
      'V1.4-7 a # that submitted',
      { dtmf: { digits: '4711#' } },
      { kind: 'input', vonageCallId: undefined, digits: '4711', timedOut: false, said: [] },
    ],
    [
      'V1.4-7 a # that was the choice',
      { dtmf: { digits: '#' } },
      { kind: 'input', vonageCallId: undefined, digits: '#', timedOut: false, said: [] },
    ],
    [
      'V1.4-17 the old flat form',
      { dtmf: '3', timed_out: 'true' },
      { kind: 'input', vonageCallId: undefined, digits: '3', timedOut: true, said: [] },
    ],
    [
      'V2.6-3 a notify',
      { payload: { a: 1 }, conversation_uuid: 'CON-1' },
      { kind: 'notify', about: 'connect', first: false, waited: 0, settled: false },
    ],
    [
      'V2.4-1 an error',
      { reason: 'Syntax error in NCCO.', conversation_uuid: 'CON-1' },
      { kind: 'error', reason: 'Syntax error in NCCO.', vonageConversationId: 'CON-1' },
    ],
    [
      'V2.6-1 a recording',
      {
        start_time: '2026-01-02T09:30:00Z',
        end_time: '2026-01-02T09:30:07Z',
        recording_url: 'https://x/f1',
        size: '12222',
        recording_uuid: 'r1',
        conversation_uuid: 'CON-1',
      },
      {
        kind: 'record',
        recordingUuid: 'r1',
        recordingUrl: 'https://x/f1',
        startedAt: '2026-01-02T09:30:00Z',
        durationSeconds: 7,
        size: 12_222,
      },
    ],
    [
      'V2.6-1 a recording of unknown length, which is not taken for an empty one',
      { recording_url: 'https://x/f1' },
      {
        kind: 'record',
        recordingUuid: 'f1',
        recordingUrl: 'https://x/f1',
        startedAt: '',
        durationSeconds: Number.MAX_SAFE_INTEGER,
        size: 0,
      },
    ],
    [
      'V2.6-2 a transcription',
      { status: 'transcribed', recording_uuid: 'r1', transcription_url: 'https://x' },
      { kind: 'transcription', recordingUuid: 'r1', transcriptionUrl: 'https://x' },
    ],
    ['V2.2-15 a transfer', { conversation_uuid_from: 'a', conversation_uuid_to: 'b' }, { kind: 'transfer' }],
    ['V2.7-3 what a fallback request repeats', { ...call, reason: 'Connection closed.', original_request: {} }, answer],
  ])('%s', (_rule, body, expected) => expect(parseVoiceWebhook(body)).toEqual(expected))

  test.each([
    ['V2.2-1', 'a text'],
    ['V2.2-1', null],
    ['V2.2-1', [call]],
    ['V2.1-2', { from: '1' }],
    ['V2.1-2', { ...call, uuid: 7 }],
    ['V2.2-1', { status: 'ringing' }],
    ['V2.2-1', { status: 'asleep', uuid: 'u1' }],
    ['V2.5-3', { dtmf: { digits: 12 } }],
    ['V2.6-3', { payload: 'x' }],
    ['V2.2-15', { conversation_uuid_from: 'a' }],
  ])('what breaks rule %s is refused by its name: %j', (rule, body) => {
    const refused = () => parseVoiceWebhook(body)
    expect(refused).toThrow(AppError)
    expect(refused).toThrow(
      expect.objectContaining({ code: 'WEBHOOK_BODY_NOT_VALID', details: expect.objectContaining({ rule }) }),
    )
  })
})
