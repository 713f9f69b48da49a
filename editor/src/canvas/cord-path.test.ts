import { describe, expect, test } from 'vitest'
import { type Box, type CordEnds, cordCorners, roundedPath } from './cord-path.ts'

const box = (left: number, top: number): Box => ({ left, top, right: left + 248, bottom: top + 120 })
const ends = (change: Partial<CordEnds> = {}): CordEnds => ({
  ...{ from: { x: 248, y: 60 }, to: { x: 450, y: 160 }, lane: 0, lanes: 2 },
  ...{ source: box(0, 0), target: box(450, 140) },
  ...change,
})

describe('a cord', () => {
  test('between level ends is straight', () => {
    const level = ends({ to: { x: 450, y: 60 }, target: box(450, 40) })
    expect(cordCorners(level, [level.source, level.target])).toEqual([level.from, level.to])
  })

  test('turns only at right angles, and into cards from the left, wherever it leads', () => {
    for (const x of [-800, -10, 0, 260, 300, 900])
      for (const y of [-600, -40, 60, 300]) {
        const to = ends({ to: { x, y }, target: box(x, y - 20) })
        const corners = cordCorners(to, [to.source, to.target])
        for (const [index, corner] of corners.slice(1).entries()) {
          const before = corners[index]!
          expect(corner.x === before.x || corner.y === before.y, `${x},${y}: ${JSON.stringify(corners)}`).toBe(true)
        }
        expect(corners.at(-2)!.x).toBeLessThan(x)
        expect(corners[1]!.x).toBeGreaterThan(248)
      }
  })

  test('that goes down from an upper outlet turns after the one below it, so that they do not cross', () => {
    const upper = cordCorners(ends({ lane: 0, to: { x: 450, y: 100 } }))
    const lower = cordCorners(ends({ lane: 1, from: { x: 248, y: 88 }, to: { x: 450, y: 200 } }))
    expect(upper[1]!.x).toBeGreaterThan(lower[1]!.x)
  })

  test('goes round a card that stands between', () => {
    const far = ends({ to: { x: 1000, y: 60 }, target: box(1000, 40) })
    const between = box(500, 0)
    const corners = cordCorners(far, [far.source, far.target, between])
    const through = corners.some(
      (corner, index) =>
        corner.y === corners[index + 1]?.y &&
        corner.y > between.top &&
        corner.y < between.bottom &&
        corner.x < 500 &&
        corners[index + 1]!.x > 748,
    )
    expect(through, JSON.stringify(corners)).toBe(false)
  })

  test('that leads back passes outside of both cards', () => {
    const back = ends({ to: { x: -500, y: 20 }, target: box(-500, 0) })
    const level = cordCorners(back, [back.source, back.target]).map(({ y }) => y)
    expect(Math.max(...level) > 120 || Math.min(...level) < 0).toBe(true)
  })
})

test('a path begins and ends at the dots and is rounded between', () => {
  const path = roundedPath(cordCorners(ends()))
  expect(path.startsWith('M248,60')).toBe(true)
  expect(path.endsWith('L450,160')).toBe(true)
  expect(path.match(/Q/g)).toHaveLength(2)
})
