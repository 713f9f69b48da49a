import type { PhoneEvent } from '@patchbay/core/http-contract'
import { expect, test } from 'vitest'
import { type CallState, newCall, takeIn } from './call-state.ts'

const heard = (at: number, text: string): PhoneEvent => ({
  type: 'heard',
  at,
  kind: 'talk',
  text,
  language: 'en-US',
  durationMs: 2000,
  bargeIn: true,
})
const moved = (seq: number, left: string, nodeId: string | null): PhoneEvent =>
  ({
    type: 'moved',
    at: seq,
    runId: 'r',
    seq,
    flowId: 'f',
    version: '1',
    trace: [{ frame: 0, nodeId: left, outlet: 'next' }],
    nodeId,
    faults: [],
    ended: null,
  }) as unknown as PhoneEvent
const call = (...events: PhoneEvent[]): CallState =>
  events.reduce((state, event, index) => takeIn(state, event, `${index}.0`), newCall)

test('a call rings, talks and ends', () => {
  const ringing = call({ type: 'ringing', at: 1 })
  expect(ringing.line).toBe('ringing')
  const ended = call({ type: 'ringing', at: 1 }, { type: 'answered', at: 2 }, { type: 'ended', at: 9, reason: 'completed' })
  expect(ended).toMatchObject({ line: 'ended', answeredAt: 2, endedAt: 9, waiting: null })
})

test('what is said is read while it is spoken, and marked when a key cut it short', () => {
  const speaking = call(heard(1, 'Press 1.'))
  expect(speaking.transcript).toMatchObject([{ text: 'Press 1.', speaking: true, cut: false }])
  expect(takeIn(speaking, { type: 'silent', at: 2, reason: 'bargeIn' }, '9.0').transcript).toMatchObject([
    { speaking: false, cut: true },
  ])
  expect(takeIn(speaking, { type: 'silent', at: 2, reason: 'finished' }, '9.0').transcript).toMatchObject([
    { speaking: false, cut: false },
  ])
})

test('keys that follow each other are one line, and each begins the wait anew', () => {
  const waiting: PhoneEvent = { type: 'waiting', at: 5, maxDigits: 4, timeoutSeconds: 5, submitOnHash: true, speech: false }
  const state = call(waiting, { type: 'pressed', at: 6, key: '1' }, { type: 'pressed', at: 7, key: '2' })
  expect(state.transcript).toMatchObject([{ type: 'pressed', keys: '12' }])
  expect(state.waiting).toMatchObject({ since: 7, typed: 2 })
})

test('what the caller says is a line, and ends the wait', () => {
  const waiting: PhoneEvent = { type: 'waiting', at: 5, maxDigits: 0, timeoutSeconds: 5, submitOnHash: false, speech: true }
  const state = call(waiting, { type: 'said', at: 6, text: 'sales' })
  expect(call(waiting).waiting).toMatchObject({ speech: true })
  expect(state).toMatchObject({ waiting: null, transcript: [{ type: 'said', text: 'sales' }] })
})

test('nobody is waited for once the call moved on or something is said', () => {
  const waiting: PhoneEvent = { type: 'waiting', at: 5, maxDigits: 1, timeoutSeconds: 5, submitOnHash: false, speech: false }
  expect(call(waiting, heard(6, 'Hello')).waiting).toBeNull()
  expect(call(waiting, moved(1, 'a', 'b')).waiting).toBeNull()
})

test('the one who is rung answers and hangs up, and is gone when the call is', () => {
  const ringing = call({ type: 'dialling', at: 1, leg: 'x', to: '12025550143' })
  expect(ringing.callees).toEqual([{ leg: 'x', to: '12025550143', state: 'ringing' }])
  expect(takeIn(ringing, { type: 'calleeAnswered', at: 2, leg: 'x' }, '5.0').callees).toMatchObject([{ state: 'answered' }])
  expect(takeIn(ringing, { type: 'ended', at: 2, reason: 'x' }, '5.0').callees).toMatchObject([{ state: 'ended' }])
})

test('a stream that begins anew repeats nothing', () => {
  const events = [heard(1, 'Hello'), moved(0, 'a', 'b'), { type: 'ended', at: 3, reason: 'completed' }] as PhoneEvent[]
  const once = call(...events)
  const twice = events.reduce((state, event, index) => takeIn(state, event, `${index}.0`), once)
  expect(twice).toBe(once)
})

test('a move and what happened with it may share a place in the stream', () => {
  const state = takeIn(takeIn(newCall, moved(1, 'a', null), '7.1'), { type: 'ended', at: 1, reason: 'completed' }, '7.1')
  expect(state.line).toBe('ended')
  expect(state.moves).toHaveLength(1)
})

test('moves stand in the order of their turns, however they arrive', () => {
  const state = call(moved(2, 'b', 'c'), moved(1, 'a', 'b'))
  expect(state.moves.map(({ seq }) => seq)).toEqual([1, 2])
})
