import type { ConformanceReport, RuleResult } from './check-plugin.ts'

const SIGNS: Readonly<Record<RuleResult['state'], string>> = { held: '✓', broken: '✗', notApplicable: '–' }
const NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

/** Plugin × rule, one line a plugin: ✓ held, ✗ broken, – does not apply; what is broken stands below. */
export function conformanceTable(reports: readonly ConformanceReport[]): string {
  const width = Math.max(6, ...reports.map(({ plugin }) => plugin.length))
  const titles = new Map(reports.flatMap(({ rules }) => rules.map(({ number, title }) => [number, title] as const)))
  const lines = reports.map(({ plugin, rules, ms }) => {
    const cells = NUMBERS.map((number) => SIGNS[rules.find((rule) => rule.number === number)?.state ?? 'notApplicable'])
    return `${plugin.padEnd(width)}  ${cells.join('  ')}  ${(ms / 1000).toFixed(1)} s`
  })
  return [
    `${'plugin'.padEnd(width)}  ${NUMBERS.join('  ')}`,
    ...lines,
    '',
    ...[...titles].sort(([a], [b]) => a - b).map(([number, title]) => `${number}  ${title}`),
    ...reports.flatMap((report) => conformanceFaults(report).map((fault) => `✗ ${report.plugin}: ${fault}`)),
  ].join('\n')
}

/** Each thing that is wrong, with its rule. */
export const conformanceFaults = ({ rules }: ConformanceReport): string[] =>
  rules.flatMap((rule) => (rule.state === 'broken' ? rule.faults.map((fault) => `${rule.number} ${rule.title}: ${fault}`) : []))

/** One plugin in full: what was tried, what is wrong, and why what does not apply does not. */
export const conformanceDetails = ({ plugin, rules, ms }: ConformanceReport): string =>
  [
    `${plugin}, ${(ms / 1000).toFixed(1)} s`,
    ...rules.flatMap((rule) => [
      `${SIGNS[rule.state]} ${rule.number}  ${rule.title}: ${rule.note}`,
      ...(rule.state === 'broken' ? rule.faults.map((fault) => `     ${fault}`) : []),
    ]),
  ].join('\n')
