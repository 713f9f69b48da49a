import type { PhoneEvent } from '@patchbay/core/http-contract'
import { expect, test } from 'vitest'
import { cordId } from '../canvas/canvas-elements.ts'
import { callPath, NO_PATH } from './call-path.ts'
import { newCall, takeIn } from './call-state.ts'

const moved = (seq: number, flowId: string, left: string, outlet: string | null, nodeId: string | null): PhoneEvent =>
  ({
    type: 'moved',
    at: seq,
    runId: 'r',
    seq,
    flowId,
    version: '1',
    trace: [{ frame: 0, nodeId: left, outlet }],
    nodeId,
    faults: [],
    ended: null,
  }) as unknown as PhoneEvent
const call = (...events: PhoneEvent[]) => events.reduce((state, event, index) => takeIn(state, event, `${index}.0`), newCall)

test('a call lights the cards it left, the cords it took and the card where it is', () => {
  const path = callPath(call(moved(0, 'f', 'greeting', 'next', 'menu'), moved(1, 'f', 'menu', 'sales', 'ring')), 'f')
  expect([...path.nodes]).toEqual(['greeting', 'menu', 'ring'])
  expect([...path.cords]).toEqual([cordId('greeting', 'next'), cordId('menu', 'sales')])
  expect(path.now).toBe('ring')
})

test('after the call its way stays lit, and it is nowhere', () => {
  const path = callPath(call(moved(0, 'f', 'greeting', null, null), { type: 'ended', at: 9, reason: 'completed' }), 'f')
  expect([...path.nodes]).toEqual(['greeting'])
  expect(path.now).toBeNull()
})

test('a call through another flow lights nothing', () => {
  expect(callPath(call(moved(0, 'other', 'greeting', 'next', 'menu')), 'f')).toBe(NO_PATH)
  expect(callPath(null, 'f')).toBe(NO_PATH)
})
