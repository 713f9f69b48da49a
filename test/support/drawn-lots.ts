import { createHash } from 'node:crypto'

/**
 * Lots that follow from a seed and from what they are drawn for, and not from the order in which they are drawn: what happens
 * at the same time may be drawn for in any order, and a seed means the same again.
 *
 * @returns 0 to 1.
 */
export type Lots = (what: string) => number

export const lotsOf =
  (seed: string): Lots =>
  (what) =>
    createHash('sha256').update(`${seed}/${what}`).digest().readUInt32BE(0) / 2 ** 32
