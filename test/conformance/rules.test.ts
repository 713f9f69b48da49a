import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { switchReadings } from '@patchbay/vonage-emulator'
import { describe, expect, test } from 'vitest'
import { contestedRules } from './rules/contested.ts'
import { RULE_IDS } from './rules/ids.ts'
import { nccoRules } from './rules/ncco.ts'
import { restRules } from './rules/rest.ts'
import type { RuleRow } from './rules/rule-row.ts'
import { sdkRules } from './rules/sdk-traps.ts'
import { webhookRules } from './rules/webhooks.ts'

const root = resolve(import.meta.dirname, '../..')
const rows: RuleRow[] = [...nccoRules, ...webhookRules, ...restRules, ...sdkRules]

/** True when a test, or a row of a test's table, has this title in the source: as a whole string. */
function hasTitle(source: string, title: string): boolean {
  const escaped = title.replaceAll("'", "\\'")
  return [`'${title}'`, `'${escaped}'`, `"${title}"`, `\`${title}\``].some((quoted) => source.includes(quoted))
}

describe('every rule of Vonage’s behaviour', () => {
  test('has a row, and each row has a rule', () => {
    const named = new Set(rows.map(({ rule }) => rule))
    expect(RULE_IDS).toHaveLength(186)
    expect(RULE_IDS.filter((id) => !named.has(id))).toEqual([])
    expect([...named].filter((rule) => !RULE_IDS.includes(rule))).toEqual([])
  })

  test('is either covered or not', () => {
    const covered = new Set(rows.flatMap((row) => ('notCovered' in row ? [] : [row.rule])))
    expect(rows.filter((row) => 'notCovered' in row && covered.has(row.rule))).toEqual([])
  })

  test('that is contested has a switch of the emulator, or a reason why not', () => {
    expect(Object.keys(contestedRules).filter((rule) => !RULE_IDS.includes(rule))).toEqual([])
    const switches = Object.values(contestedRules).flatMap((named) => (typeof named === 'string' ? [] : named))
    expect(switches.filter((name) => switchReadings[name] === undefined)).toEqual([])
    expect(Object.keys(contestedRules)).toHaveLength(17)
  })

  const elsewhere = rows.flatMap((row) => ('file' in row ? [row] : []))
  test.each(elsewhere)('$rule is held by $file: $test', ({ file, test: title }) => {
    const path = join(root, file)
    expect(existsSync(path), `${file} is not there`).toBe(true)
    const source = readFileSync(path, 'utf8')
    expect(hasTitle(source, title), `${file} has no test “${title}”`).toBe(true)
    expect(source, 'a file that skips tests holds nothing').not.toMatch(/\b(test|describe|it)\.(skip|todo|only|fails)\b/)
  })

  const here = rows.flatMap((row) => ('holds' in row ? [row] : []))
  test.each(here)('$rule holds', ({ holds }) => holds())

  test('at least 180 of 186 are covered', () => {
    const notCovered = rows.flatMap((row) => ('notCovered' in row ? [`${row.rule}: ${row.notCovered}`] : []))
    const partly = rows.flatMap((row) => ('but' in row && row.but ? [`${row.rule}: ${row.but}`] : []))
    const covered = new Set(rows.flatMap((row) => ('notCovered' in row ? [] : [row.rule]))).size
    console.log(
      [
        `${covered} of ${RULE_IDS.length} rules covered (${here.length} by cases here), ${partly.length} of them with something left out`,
        ...partly.map((line) => `  in part  ${line}`),
        ...notCovered.map((line) => `  not      ${line}`),
      ].join('\n'),
    )
    expect(covered).toBeGreaterThanOrEqual(180)
  })
})
