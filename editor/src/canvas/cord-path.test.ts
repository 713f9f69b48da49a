import { describe, expect, test } from 'vitest'
import { type CordEnds, cordCorners, roundedPath } from './cord-path.ts'

const ends = (change: Partial<CordEnds> = {}): CordEnds => ({
  from: { x: 0, y: 0 },
  to: { x: 200, y: 100 },
  lane: 0,
  lanes: 2,
  fromBottom: 40,
  toBottom: 140,
  ...change,
})

describe('a cord', () => {
  test('between level ends is straight', () => {
    expect(cordCorners(ends({ to: { x: 200, y: 0 } }))).toEqual([
      { x: 0, y: 0 },
      { x: 200, y: 0 },
    ])
  })

  test('turns only at right angles, wherever it leads', () => {
    for (const x of [-400, -10, 0, 60, 300])
      for (const y of [-300, -40, 40, 300]) {
        const corners = cordCorners(ends({ to: { x, y }, toBottom: y + 40 }))
        for (const [index, corner] of corners.slice(1).entries()) {
          const before = corners[index]!
          expect(corner.x === before.x || corner.y === before.y, `${x},${y}: ${JSON.stringify(corners)}`).toBe(true)
        }
      }
  })

  test('that goes down from an upper outlet turns after the one below it, so that they do not cross', () => {
    const upper = cordCorners(ends({ lane: 0, to: { x: 200, y: 100 } }))
    const lower = cordCorners(ends({ lane: 1, from: { x: 0, y: 28 }, to: { x: 200, y: 200 } }))
    expect(upper[1]!.x).toBeGreaterThan(lower[1]!.x)
  })

  test('that leads back passes below both cards', () => {
    const corners = cordCorners(ends({ to: { x: -300, y: -10 }, toBottom: 90 }))
    expect(Math.max(...corners.map(({ y }) => y))).toBeGreaterThan(90)
  })
})

test('a path begins and ends at the dots and is rounded between', () => {
  const path = roundedPath(cordCorners(ends()))
  expect(path.startsWith('M0,0')).toBe(true)
  expect(path.endsWith('L200,100')).toBe(true)
  expect(path.match(/Q/g)).toHaveLength(2)
})
