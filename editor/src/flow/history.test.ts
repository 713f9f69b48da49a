import { createFlow, editFlow, type FlowDefinition, flowIdSchema } from '@patchbay/core'
import { expect, test } from 'vitest'
import { historyOf, record, redo, undo } from './history.ts'

const flow = createFlow({ id: flowIdSchema.parse('f'), name: 'a' })
const named = (name: string): FlowDefinition => editFlow(flow, { type: 'renameFlow', name })

test('a step is taken back and forth', () => {
  const after = record(historyOf(flow), named('b'), 0)
  expect(undo(after).present).toBe(flow)
  expect(redo(undo(after)).present).toEqual(named('b'))
})

test('typing is taken back as one step, a pause begins another', () => {
  let history = record(historyOf(flow), named('b'), 0, 'name')
  history = record(history, named('bc'), 500, 'name')
  history = record(history, named('bcd'), 1000, 'name')
  expect(history.past).toHaveLength(1)
  history = record(history, named('bcde'), 9000, 'name')
  expect(undo(history).present.name).toBe('bcd')
  expect(undo(undo(history)).present.name).toBe('a')
})

test('edits of different fields never join', () => {
  const history = record(record(historyOf(flow), named('b'), 0, 'name'), named('c'), 1, 'other')
  expect(history.past).toHaveLength(2)
})

test('typing after taking back begins a step of its own', () => {
  const typed = record(historyOf(flow), named('b'), 0, 'name')
  const again = record(undo(typed), named('c'), 10, 'name')
  expect(undo(again).present).toBe(flow)
  expect(again.future).toEqual([])
})

test('nothing changed, nothing to take back', () => {
  const history = historyOf(flow)
  expect(record(history, flow, 0)).toBe(history)
  expect(undo(history).present).toBe(flow)
  expect(redo(history).present).toBe(flow)
})
