import { createFlow, editFlow, type FlowEdit, flowIdSchema, nodeIdSchema } from '@patchbay/core'
import { expect, test } from 'vitest'
import { flowChanges } from './flow-changes.ts'

const add = (id: string): FlowEdit => ({
  type: 'addNode',
  node: { id: nodeIdSchema.parse(id), type: 'say', typeVersion: 1, name: id.toUpperCase(), config: {} },
  position: { x: 0, y: 0 },
})
const flow = [add('a'), add('b')].reduce(editFlow, createFlow({ id: flowIdSchema.parse('f'), name: 'F' }))

test('two versions of a flow are told apart by the names of their cards', () => {
  const changed = editFlow(flow, { type: 'configureNode', id: nodeIdSchema.parse('a'), config: { prompt: 'x' } })
  expect(flowChanges(flow, editFlow(changed, add('c')))).toEqual({ added: ['C'], changed: ['A'] })
})

test('where a card stands is no difference', () => {
  expect(flowChanges(flow, editFlow(flow, { type: 'moveNodes', positions: { a: { x: 9, y: 9 } } }))).toEqual({
    added: [],
    changed: [],
  })
})
