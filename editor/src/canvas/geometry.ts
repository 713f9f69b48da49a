import type { Position } from '@patchbay/core'

/**
 * Every size of a card, in pixels of the canvas at zoom 1. The style sheet, the dots that cords end at and the tidy-up all read
 * these: React Flow believes what it is told, so a number that differs from what is drawn puts cords beside their dots.
 */
export const CARD = {
  width: 248,
  border: 1,
  head: 40,
  /** One line of the summary, and the space above and below them together. */
  line: 20,
  summaryPadding: 10,
  row: 28,
  /** Below the last row. */
  foot: 6,
  dot: 12,
} as const

/** The mark before the first card. */
export const START = { width: 76, height: 28, gap: 44 } as const

/** What a card's size depends on. */
export interface CardRows {
  summaryLines: 0 | 1 | 2
  outlets: number
}

const summaryHeight = (lines: number): number => (lines === 0 ? 0 : lines * CARD.line + CARD.summaryPadding)

export function cardHeight({ summaryLines, outlets }: CardRows): number {
  const rows = outlets === 0 ? 0 : outlets * CARD.row + CARD.foot
  return 2 * CARD.border + CARD.head + summaryHeight(summaryLines) + rows
}

/** The middle of an outlet's dot, from the card's upper left corner. */
export function outletAt(index: number, { summaryLines }: CardRows): Position {
  return { x: CARD.width, y: CARD.border + CARD.head + summaryHeight(summaryLines) + index * CARD.row + CARD.row / 2 }
}

/** Where cords arrive. */
export const arrivalAt: Position = { x: 0, y: CARD.border + CARD.head / 2 }

/** The sizes as custom properties, for the style sheet. */
export const cardSizes: Readonly<Record<`--${string}`, string>> = {
  '--card-width': `${CARD.width}px`,
  '--card-head': `${CARD.head}px`,
  '--card-line': `${CARD.line}px`,
  '--card-summary-padding': `${CARD.summaryPadding / 2}px`,
  '--card-row': `${CARD.row}px`,
  '--card-foot': `${CARD.foot}px`,
  '--card-dot': `${CARD.dot}px`,
  '--start-width': `${START.width}px`,
  '--start-height': `${START.height}px`,
}
