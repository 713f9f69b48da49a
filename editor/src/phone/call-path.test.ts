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
    trace: [{ frame: 0, flowId, nodeId: left, outlet }],
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

test('within another flow the cards of this one that were left stay lit, and none of them is the current one', () => {
  const entered = { ...moved(1, 'g', 'menu', 'next', 'ask'), trace: [{ frame: 0, flowId: 'f', nodeId: 'menu', outlet: 'sales' }] }
  const path = callPath(call(moved(0, 'f', 'greeting', 'next', 'menu'), entered as unknown as PhoneEvent), 'f')
  expect([...path.nodes]).toEqual(['greeting', 'menu'])
  expect([...path.cords]).toEqual([cordId('greeting', 'next'), cordId('menu', 'sales')])
  expect(path.now).toBeNull()
})

test('back from another flow its cards light nothing here, even under the same id', () => {
  const back = {
    ...moved(1, 'f', 'x', 'x', 'bye'),
    trace: [
      { frame: 1, flowId: 'g', nodeId: 'menu', outlet: null },
      { frame: 0, flowId: 'f', nodeId: 'identify', outlet: 'known' },
    ],
  }
  const path = callPath(call(moved(0, 'g', 'menu', 'sales', 'ask'), back as unknown as PhoneEvent), 'f')
  expect([...path.nodes]).toEqual(['identify', 'bye'])
  expect(path.now).toBe('bye')
})
