import {
  createFlow,
  editFlow,
  type FlowDefinition,
  type FlowEdit,
  flowIdSchema,
  nodeIdSchema,
  outletSchema,
} from '@patchbay/core'
import { expect, test } from 'vitest'
import { copyCards, pasteCards, readCopied } from './clipboard.ts'
import { newNode, placeBeside } from './new-node.ts'

const say = (id: string): FlowEdit => ({
  type: 'addNode',
  node: { id: nodeIdSchema.parse(id), type: 'say', typeVersion: 1, name: id, config: { prompt: { text: { en: id } } } },
  position: { x: 0, y: 0 },
})
const cord = (source: string, target: string): FlowEdit => ({
  type: 'connect',
  edge: { source: nodeIdSchema.parse(source), outlet: outletSchema.parse('next'), target: nodeIdSchema.parse(target) },
})
const flow: FlowDefinition = [say('a'), say('b'), say('c'), cord('a', 'b'), cord('b', 'c')].reduce(
  editFlow,
  createFlow({ id: flowIdSchema.parse('f'), name: 'F' }),
)

test('pasted cards keep the cords between them and lose those that left', () => {
  const copied = readCopied(JSON.stringify(copyCards(flow, new Set(['a', 'b']))))!
  const { edits, ids } = pasteCards(flow, copied, { x: 40, y: 40 })
  const pasted = edits.reduce(editFlow, flow)
  expect(pasted.nodes).toHaveLength(5)
  expect(pasted.edges).toHaveLength(3)
  expect(pasted.edges.at(-1)).toMatchObject({ source: ids[0], target: ids[1] })
  expect(pasted.layout[ids[0]!]).toEqual({ x: 40, y: 40 })
  expect(new Set(pasted.nodes.map(({ id }) => id)).size).toBe(5)
})

test.each(['', 'hello', '{}', 'null', '{"patchbay":"cards"}', '{"patchbay":"cards","nodes":[1],"edges":[],"layout":{}}'])(
  'a clipboard with %j holds no cards',
  (text) => expect(readCopied(text)).toBeUndefined(),
)

test('a second card of a kind gets a number, and a place of its own', () => {
  const first = newNode(flow, 'menu', 'Menu')!
  const once = editFlow(flow, { type: 'addNode', node: first, position: placeBeside(flow, 'c') })
  const second = newNode(once, 'menu', 'Menu')!
  expect([first.name, second.name]).toEqual(['Menu', 'Menu 2'])
  expect(placeBeside(once, 'c')).not.toEqual(once.layout[first.id])
})
