import { expect, test } from 'vitest'
import { CARD, cardHeight, outletAt } from './geometry.ts'

test.each([
  [{ summaryLines: 0, outlets: 0 }, 42],
  [{ summaryLines: 1, outlets: 1 }, 106],
  [{ summaryLines: 2, outlets: 4 }, 210],
] as const)('a card with %o is %d px high', (rows, height) => expect(cardHeight(rows)).toBe(height))

test('every dot lies on its row, inside the card', () => {
  const rows = { summaryLines: 2, outlets: 5 } as const
  for (let index = 0; index < rows.outlets; index++) {
    const { y } = outletAt(index, rows)
    expect(y + CARD.row / 2).toBeLessThanOrEqual(cardHeight(rows) - CARD.border)
  }
  expect(outletAt(1, rows).y - outletAt(0, rows).y).toBe(CARD.row)
})
