import { readFileSync } from 'node:fs'
import { editFlow, type FlowDefinition, nodeIdSchema, readFlow } from '@patchbay/core'
import { expect, test } from 'vitest'
import { type CanvasInput, cordId, createCanvasElements, START_ID } from './canvas-elements.ts'
import { cardModel } from './card-model.ts'
import { elkGraphOf } from './elk-graph.ts'
import { CARD, cardHeight } from './geometry.ts'
import { neighbour } from './navigate.ts'

const read = readFlow(
  JSON.parse(readFileSync(new URL('../../../templates/welcome-line/flows/welcome.json', import.meta.url), 'utf8')),
)
if (read.type !== 'success') throw new Error('the sample flow cannot be read')
const flow: FlowDefinition = read.flow
const words = {
  kind: (_: string, english: string) => english,
  outlet: (_type: string, _name: string, label: string) => label,
  notFilledIn: 'Not filled in yet',
}
const input: CanvasInput = {
  ...{ flow, words, selected: new Set(), selectedCord: null, current: null, problems: new Map(), dragged: {} },
  path: { nodes: new Set(), cords: new Set(), now: null },
  cardLabel: ({ kind, name }) => `${kind}: ${name}`,
  cordLabel: (from, outlet, to) => `${from.name}, ${outlet}, ${to.name}`,
}
const node = (id: string) => flow.nodes.find((other) => other.id === id)!

test('every card and every cord of a flow is drawn, and the start', () => {
  const { nodes, edges } = createCanvasElements()(input)
  expect(nodes).toHaveLength(flow.nodes.length + 1)
  expect(edges).toHaveLength(flow.edges.length + 1)
  expect(edges.every(({ data }) => (data?.corners.length ?? 0) >= 2)).toBe(true)
})

test('React Flow is told the size and the dots of each card, so that it measures nothing', () => {
  for (const drawn of createCanvasElements()(input).nodes) {
    if (drawn.type !== 'card') continue
    const { summaryLines, outlets } = drawn.data.model
    expect(drawn.measured).toEqual({ width: CARD.width, height: cardHeight({ summaryLines, outlets: outlets.length }) })
    expect(drawn.handles?.map(({ id }) => id)).toEqual(['in', ...outlets.map(({ name }) => name)])
  }
})

test('only what changed is drawn again', () => {
  const elements = createCanvasElements()
  const before = elements(input)
  const renamed = editFlow(flow, { type: 'renameNode', id: nodeIdSchema.parse('greeting'), name: 'Hello' })
  const after = elements({ ...input, flow: renamed })
  const changed = after.nodes.filter((drawn) => !before.nodes.includes(drawn)).map(({ id }) => id)
  expect(changed).toEqual(['greeting'])
  expect(elements({ ...input, flow: renamed }).nodes).toEqual(after.nodes)
  expect(elements({ ...input, flow: renamed }).edges.every((edge) => after.edges.includes(edge))).toBe(true)
})

test('one card is the tab stop of the canvas', () => {
  const { nodes } = createCanvasElements()({ ...input, current: 'main-menu' })
  expect(nodes.filter(({ domAttributes }) => domAttributes?.tabIndex === 0).map(({ id }) => id)).toEqual(['main-menu'])
})

test('the way of a call is lit, cord by cord', () => {
  const path = { nodes: new Set(['greeting', 'main-menu']), cords: new Set([cordId('greeting', 'next')]), now: 'main-menu' }
  const { nodes, edges } = createCanvasElements()({ ...input, path })
  expect(nodes.find(({ id }) => id === 'main-menu')?.data).toMatchObject({ lit: 'now' })
  expect(edges.filter(({ data }) => data?.lit).map(({ id }) => id)).toEqual([START_ID, cordId('greeting', 'next')])
})

test('a card says what callers hear in quotes, variables by name and numbers as people write them', () => {
  expect(cardModel(node('greeting'), flow, words).summary).toBe('“Welcome to Lakeside Garden Supplies.”')
  expect(cardModel(node('old-order'), flow, words).summary).toContain('‹orderNumber›')
  expect(cardModel(node('ring-sales'), flow, words).summary).toMatch(/^\+1 202 555 0143/)
})

test('a card names the flow that it goes through as people do', () => {
  const named = { ...words, flow: (id: string) => (id === 'who-3f2a' ? 'Who is calling' : undefined) }
  const summary = (type: string, config: object) =>
    cardModel({ ...node('greeting'), type, config } as (typeof flow.nodes)[number], flow, named).summary
  const outcomes = [{ id: 'known', label: 'Known' }]
  expect(summary('subflow', { flowId: 'who-3f2a', outcomes })).toBe('Who is calling')
  expect(summary('subflow', { flowId: 'gone-1', outcomes })).toBe('gone-1')
})

test('a half-filled card keeps its ways out and its cords', () => {
  const { config } = node('main-menu')
  const half = { ...config, choices: [{ id: 'sales', keys: [], label: '' }] }
  const typed = editFlow(flow, { type: 'configureNode', id: nodeIdSchema.parse('main-menu'), config: half })
  const model = cardModel(typed.nodes.find(({ id }) => id === 'main-menu')!, typed, words)
  expect(model.outlets.map(({ name }) => name)).toEqual(['sales', 'noInput', 'noMatch'])
  const emptied = editFlow(flow, { type: 'configureNode', id: nodeIdSchema.parse('main-menu'), config: {} })
  const bare = cardModel(emptied.nodes.find(({ id }) => id === 'main-menu')!, emptied, words)
  expect(bare.summary).toBe('Not filled in yet')
  expect(bare.outlets.map(({ name }) => name)).toContain('sales')
})

test('trouble comes last, whatever order the kind of card has', () => {
  for (const each of flow.nodes) {
    const trouble = cardModel(each, flow, words).outlets.map((outlet) => outlet.trouble)
    expect(trouble).toEqual(trouble.toSorted((a, b) => Number(a) - Number(b)))
  }
})

test.each([
  ['greeting', 'right', 'main-menu'],
  ['main-menu', 'left', 'greeting'],
  ['main-menu', 'right', 'ring-sales'],
  ['ring-sales', 'down', 'order-number'],
  ['order-number', 'up', 'ring-sales'],
] as const)('from %s the arrow %s leads to %s', (from, direction, to) => {
  const outletsOf = (id: string) => cardModel(node(id), flow, words).outlets.map(({ name }) => name)
  expect(neighbour(flow, from, direction, outletsOf)).toBe(to)
})

test('the tidy-up knows every card, dot and cord', () => {
  const graph = elkGraphOf(flow)
  expect(graph.children).toHaveLength(flow.nodes.length)
  expect(graph.edges).toHaveLength(flow.edges.length)
  const ports = new Set(graph.children?.flatMap(({ ports = [] }) => ports.map(({ id }) => id)))
  for (const { sources, targets } of graph.edges ?? []) for (const end of [...sources, ...targets]) expect(ports).toContain(end)
})

test('a card that begins a part of its own has no dot that a cord could lead to', () => {
  const id = nodeIdSchema.parse('trouble')
  const entry = { id, type: 'errorHandler', typeVersion: 1, name: '', config: {} }
  const drawn = createCanvasElements()({
    ...input,
    flow: editFlow(flow, { type: 'addNode', node: entry, position: { x: 0, y: 900 } }),
  }).nodes.find((other) => other.id === id)
  expect(drawn?.handles?.map((handle) => handle.id)).toEqual(['next'])
})
