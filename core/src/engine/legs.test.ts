import { describe, expect, test } from 'vitest'
import type { FlowId } from '../flow/ids.ts'
import { isConnectUnsettled, settledOutcome, withLegStatus } from './legs.ts'
import type { LegStatus, LegStatusChanged } from './run-event.ts'
import type { Leg, RunState } from './run-state.ts'

const leg = (direction: Leg['direction'], statuses: readonly LegStatus[]): Leg => ({
  direction,
  number: '12025550143',
  vonageCallId: null,
  vonageConversationId: null,
  regionUrl: null,
  statuses,
  askedSeq: null,
})
const runWith = (...callees: LegStatus[][]): RunState => ({
  stateFormat: 1,
  frames: [
    {
      flowId: 'f' as FlowId,
      version: '1',
      role: 'main',
      snapshot: { value: { ring: 'ring1' } },
      variables: {},
    } as RunState['frames'][0],
  ],
  legs: {
    caller: leg('inbound', ['answered']),
    ...Object.fromEntries(callees.map((statuses, index) => [`callee${index + 1}`, leg('outbound', statuses)])),
  },
  calledNumber: '12025550100',
  language: 'en',
  requests: 0,
  pending: null,
  group: null,
  queue: null,
  conference: null,
  ended: null,
})

describe('how a connection ended that is over', () => {
  test.each<[what: string, callees: LegStatus[][], outcome: string, unsettled: boolean]>([
    ['an answer decides', [['started', 'answered', 'completed']], 'ended', false],
    ['a failure is known by its status', [['started', 'busy', 'completed']], 'busy', false],
    ['a machine is one unless a human is seen', [['answered', 'machine']], 'machine', false],
    ['a human beside it', [['answered', 'machine', 'human']], 'ended', false],
    ['over without an answer', [['started', 'ringing', 'completed']], 'failed', false],
    ['it rang: the answer may be on its way', [['started', 'ringing']], 'ended', true],
    ['nothing was heard', [[]], 'ended', true],
    ['the one rung last counts', [['busy'], ['started']], 'ended', true],
    ['nobody was rung', [], 'ended', false],
  ])('%s', (_what, callees, outcome, unsettled) => {
    const state = runWith(...callees)
    expect([settledOutcome(state), isConnectUnsettled(state)]).toEqual([outcome, unsettled])
  })
})

describe('a status that is kept', () => {
  const changed = (more: Partial<LegStatusChanged>): LegStatusChanged => ({
    type: 'leg.statusChanged',
    leg: 'callee1',
    status: 'completed',
    vonageCallId: 'u2',
    occurredAt: 't',
    ...more,
  })
  const statuses = (before: LegStatus[], more: Partial<LegStatusChanged>) =>
    withLegStatus(runWith(before), changed(more)).legs['callee1']?.statuses

  test.each<[what: string, before: LegStatus[], more: Partial<LegStatusChanged>, after: LegStatus[]]>([
    [
      'V2.3-1: whose call lasted has answered, though that news is late',
      ['ringing'],
      { durationSeconds: 3 },
      ['ringing', 'answered', 'completed'],
    ],
    ['once', ['answered'], { durationSeconds: 3 }, ['answered', 'completed']],
    ['V2.2-12: a failure is completed too, and lasted no time', ['busy'], { durationSeconds: 0 }, ['busy', 'completed']],
    ['twice is once', ['completed'], { durationSeconds: 3 }, ['completed']],
  ])('%s', (_what, before, more, after) => expect(statuses(before, more)).toEqual(after))
})
