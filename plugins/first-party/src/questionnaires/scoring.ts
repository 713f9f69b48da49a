import type { Cell, Metric } from './stored.ts'

/** A measure with everything that is needed to check it by hand. */
export interface Score {
  /** Rounded to two places: per cent for csat, fcr and yesNo, -100 to 100 for nps, a mean for ces and scale. */
  value: number
  /** Answers. */
  n: number
  numerator: number
  denominator: number
}

const SATISFIED = 4
const PROMOTER = 9
const DETRACTOR = 6

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0)
const countWhere = ({ counts, lowest }: Spread, is: (value: number) => boolean): number =>
  counts.reduce((sum, count, index) => (is(index + lowest) ? sum + count : sum), 0)
const rounded = (value: number): number => Math.round(value * 100) / 100

/** How often each value was given. */
export interface Spread {
  lowest: number
  counts: number[]
}

/**
 * CSAT is the share of 4 and 5 on 1–5; NPS the share of 9–10 less that of 0–6 on 0–10; CES the mean of 1–7, 7 being easiest;
 * FCR and yes-or-no the share of yes.
 *
 * @returns Undefined when nobody answered.
 */
export function scoreOf(metric: Metric, spread: Spread): Score | undefined {
  const n = total(spread.counts)
  if (n === 0) return undefined
  const share = (numerator: number): Score => ({ value: rounded((numerator / n) * 100), n, numerator, denominator: n })
  switch (metric) {
    case 'csat':
      return share(countWhere(spread, (value) => value >= SATISFIED))
    case 'nps':
      return share(countWhere(spread, (value) => value >= PROMOTER) - countWhere(spread, (value) => value <= DETRACTOR))
    case 'fcr':
    case 'yesNo':
      return share(countWhere(spread, (value) => value === 1))
    case 'ces':
    case 'scale': {
      const sum = spread.counts.reduce((all, count, index) => all + count * (index + spread.lowest), 0)
      return { value: rounded(sum / n), n, numerator: sum, denominator: n }
    }
  }
}

/** Adds up cells, which may begin at different values. */
export function spreadOf(cells: readonly Pick<Cell, 'lowest' | 'counts'>[]): Spread {
  const lowest = Math.min(...cells.map((cell) => cell.lowest))
  const counts: number[] = []
  for (const cell of cells) {
    for (const [index, count] of cell.counts.entries()) {
      const at = index + cell.lowest - lowest
      while (counts.length <= at) counts.push(0)
      counts[at] = (counts[at] ?? 0) + count
    }
  }
  return cells.length === 0 ? { lowest: 0, counts } : { lowest, counts }
}
