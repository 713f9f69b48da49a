/**
 * How one rule is held: by a test elsewhere (`file` from the repository's root, `test` its title or the title of its table row, as
 * it stands in the source), by a case right here, or not at all. `but` says what of the rule is left out.
 */
export type RuleRow =
  | { rule: string; file: string; test: string; but?: string }
  | { rule: string; holds: () => void | Promise<void>; but?: string }
  | { rule: string; notCovered: string }

/** Rules that tests of one file hold: titles by rule. */
export function heldIn(file: string, titles: Record<string, string>): RuleRow[] {
  return Object.entries(titles).map(([rule, test]) => ({ rule, file, test }))
}
