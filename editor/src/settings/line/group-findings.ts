import type { AccountFinding } from '@patchbay/core'

/** What is put right together is shown together: all webhooks of the application are mended by one button. */
export function groupFindings(findings: readonly AccountFinding[]): AccountFinding[][] {
  const application = findings.filter(({ mend }) => mend === 'application')
  const others = findings.filter(({ mend }) => mend !== 'application').map((finding) => [finding])
  const groups = application.length === 0 ? others : [application, ...others]
  // what keeps callers away comes first; within that, in the order in which it is to be mended
  return groups.toSorted((a, b) => weightOf(a) - weightOf(b))
}

const WEIGHT = { error: 0, warning: 1, note: 2, ok: 3 } as const

const weightOf = (group: readonly AccountFinding[]): number => Math.min(...group.map(({ severity }) => WEIGHT[severity]))

/** The gravest of a group. */
export function severityOf(group: readonly AccountFinding[]): AccountFinding['severity'] {
  return (['error', 'warning', 'note', 'ok'] as const)[weightOf(group)] ?? 'ok'
}
