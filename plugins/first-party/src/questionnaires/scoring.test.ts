import { describe, expect, test } from 'vitest'
import { scoreOf, spreadOf } from './scoring.ts'
import type { Metric } from './stored.ts'

/** How often each value was given, from a list of values. */
function spread(lowest: number, ...values: number[]) {
  const counts: number[] = []
  for (const value of values) {
    while (counts.length <= value - lowest) counts.push(0)
    counts[value - lowest] = (counts[value - lowest] ?? 0) + 1
  }
  return { lowest, counts }
}

describe('a score is what the trade calls it', () => {
  test.each<[string, Metric, ReturnType<typeof spread>, [value: number, n: number, numerator: number, denominator: number]]>([
    ['CSAT is the share of 4 and 5', 'csat', spread(1, 5, 4, 3, 2, 1), [40, 5, 2, 5]],
    ['CSAT of one who is satisfied', 'csat', spread(1, 4), [100, 1, 1, 1]],
    ['CSAT of 3 is not satisfied', 'csat', spread(1, 3, 3, 3), [0, 3, 0, 3]],
    ['NPS is promoters less detractors', 'nps', spread(0, 10, 9, 8, 7, 6), [20, 5, 1, 5]],
    ['NPS counts 0 and 6 against, 7 and 8 not at all', 'nps', spread(0, 0, 6, 7, 8), [-50, 4, -2, 4]],
    ['NPS of promoters only', 'nps', spread(0, 9, 10), [100, 2, 2, 2]],
    ['NPS of a third', 'nps', spread(0, 10, 8, 8), [33.33, 3, 1, 3]],
    ['CES is the mean of 1 to 7', 'ces', spread(1, 7, 6, 2), [5, 3, 15, 3]],
    ['CES that is no whole number', 'ces', spread(1, 7, 7, 6), [6.67, 3, 20, 3]],
    ['FCR is the share of yes', 'fcr', spread(0, 1, 1, 1, 0), [75, 4, 3, 4]],
    ['a yes-or-no of your own is the share of yes', 'yesNo', spread(0, 0, 0, 1), [33.33, 3, 1, 3]],
    ['a scale of your own is a mean', 'scale', spread(1, 1, 4), [2.5, 2, 5, 2]],
    ['a scale that begins at 0', 'scale', spread(0, 0, 4), [2, 2, 4, 2]],
  ])('%s', (_, metric, given, [value, n, numerator, denominator]) =>
    expect(scoreOf(metric, given)).toEqual({ value, n, numerator, denominator }),
  )
  test('nobody answered: there is no score, not a zero', () => {
    expect(scoreOf('csat', { lowest: 1, counts: [] })).toBeUndefined()
    expect(scoreOf('nps', { lowest: 0, counts: [0, 0] })).toBeUndefined()
  })
})

test('counts that begin at different values are added up value by value', () => {
  expect(
    spreadOf([
      { lowest: 1, counts: [1, 0, 2] },
      { lowest: 0, counts: [5, 1] },
    ]),
  ).toEqual({ lowest: 0, counts: [5, 2, 0, 2] })
  expect(spreadOf([])).toEqual({ lowest: 0, counts: [] })
})
