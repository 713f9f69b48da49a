import { describe, expect, test } from 'vitest'
import { maskWebhook } from './mask-webhook.ts'

const common = { uuid: 'aaf0-0001', conversation_uuid: 'CON-1', timestamp: '2026-03-10T12:00:00.000Z' }

describe('of a webhook is kept', () => {
  test.each<[string, object, object]>([
    [
      'of a call, who it was from in four digits (V2.1)',
      { to: '12025550100', from: '447700900123', region_url: 'https://api-eu-3.vonage.com', endpoint_type: 'phone' },
      { to: '•••0100', from: '•••0123', region_url: 'https://api-eu-3.vonage.com', endpoint_type: 'phone' },
    ],
    ['of a short number, two digits', { from: '80123' }, { from: '•••23' }],
    ['of an extension, nothing', { from: '801', extension: '7712' }, { from: '•••', extension: '•••' }],
    ['that a caller withheld the number', { from: 'anonymous' }, { from: 'anonymous' }],
    ['of a caller from an app, that there was a name (V2.1-7)', { from_user: 'ann.miller' }, { from_user: '•••' }],
    ['of a SIP party, the house', { from: 'sip:ann@office.example.com' }, { from: 'sip:•••@office.example.com' }],
    [
      'of a party as an object or a list, the same',
      { to: { type: 'phone', number: '12025550143' }, from: [{ number: 447700900123 }] },
      { to: { type: 'phone', number: '•••0143' }, from: [{ number: '•••0123' }] },
    ],
    [
      'of keys, how many (V2.5)',
      { dtmf: { digits: '907341', timed_out: false } },
      { dtmf: { digits: '••••••', timed_out: false } },
    ],
    ['of keys in the old flat form, the same', { dtmf: '42', timed_out: true }, { dtmf: '••', timed_out: true }],
    ['that no key was pressed', { dtmf: { digits: null, timed_out: true } }, { dtmf: { digits: null, timed_out: true } }],
    [
      'of words, how sure it was',
      { speech: { timeout_reason: 'end_on_silence_timeout', results: [{ text: 'Chiang Mai', confidence: '0.94' }] } },
      { speech: { timeout_reason: 'end_on_silence_timeout', results: [{ text: '•••', confidence: '0.94' }] } },
    ],
    [
      'of an end, how long it took (V2.2-12)',
      { status: 'completed', duration: '107', price: '0.00052500', network: 'GB-FIXED', sip_code: 200 },
      { status: 'completed', duration: '107', price: '0.00052500', network: 'GB-FIXED', sip_code: 200 },
    ],
    [
      'of a refusal, the sentence without numbers (V2.4)',
      { reason: 'Cannot route +44 7700 900123. Invalid value type.' },
      { reason: 'Cannot route •••. Invalid value type.' },
    ],
    [
      'of an address, the house',
      { recording_url: 'https://api.nexmo.com/v1/files/0a1b?token=secret' },
      { recording_url: 'https://api.nexmo.com/•••' },
    ],
    [
      'of our own address, the turn without its proof (V2.7-3)',
      { original_request: { url: 'https://calls.example.com/vonage/voice/runs/0a1b2c/caller/3?t=secret', type: 'event' } },
      { original_request: { url: 'https://calls.example.com/vonage/voice/runs/0a1b2c/caller/3', type: 'event' } },
    ],
    [
      'of what an app or an exchange sent along, the names',
      { custom_data: { name: 'Ann', account: 4711 }, 'SipHeader_X-Customer': '4711', headers: { order: 'A-1' } },
      { custom_data: { name: '•••', account: '•••' }, 'SipHeader_X-Customer': '•••', headers: { order: '•••' } },
    ],
    [
      'of fields that nobody knows yet, the names and short words',
      { mood: 'fine', note: 'Ann wants her order', code: 'A4711', count: 3, id: 47110815, flag: true, order4711: 1 },
      { mood: 'fine', note: '•••', code: '•••', count: 3, id: '•••', flag: true, 'order•••': 1 },
    ],
  ])('%s', (_what, body, masked) => expect(maskWebhook({ ...common, ...body })).toEqual({ ...common, ...masked }))
})

test('a body of any depth and length is cut to what can be looked at', () => {
  let deep: object = { end: 'here' }
  for (let level = 0; level < 20; level++) deep = { deep }
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`field${n}`, 'x']))
  const masked = JSON.stringify(maskWebhook({ deep, many, items: Array.from({ length: 500 }, () => 'x') }))
  expect(masked.length).toBeLessThan(1500)
  expect(masked).not.toContain('here')
})

test.each([null, 'text', 7, [], undefined])('%j is no reason to fail', (body) => expect(() => maskWebhook(body)).not.toThrow())
