import { createFlow, editFlow, type FlowDefinition, flowIdSchema, nodeIdSchema } from '@patchbay/core'
import { expect, test } from 'vitest'
import { firstViewport } from './first-viewport.ts'
import { CARD } from './geometry.ts'

const flowOf = (places: readonly (readonly [number, number])[]): FlowDefinition =>
  places.reduce(
    (flow, [x, y], index) =>
      editFlow(flow, {
        type: 'addNode',
        node: { id: nodeIdSchema.parse(`n${index}`), type: 'say', typeVersion: 1, name: '', config: {} },
        position: { x, y },
      }),
    createFlow({ id: flowIdSchema.parse('f'), name: 'F' }),
  )
const area = { width: 1000, height: 800, left: 216 }

test('a small flow is shown whole, never enlarged, right of the list of cards', () => {
  const { x, y, zoom } = firstViewport(
    flowOf([
      [0, 0],
      [330, 100],
    ]),
    area,
  )
  expect(zoom).toBe(1)
  expect(x + (330 + CARD.width) * zoom).toBeLessThan(area.width)
  expect(x).toBeGreaterThan(area.left)
  expect(y).toBeGreaterThan(0)
})

test('a long flow is shown from its beginning, large enough to read', () => {
  const { x, zoom } = firstViewport(
    flowOf([
      [0, 0],
      [4000, 0],
    ]),
    area,
  )
  expect(zoom).toBe(0.8)
  expect(x).toBeGreaterThan(area.left)
  expect(x).toBeLessThan(area.left + 200)
})

test('a high flow has its beginning in the middle', () => {
  const { y, zoom } = firstViewport(
    flowOf([
      [0, 0],
      [300, -3000],
      [300, 3000],
    ]),
    area,
  )
  expect(y + 80 * zoom).toBeCloseTo(area.height / 2, -1)
})

test('an empty canvas has a place to begin', () => expect(firstViewport(flowOf([]), area).zoom).toBe(1))
