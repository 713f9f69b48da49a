import type { LegStatus } from '@patchbay/core'
import { describe, expect, test } from 'vitest'
import type { TurnContent } from '../runs/turn-content.ts'
import type { StoredTurn } from '../storage/turn-store.ts'
import { type SeenCall, toSummary } from './call-summary.ts'

const begun = Date.parse('2026-03-10T12:00:00Z')
const names = new Map([['main', 'Welcome line']])

const turn = (seq: number, second: number, more: Partial<StoredTurn> = {}) =>
  ({
    runId: 'run1',
    seq,
    at: new Date(begun + second * 1000),
    flowId: 'inner',
    version: '9',
    isTest: false,
    faults: [],
    ended: null,
    ...(seq === 0 ? { entered: { flowId: 'main', version: '3' } } : {}),
    ...more,
  }) as unknown as StoredTurn

const content = (statuses: readonly LegStatus[], from = '447700900123') =>
  ({
    inputs: [{ type: 'call.received', leg: 'caller', from, to: '12025550100', vonageCallId: 'u', vonageConversationId: 'c' }],
    state: { calledNumber: '12025550100', legs: { caller: { statuses } } },
  }) as unknown as TurnContent

function call(statuses: readonly LegStatus[], outlines: StoredTurn[] = [turn(0, 0), turn(1, 72)]): SeenCall {
  return { first: outlines[0]!, outlines, opened: { first: content(statuses), latest: content(statuses) } }
}

test('a call is known by the flow that it reached, not by the one in which it began', () => {
  const summary = toSummary(call(['answered']), names, begun + 80_000)
  expect(summary.flow).toEqual({ id: 'main', name: 'Welcome line', version: '3', exists: true })
  expect(summary).toMatchObject({ caller: '•••0123', called: '12025550100', turns: 2, durationMs: 72_000 })
  expect(toSummary(call([]), new Map(), begun).flow).toMatchObject({ name: 'main', exists: false })
})

describe('the caller is on the line', () => {
  test.each<[string, readonly LegStatus[], number, boolean]>([
    ['until the line says otherwise', ['started', 'answered'], 80_000, true],
    ['not after the end', ['answered', 'completed'], 80_000, false],
    ['not after hanging up before the answer', ['cancelled'], 80_000, false],
    ['not when nothing was heard for longer than a call can last', ['answered'], 3 * 3_600_000, false],
  ])('%s', (_what, statuses, later, onTheLine) =>
    expect(toSummary(call(statuses), names, begun + later).onTheLine).toBe(onTheLine),
  )
})

test('faults of all turns are counted, and the latest turn says how it ended', () => {
  const fault = { frame: 0, nodeId: 'a', code: 'NOTHING_TO_SAY' } as const
  const turns = [turn(0, 0, { faults: [fault] }), turn(1, 1, { faults: [fault, fault] }), turn(2, 2, { ended: 'fault' })]
  expect(toSummary(call(['completed'], turns), names, begun)).toMatchObject({ faults: 3, ended: 'fault' })
})

test('of an erased call nobody is named, and what is known without it is told', () => {
  const erased = { ...call([]), opened: null }
  expect(toSummary(erased, names, begun)).toMatchObject({ erased: true, caller: null, called: null, onTheLine: false, turns: 2 })
})
