import { describe, expect, test } from 'vitest'
import { flowOf, PlayedCall } from '../test-kit/index.ts'
import type { RecordingReceived } from './run-event.ts'

const words = (text: string) => ({ prompt: { text: { en: text } } })
const flow = flowOf({
  message: ['voicemail', { ...words('Speak.'), mailbox: 'main' }, { recorded: 'ask', empty: 'ask', failed: 'ask' }],
  ask: ['askYesNo', words('Anything else?'), { yes: 'bye', no: 'bye', noInput: 'bye', noMatch: 'bye' }],
  bye: ['hangUp', words('Goodbye.')],
})

const received = (askedSeq: number, recordingUuid = 'r1'): RecordingReceived => ({
  type: 'recording.received',
  leg: 'caller',
  askedSeq,
  recordingUuid,
  recordingUrl: 'https://api-us.nexmo.com/v1/files/1',
  startedAt: '2026-01-02T09:30:30.000Z',
  durationSeconds: 12,
  size: 4000,
})

describe('a recording', () => {
  test('that is waited for leads on, and the same once more does nothing', () => {
    const call = new PlayedCall(flow)
    call.receives(received(0))
    expect([call.heard, call.turn.state.recordings]).toEqual([['Anything else?'], ['r1']])
    expect(call.receives(received(0))).toMatchObject({ moved: false, effects: [] })
  })

  test('that comes after it counted as lost is kept, and moves nothing', () => {
    const call = new PlayedCall(flow)
    call.does('losesRecording')
    const before = call.turn.state
    expect(call.receives(received(0))).toMatchObject({ moved: true, effects: [], trace: [] })
    expect(call.turn.state).toEqual({ ...before, recordings: ['r1'] })
    expect(call.does({ presses: '1' }).state.ended).toEqual({ reason: 'completed' })
  })

  test('that comes after the caller has gone is kept once', () => {
    const call = new PlayedCall(flow)
    call.does('hangsUp')
    expect(call.receives(received(0))).toMatchObject({ moved: true, effects: [] })
    expect(call.turn.state).toMatchObject({ recordings: ['r1'], ended: { reason: 'callerLeft' } })
    expect(call.receives(received(0)).moved).toBe(false)
    expect(call.receives(received(0, 'r2')).state.recordings).toEqual(['r1', 'r2'])
  })

  test('of the call, which nobody waits for, moves nothing while another question is asked', () => {
    const call = new PlayedCall(flow)
    call.receives(received(0))
    expect(call.receives(received(1, 'r2'))).toMatchObject({ moved: true, effects: [], trace: [] })
    expect(call.does({ presses: '1' }).state.ended).not.toBeNull()
  })

  test('that is said to be missing when it has come is missed by nobody', () => {
    const call = new PlayedCall(flow)
    call.receives(received(0))
    expect(call.receives({ type: 'recording.missed', leg: 'caller', askedSeq: 0 })).toMatchObject({ moved: false, effects: [] })
  })

  test('that was written down is remembered once', () => {
    const call = new PlayedCall(flow)
    const written = { type: 'transcription.received', leg: 'caller', askedSeq: 0, recordingUuid: 'r1' } as const
    const transcriptionUrl = 'https://api-us.nexmo.com/v1/files/2'
    expect(call.receives({ ...written, transcriptionUrl })).toMatchObject({ moved: true, effects: [] })
    expect(call.receives({ ...written, transcriptionUrl }).moved).toBe(false)
    expect(call.turn.state.transcripts).toEqual(['r1'])
  })
})
