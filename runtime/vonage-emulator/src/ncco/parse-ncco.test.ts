import { describe, expect, test } from 'vitest'
import { emulatorConfigSchema, type Switches } from '../config.ts'
import { configFor } from '../testing/bench.ts'
import { parseNcco } from './parse-ncco.ts'

const { switches } = emulatorConfigSchema.parse(configFor('http://127.0.0.1:9'))
const parse = (ncco: unknown, over: Partial<Switches> = {}) => parseNcco(ncco, { ...switches, ...over })

const url = 'https://example.com/event'
const phone = { type: 'phone', number: '15558880001' }
const talk = (fields: object = {}) => ({ action: 'talk', text: 'Hello.', ...fields })
const stream = (fields: object = {}) => ({ action: 'stream', streamUrl: ['https://example.com/a.mp3'], ...fields })
const input = (fields: object = {}) => ({ action: 'input', type: ['dtmf'], ...fields })
const connect = (fields: object = {}) => ({ action: 'connect', from: '15557650001', endpoint: [phone], ...fields })
const notify = (fields: object = {}) => ({ action: 'notify', payload: {}, eventUrl: [url], ...fields })

describe('what Vonage refuses is refused, with the rule', () => {
  const refused: [rule: string, ncco: unknown][] = [
    ['V1.1-1', { action: 'talk', text: 'Hello.' }],
    ['V1.1-1', 'talk'],
    ['V1.1-1', [['talk']]],
    ['V1.1-2', [{ text: 'Hello.' }]],
    ['V1.1-2', [{ action: 'hangup' }]],
    ['V1.1-2', [{ action: 'pay', amount: 9.99 }]],
    ['V1.1-2', [{ action: 'Talk', text: 'Hello.' }]],
    ['V1.1-5', [talk({ volume: 3 })]],
    ['V1.1-5', [talk(), talk(), talk({ volume: 3 })]],
    ['V1.2-1', [{ action: 'talk' }]],
    ['V1.2-1', [talk({ text: '' })]],
    ['V1.2-1', [talk({ text: 'x'.repeat(1501) })]],
    ['V1.2-1', [talk({ text: `<speak>${'x'.repeat(1501)}</speak>` })]],
    ['V1.2-1', [talk({ text: '<speak>Hello' })]],
    ['V1.2-1', [talk({ text: '<speak>Fish & chips</speak>' })]],
    ['V1.2-1', [talk({ text: '<speak>2 < 3</speak>' })]],
    ['V1.2-1', [talk({ text: '<speak><s>Hello</p></speak>' })]],
    ['V1.2-1', [talk({ text: '<speak>One</speak><speak>two</speak>' })]],
    ['V1.2-2', [talk({ bargeIn: 'yes' })]],
    ['V1.2-3', [talk({ loop: -1 })]],
    ['V1.2-3', [talk({ loop: 1.5 })]],
    ['V1.2-4', [talk({ level: 1.1 })]],
    ['V1.2-4', [talk({ level: '-2' })]],
    ['V1.2-5', [talk({ language: 5 })]],
    ['V1.2-6', [talk({ style: -1 })]],
    ['V1.2-7', [talk({ premium: 'maybe' })]],
    ['V1.2-8', [talk({ voice_name: 'Amy' })]],
    ['V1.2-10', [talk({ eventUrl: [url] })]],
    ['V1.3-1', [{ action: 'stream' }]],
    ['V1.3-1', [stream({ streamUrl: 'https://example.com/a.mp3' })]],
    ['V1.3-1', [stream({ streamUrl: [url, url] })]],
    ['V1.3-1', [stream({ streamUrl: ['nowhere'] })]],
    ['V1.3-1', [stream({ level: -1.5 })]],
    ['V1.4-1', [input({ type: ['voice'] })]],
    ['V1.4-1', [input({ type: 'dtmf' })]],
    ['V1.4-1', [input({ type: [] })]],
    ['V1.4-1', [{ action: 'input', dtmf: {} }]],
    ['V1.4-2', [input({ mode: 'sometimes' })]],
    ['V1.4-2', [input({ mode: 'asynchronous', dtmf: {} })]],
    ['V1.4-2', [input({ mode: 'asynchronous', type: ['speech'] })]],
    ['V1.4-3', [input({ eventUrl: url })]],
    ['V1.4-3', [input({ eventUrl: [] })]],
    ['V1.4-3', [input({ eventUrl: ['/relative'] })]],
    ['V1.4-4', [input({ eventMethod: 'PUT' })]],
    ['V1.4-5', [input({ dtmf: { timeOut: 11 } })]],
    ['V1.4-5', [input({ dtmf: { timeOut: -1 } })]],
    ['V1.4-6', [input({ dtmf: { maxDigits: 21 } })]],
    ['V1.4-6', [input({ dtmf: { maxDigits: 0 } })]],
    ['V1.4-7', [input({ dtmf: { submitOnHash: 1 } })]],
    ['V1.4-8', [input({ type: ['speech'], speech: { uuid: 'one' } })]],
    ['V1.4-8', [input({ type: ['speech'], speech: { uuid: ['one', 'two'] } })]],
    ['V1.4-9', [input({ type: ['speech'], speech: { endOnSilence: 0.3 } })]],
    ['V1.4-9', [input({ type: ['speech'], speech: { endOnSilence: 10.1 } })]],
    ['V1.4-9', [input({ type: ['speech'], speech: { endOnSilence: true } })]],
    ['V1.4-10', [input({ type: ['speech'], speech: { language: 1 } })]],
    ['V1.4-11', [input({ type: ['speech'], speech: { context: 'sales' } })]],
    ['V1.4-12', [input({ type: ['speech'], speech: { startTimeout: 61 } })]],
    ['V1.4-12', [input({ type: ['speech'], speech: { startTimeout: 0.5 } })]],
    ['V1.4-13', [input({ type: ['speech'], speech: { maxDuration: 61 } })]],
    ['V1.4-14', [input({ type: ['speech'], speech: { saveAudio: 1 } })]],
    ['V1.4-15', [input({ type: ['speech'], speech: { sensitivity: 9 } })]],
    ['V1.4-15', [input({ type: ['speech'], speech: { sensitivity: 101 } })]],
    ['V1.4-16', [input({ type: ['speech'], speech: { provider: 1 } })]],
    ['V1.4-17', [input({ type: ['speech'], speech: { silence: 1 } })]],
    ['V1.4-17', [input({ maxDigits: 1 })]],
    ['V1.4-17', [input({ dtmf: { digits: 1 } })]],
    ['V1.5-3', [talk({ bargeIn: true })]],
    ['V1.5-3', [talk({ bargeIn: true }), connect()]],
    ['V1.5-3', [talk({ bargeIn: true }), talk(), notify()]],
    ['V1.5-3', [stream({ bargeIn: true }), { action: 'wait' }, input()]],
    ['V1.5-3', [talk({ bargeIn: true }), { action: 'record' }]],
    ['V1.8-1', [{ action: 'connect' }]],
    ['V1.8-1', [connect({ endpoint: [] })]],
    ['V1.8-1', [connect({ endpoint: [phone, phone] })]],
    ['V1.8-1', [connect({ endpoint: phone })]],
    ['V1.8-12', [connect({ endpoint: [{ type: 'fax', number: '15558880001' }] })]],
    ['V1.8-13', [connect({ endpoint: [{ type: 'phone', number: '+15558880001' }] })]],
    ['V1.8-13', [connect({ endpoint: [{ type: 'phone', number: '123456' }] })]],
    ['V1.8-13', [connect({ endpoint: [{ type: 'phone', number: '1234567890123456' }] })]],
    ['V1.8-13', [connect({ endpoint: [{ type: 'phone', user: '15558880001' }] })]],
    ['V1.8-13', [connect({ endpoint: [{ ...phone, dtmfAnswer: '12w' }] })]],
    ['V1.8-14', [connect({ endpoint: [{ type: 'app' }] })]],
    ['V1.8-14', [connect({ endpoint: [{ type: 'app', number: '15558880001' }] })]],
    [
      'V1.8-15',
      [connect({ endpoint: [{ type: 'websocket', uri: 'https://x.example', 'content-type': 'audio/l16;rate=8000' }] })],
    ],
    ['V1.8-15', [connect({ endpoint: [{ type: 'websocket', uri: 'wss://x.example', 'content-type': 'audio/l16;rate=9000' }] })]],
    ['V1.8-15', [connect({ endpoint: [{ type: 'websocket', uri: 'wss://x.example' }] })]],
    ['V1.8-16', [connect({ endpoint: [{ type: 'sip', uri: 'desk@pbx.example' }] })]],
    ['V1.8-16', [connect({ endpoint: [{ type: 'sip', uri: 'sip:a@b.example', user: 'a', domain: 'b' }] })]],
    ['V1.8-16', [connect({ endpoint: [{ type: 'sip', user: 'a' }] })]],
    [
      'V1.8-16',
      [connect({ endpoint: [{ type: 'sip', uri: 'sip:a@b.example', standardHeaders: { 'User-to-User': 'x'.repeat(257) } }] })],
    ],
    ['V1.8-17', [connect({ endpoint: [{ type: 'vbc', extension: '' }] })]],
    ['V1.8-13', [connect({ endpoint: [{ ...phone, onAnswer: url }] })]],
    ['V1.8-2', [connect({ from: 'Shop' })]],
    ['V1.8-3', [connect({ randomFromNumber: true })]],
    ['V1.8-4', [connect({ eventType: 'asynchronous' })]],
    ['V1.8-5', [connect({ timeout: 0 })]],
    ['V1.8-5', [connect({ timeout: 121 })]],
    ['V1.8-6', [connect({ limit: 7201 })]],
    ['V1.8-7', [connect({ machineDetection: 'maybe' })]],
    ['V1.8-8', [connect({ advancedMachineDetection: { beep_timeout: 20 } })]],
    ['V1.8-9', [connect({ eventUrl: url })]],
    ['V1.9-1', [notify({ payload: 'text' })]],
    ['V1.9-1', [{ action: 'notify', payload: {} }]],
    ['V1.10-1', [{ action: 'wait', timeout: 'long' }]],
  ]
  test.each(refused)('%s: %j', (rule, ncco) => {
    expect(parse(ncco).refusal?.rule).toBe(rule)
  })

  test('the refusal says where, and the sentence is the one that Vonage sends (V2.4-1)', () => {
    expect(parse([talk(), input({ dtmf: { timeOut: 11 } })]).refusal).toEqual({
      rule: 'V1.4-5',
      path: '[1].dtmf.timeOut',
      reason: 'Syntax error in NCCO. Invalid value type or action.',
    })
  })
})

describe('what Vonage takes is taken', () => {
  const accepted: [rule: string, ncco: unknown[]][] = [
    ['V1.1-1', []],
    ['V1.1-4', [stream({ level: '0', loop: '2', bargeIn: 'true' }), input({ dtmf: { timeOut: '10', submitOnHash: 'false' } })]],
    ['V1.1-4', [connect({ timeout: '60', limit: '7200' })]],
    ['V1.2-1', [talk({ text: 'x'.repeat(1500) })]],
    ['V1.2-1', [talk({ text: `<speak>${'<break strength="weak"/>'.repeat(100)}${'x'.repeat(1500)}</speak>` })]],
    ['V1.2-1', [talk({ text: "<speak>To be <break strength='weak' /> or not to be.</speak>" })]],
    ['V1.2-1', [talk({ text: '2 < 3 & 4 > 3' })]],
    ['V1.2-1', [talk({ text: '<speak>Fish &amp; chips, 2 &lt; 3, &#8364; 5</speak>' })]],
    [
      'V1.2',
      [
        talk({
          loop: 0,
          level: -1,
          language: 'pt-PT',
          style: 6,
          premium: true,
          voiceName: 'Amy',
          provider: 'google',
          providerOptions: {},
        }),
      ],
    ],
    ['V1.4-17', [input({ dtmf: {} })]],
    ['V1.4-17', [{ action: 'input', maxDigits: 20, timeOut: 30, submitOnHash: true }]],
    ['V1.4-2', [{ action: 'input', mode: 'asynchronous' }]],
    ['V1.4-17', [input({ type: ['dtmf', 'speech'], dtmf: {}, speech: {} })]],
    ['V1.4-16', [input({ type: ['speech'], speech: { provider: 'google', providerOptions: { model: 'x' }, sensitivity: 50 } })]],
    ['V1.5-2', [talk({ bargeIn: true }), talk({ bargeIn: false }), input(), talk()]],
    ['V1.8-8', [connect({ advancedMachineDetection: { behavior: 'continue', mode: 'detect', beep_timeout: 45 } })]],
    ['V1.8-8', [connect({ advanced_machine_detection: { mode: 'detect_beep' } })]],
    [
      'V1.8-13',
      [connect({ endpoint: [{ ...phone, dtmfAnswer: '2p02p', shaken: 'header', onAnswer: { url, ringbackTone: url } }] })],
    ],
    ['V1.10-1', [{ action: 'wait', timeout: 100_000 }]],
  ]
  test.each(accepted)('%s: %j', (_rule, ncco) => {
    expect(parse(ncco)).toMatchObject({ actions: ncco.map((item) => ({ action: (item as { action: string }).action })) })
  })

  test('V1.1-5: unknown fields may be passed over by a switch, bad values not', () => {
    expect(parse([talk({ volume: 3 })], { unknownFields: 'ignore' }).refusal).toBeUndefined()
    expect(parse([talk({ loop: -1 })], { unknownFields: 'ignore' }).refusal?.rule).toBe('V1.2-3')
  })

  const contested: [rule: string, ncco: object, unknown: Partial<Switches>, known: Partial<Switches>][] = [
    ['V1.2-9', talk({ provider: 'google' }), { newFields: 'unknown' }, { newFields: 'known' }],
    ['V1.4-16', input({ type: ['speech'], speech: { provider: 'google' } }), { newFields: 'unknown' }, { newFields: 'known' }],
    ['V1.8-8', connect({ advancedMachineDetection: {} }), { spelling: 'snakeCase' }, { spelling: 'camelCase' }],
    ['V1.8-8', connect({ advanced_machine_detection: {} }), { spelling: 'camelCase' }, { spelling: 'snakeCase' }],
    ['V1.11-1', { action: 'transfer', conversationId: 'CON-1' }, { spelling: 'snakeCase' }, { spelling: 'camelCase' }],
    ['V1.11-1', { action: 'transfer', conversation_id: 'CON-1' }, { spelling: 'camelCase' }, { spelling: 'snakeCase' }],
  ]
  test.each(contested)('%s: %j is refused, or known, as the switch reads it', (rule, action, unknown, known) => {
    expect(parse([action], unknown).refusal?.rule).toBe(rule)
    expect(parse([action], known).refusal).toBeUndefined()
  })

  test('V1.8-8: a field that the reading does not know may be passed over', () => {
    const action = connect({ advanced_machine_detection: { beep_timeout: 1 } })
    expect(parse([action], { spelling: 'camelCase', unknownFields: 'ignore' }).refusal).toBeUndefined()
    expect(parse([action], { unknownFields: 'ignore' }).refusal?.rule).toBe('V1.8-8')
  })

  test('V1.5-2: bargeIn sticks to what follows, until an input', () => {
    const { actions } = parse([talk(), talk({ bargeIn: true }), stream(), input(), talk()])
    expect(actions?.map(({ bargeIn }) => bargeIn)).toEqual([false, true, true, false, false])
  })
})
