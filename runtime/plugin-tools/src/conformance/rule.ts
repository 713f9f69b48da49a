import type { Trial } from './trial.ts'

/** What a rule found: it does not apply (and why), it holds, or these things are wrong. */
export type Finding =
  | { state: 'notApplicable'; note: string }
  | { state: 'held'; note: string }
  | { state: 'broken'; note: string; faults: string[] }

/** One of the rules of the conformance tests for plugins. */
export interface Rule {
  number: number
  title: string
  check(trial: Trial): Promise<Finding>
}

export const notApplicable = (note: string): Finding => ({ state: 'notApplicable', note })

export const found = (faults: readonly string[], note: string): Finding =>
  faults.length === 0 ? { state: 'held', note } : { state: 'broken', note, faults: [...new Set(faults)] }

/** `1 example`, `2 examples`. */
export const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`
