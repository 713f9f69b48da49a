import { cpus, totalmem } from 'node:os'
import { duration } from './project.mjs'

/** The page that a full-size run leaves behind: when, where, how much, and what every suite that measures printed. */
export function evidencePage(outcomes, total) {
  const rows = outcomes.map(
    ({ name, detail, passed, failed, skipped, ms }) =>
      `| ${name} | ${detail} | ${passed} | ${failed} | ${skipped} | ${duration(ms)} |`,
  )
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  const figures = outcomes.flatMap(({ name, output }) => figuresIn(output).map((line) => `- ${name}: ${line}`))
  return [
    '# Evidence',
    '',
    `Written by \`npm run evidence\` on ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, on ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${gigabytes} GB.`,
    '',
    `${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped in ${duration(total.ms)}.`,
    '',
    '| suite | looked at | passed | failed | skipped | time |',
    '|---|---|---:|---:|---:|---:|',
    ...rows,
    '',
    ...(figures.length > 0 ? ['## Figures', '', ...figures, ''] : []),
  ].join('\n')
}

/** What tests that measure printed: vitest heads each such block with the file that it is from. */
const figuresIn = (output) =>
  [...output.matchAll(/^stdout \| .*\n((?:.*\S.*\n)+)/gm)].flatMap(([, block]) => block.trim().split('\n'))
