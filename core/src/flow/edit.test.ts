import { describe, expect, test } from 'vitest'
import { flowOf } from '../test-kit/index.ts'
import { editFlow, type FlowEdit } from './edit.ts'
import type { NodeId, Outlet } from './ids.ts'
import type { FlowEdge, FlowNode } from './schema.ts'

const flow = flowOf(
  {
    hello: ['say', { prompt: { text: { en: 'Hello.' } } }, { next: 'bye' }],
    bye: ['hangUp', {}],
    lost: ['say', { prompt: { text: { en: '?' } } }],
  },
  { layout: { hello: { x: 0, y: 0 }, bye: { x: 300, y: 0 } } },
)
const id = (text: string) => text as NodeId
const edge = (source: string, outlet: string, target: string): FlowEdge => ({
  source: id(source),
  outlet: outlet as Outlet,
  target: id(target),
})
const newNode: FlowNode = { id: id('new'), type: 'say', typeVersion: 1, name: 'New', config: {} }

describe('editing', () => {
  test('adds a node where it was dropped', () => {
    const after = editFlow(flow, { type: 'addNode', node: newNode, position: { x: 5, y: 6 } })
    expect(after.nodes.at(-1)).toEqual(newNode)
    expect(after.layout['new']).toEqual({ x: 5, y: 6 })
    expect(after.startNodeId).toBe('hello')
  })

  test('calls never start at a card that begins a part of its own', () => {
    const empty = { ...flow, nodes: [], edges: [], layout: {}, startNodeId: null }
    const entry = { ...newNode, id: id('trouble'), type: 'errorHandler' }
    const first = editFlow(empty, { type: 'addNode', node: entry, position: { x: 0, y: 0 } })
    expect(first.startNodeId).toBeNull()
    expect(editFlow(first, { type: 'addNode', node: newNode, position: { x: 0, y: 0 } }).startNodeId).toBe('new')
  })

  test('the first node of an empty flow is its start', () => {
    const empty = { ...flow, nodes: [], edges: [], startNodeId: null }
    expect(editFlow(empty, { type: 'addNode', node: newNode, position: { x: 0, y: 0 } }).startNodeId).toBe('new')
  })

  test('a new cord from an outlet replaces the old one', () => {
    const after = editFlow(flow, { type: 'connect', edge: edge('hello', 'next', 'lost') })
    expect(after.edges).toEqual([edge('hello', 'next', 'lost')])
  })

  test('removing a node takes its cords and its place with it', () => {
    const after = editFlow(flow, { type: 'removeNodes', ids: [id('bye')] })
    expect(after.nodes.map((node) => node.id)).toEqual(['hello', 'lost'])
    expect(after.edges).toEqual([])
    expect(after.layout).toEqual({ hello: { x: 0, y: 0 } })
  })

  test('removing the start leaves a flow without one, to be chosen', () => {
    expect(editFlow(flow, { type: 'removeNodes', ids: [id('hello')] }).startNodeId).toBeNull()
  })

  test('moves several nodes at once', () => {
    const after = editFlow(flow, { type: 'moveNodes', positions: { hello: { x: 1, y: 1 }, bye: { x: 2, y: 2 } } })
    expect(after.layout).toEqual({ hello: { x: 1, y: 1 }, bye: { x: 2, y: 2 } })
  })

  test('renames and configures a node and leaves the others the same objects', () => {
    const after = editFlow(flow, { type: 'configureNode', id: id('hello'), config: { prompt: { text: { en: 'Hi.' } } } })
    expect(after.nodes[0]?.config).toEqual({ prompt: { text: { en: 'Hi.' } } })
    expect(after.nodes[1]).toBe(flow.nodes[1])
    expect(editFlow(flow, { type: 'renameNode', id: id('hello'), name: 'Greeting' }).nodes[0]?.name).toBe('Greeting')
  })
})

test.each<[string, FlowEdit]>([
  ['a node with an id that is taken', { type: 'addNode', node: { ...newNode, id: id('hello') }, position: { x: 0, y: 0 } }],
  ['a move to the same place', { type: 'moveNodes', positions: { hello: { x: 0, y: 0 } } }],
  ['a move of a node that is not there', { type: 'moveNodes', positions: { ghost: { x: 9, y: 9 } } }],
  ['removing what is not there', { type: 'removeNodes', ids: [id('ghost')] }],
  ['the same name', { type: 'renameNode', id: id('hello'), name: 'hello' }],
  ['the same cord', { type: 'connect', edge: edge('hello', 'next', 'bye') }],
  ['a cord to nowhere', { type: 'connect', edge: edge('hello', 'next', 'ghost') }],
  ['taking off a cord that is not there', { type: 'disconnect', source: id('bye'), outlet: 'next' as Outlet }],
  ['a start that is not there', { type: 'setStart', id: id('ghost') }],
  ['the same flow name', { type: 'renameFlow', name: 'Tested' }],
])('%s changes nothing and returns the same object', (_, edit) => {
  expect(editFlow(flow, edit)).toBe(flow)
})
