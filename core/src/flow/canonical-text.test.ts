import { expect, test } from 'vitest'
import { flowOf } from '../test-kit/index.ts'
import { canonicalJson, canonicalText, logicText } from './canonical-text.ts'

const flow = flowOf({
  hello: ['say', { prompt: { text: { en: 'Hello.' } } }, { next: 'bye' }],
  bye: ['hangUp', { prompt: { text: { en: 'Bye.' } } }],
})

test('the same flow gives the same bytes in whatever order it was drawn', () => {
  const shuffled = {
    ...Object.fromEntries(Object.entries(flow).reverse()),
    nodes: flow.nodes.toReversed().map((node) => Object.fromEntries(Object.entries(node).reverse())),
  } as typeof flow
  expect(canonicalText(shuffled)).toBe(canonicalText(flow))
})

test('it can be read back as the same flow', () => {
  expect(canonicalText(JSON.parse(canonicalText(flow)))).toBe(canonicalText(flow))
})

test('another word gives other bytes', () => {
  const changed = { ...flow, nodes: flow.nodes.map((node) => (node.id === 'bye' ? { ...node, config: {} } : node)) }
  expect(canonicalText(changed)).not.toBe(canonicalText(flow))
  expect(logicText(changed)).not.toBe(logicText(flow))
})

test('moving and renaming cards is nothing that callers would notice', () => {
  const moved = {
    ...flow,
    name: 'Other',
    layout: { hello: { x: 9, y: 9 } },
    nodes: flow.nodes.map((node) => ({ ...node, name: 'x' })),
  }
  expect(logicText(moved)).toBe(logicText(flow))
  expect(canonicalText(moved)).not.toBe(canonicalText(flow))
})

test('what is undefined leaves no trace, and lists keep their order', () => {
  expect(canonicalJson({ b: [2, 1, null], a: undefined, c: { z: 1, y: 'é' } })).toBe('{"b":[2,1,null],"c":{"y":"é","z":1}}')
})
