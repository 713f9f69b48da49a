import { phoneEventSchema } from '@patchbay/core/http-contract'
import { describe, expect, test } from 'vitest'
import type { StoredTurn } from '../storage/turn-store.ts'
import type { LineEvent } from './emulator-client.ts'
import { toMoved, toPhoneEvent } from './phone-events.ts'

const at = '2026-01-01T12:00:00.000Z'
const ms = Date.parse(at)
const own = { id: 1, at, legUuid: 'caller-leg', conversationUuid: 'CON-1' }
const callee = { ...own, legUuid: 'callee-leg' }

describe('toPhoneEvent', () => {
  const heard = { type: 'heard.started', durationMs: 1200, bargeIn: true } as const
  const cases: [string, LineEvent, object | undefined][] = [
    [
      'the call begins',
      { type: 'leg.created', direction: 'inbound', to: '12025550100', eventUrl: '', ...own },
      { type: 'ringing', at: ms },
    ],
    ['it is answered', { type: 'leg.answered', ...own }, { type: 'answered', at: ms }],
    [
      'something is spoken',
      { ...heard, kind: 'talk', text: '<speak>Hello <break time="1s"/>Ann</speak>', language: 'tr-TR', ...own },
      { type: 'heard', at: ms, kind: 'talk', text: 'Hello Ann', language: 'tr-TR', durationMs: 1200, bargeIn: true },
    ],
    [
      'a recording is played for ever',
      { ...heard, kind: 'stream', url: 'https://example.com/a.mp3', durationMs: null, ...own },
      {
        type: 'heard',
        at: ms,
        kind: 'stream',
        text: 'https://example.com/a.mp3',
        language: 'en-US',
        durationMs: 7_200_000,
        bargeIn: true,
      },
    ],
    ['ringing is no speech', { ...heard, kind: 'ringback', ...own }, undefined],
    [
      'it falls silent',
      { type: 'heard.stopped', kind: 'talk', reason: 'bargeIn', ...own },
      { type: 'silent', at: ms, reason: 'bargeIn' },
    ],
    [
      'keys are awaited',
      { type: 'input.waiting', maxDigits: 4, timeOut: 5, submitOnHash: true, ...own },
      { type: 'waiting', at: ms, maxDigits: 4, timeoutSeconds: 5, submitOnHash: true, speech: false },
    ],
    [
      'words are awaited',
      {
        type: 'input.waiting',
        maxDigits: 0,
        timeOut: 5,
        submitOnHash: false,
        speech: { language: 'en-US', context: [] },
        ...own,
      },
      { type: 'waiting', at: ms, maxDigits: 0, timeoutSeconds: 5, submitOnHash: false, speech: true },
    ],
    ['words are said', { type: 'input.said', text: 'sales', ...own }, { type: 'said', at: ms, text: 'sales' }],
    ['a key is pressed', { type: 'input.key', digit: '#', ...own }, { type: 'pressed', at: ms, key: '#' }],
    [
      'somebody is rung',
      { type: 'leg.created', direction: 'outbound', to: '12025550143', eventUrl: '', ...callee },
      { type: 'dialling', at: ms, leg: 'callee-leg', to: '12025550143' },
    ],
    [
      'and hears a whisper',
      { type: 'heard.started', kind: 'talk', text: '<speak>For sales.</speak>', bargeIn: false, durationMs: 900, ...callee },
      { type: 'calleeHears', at: ms, leg: 'callee-leg', text: 'For sales.' },
    ],
    ['who answers', { type: 'leg.answered', ...callee }, { type: 'calleeAnswered', at: ms, leg: 'callee-leg' }],
    [
      'and goes',
      { type: 'leg.ended', reason: 'busy', ...callee },
      { type: 'calleeEnded', at: ms, leg: 'callee-leg', reason: 'busy' },
    ],
    ['music that the other hears stays there', { ...heard, kind: 'stream', url: 'https://x', ...callee }, undefined],
    ['the server answers', { type: 'webhook.sent', status: 200, ...own }, undefined],
    [
      'the server refuses',
      { type: 'webhook.sent', status: 503, ...own },
      { type: 'trouble', at: ms, reason: expect.stringContaining('503') },
    ],
    [
      'the server is away',
      { type: 'webhook.failed', reason: 'refused', ...own },
      { type: 'trouble', at: ms, reason: expect.stringContaining('refused') },
    ],
    [
      'the line refuses',
      { type: 'ncco.refused', reason: 'no', rule: 'V1.2-1', ...own },
      { type: 'trouble', at: ms, reason: expect.stringContaining('V1.2-1') },
    ],
    ['the call is over', { type: 'leg.ended', reason: 'hangup', ...own }, { type: 'ended', at: ms, reason: 'hangup' }],
  ]
  test.each(cases)('%s', (_what, event, expected) => {
    const phoneEvent = toPhoneEvent(event, 'caller-leg')
    expect(phoneEvent).toEqual(expected)
    if (phoneEvent !== undefined) expect(phoneEventSchema.parse(phoneEvent)).toEqual(phoneEvent)
  })
})

describe('toMoved', () => {
  const turn = {
    at: new Date(ms),
    runId: 'run1',
    seq: 3,
    flowId: 'welcome',
    version: '2',
    trace: [{ frame: 0, flowId: 'welcome', nodeId: 'menu', outlet: 'sales' }],
    nodeId: 'ring',
    faults: [],
    ended: null,
  } as unknown as StoredTurn

  test('a turn that went on shows the way', () => {
    const moved = toMoved(turn)
    expect(moved).toMatchObject({
      type: 'moved',
      seq: 3,
      nodeId: 'ring',
      trace: [{ frame: 0, flowId: 'welcome', nodeId: 'menu', outlet: 'sales' }],
    })
    expect(phoneEventSchema.parse(moved)).toEqual(moved)
  })

  test.each<[string, Partial<StoredTurn>, boolean]>([
    ['a turn that only keeps a fact is not shown', { trace: [] }, false],
    ['the first turn always is', { trace: [], seq: 0 }, true],
    ['a caller who left is', { trace: [], ended: 'callerLeft' }, true],
    ['what arrives after a flow’s end is not', { trace: [], ended: 'completed' }, false],
  ])('%s', (_what, change, shown) => expect(toMoved({ ...turn, ...change }) !== undefined).toBe(shown))
})
