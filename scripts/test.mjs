import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { provideChromium } from './chromium.mjs'
import { evidencePage } from './evidence.mjs'
import { ensureInstalled } from './install.mjs'
import { duration, root } from './project.mjs'
import { SUITES } from './suites.mjs'

const names = SUITES.flat().map(({ name }) => name)
const evidence = process.argv.includes('--evidence')
const asked = process.argv.slice(2).filter((argument) => argument !== '--evidence')
const unknown = asked.filter((name) => !names.includes(name))
// what runs end to end is what was built
const wanted = asked.includes('e2e') ? ['build', ...asked] : asked
if (unknown.length > 0) {
  console.error(`There is no suite ${unknown.join(', ')}. The suites are ${names.join(', ')}.`)
  process.exit(2)
}

try {
  process.exitCode = await testAll()
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}

async function testAll() {
  const began = performance.now()
  await ensureInstalled()
  const env = { ...(evidence ? { PATCHBAY_EVIDENCE: '1' } : {}), ...(isWanted({ name: 'e2e' }) ? await browser() : {}) }
  const outcomes = []
  for (const group of SUITES) {
    outcomes.push(...(await Promise.all(group.filter(isWanted).map((suite) => runSuite(suite, env)))))
  }
  const total = { name: 'total', ms: performance.now() - began, ...sum(outcomes) }
  const table = tableOf([...outcomes, total])
  console.log(`\n${table}\n`)
  if (evidence) writeFileSync(join(root, 'docs', 'evidence.md'), evidencePage(outcomes, total))
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
  return total.failed > 0 ? 1 : 0
}

function isWanted({ name }) {
  return wanted.length === 0 || wanted.includes(name)
}

async function browser() {
  const found = await provideChromium()
  if ('path' in found) return { CHROMIUM_PATH: found.path }
  console.log(found.missing)
  return {}
}

/** What a suite that passed printed is left out; what a failing one printed is shown in full. */
async function runSuite({ name, run }, env) {
  const began = performance.now()
  const outcome = { name, ...(await run(env)), ms: performance.now() - began }
  if (outcome.failed > 0) console.log(`\n${outcome.output}\n`)
  console.log(
    `${outcome.failed > 0 ? 'FAILED' : 'ok    '} ${name}: ${outcome.detail}, ${counts(outcome)}, ${duration(outcome.ms)}`,
  )
  return outcome
}

function sum(outcomes) {
  const add = (field) => outcomes.reduce((total, outcome) => total + outcome[field], 0)
  return { passed: add('passed'), failed: add('failed'), skipped: add('skipped') }
}

function counts({ passed, failed, skipped }) {
  return [`${passed} passed`, failed > 0 && `${failed} failed`, skipped > 0 && `${skipped} skipped`].filter(Boolean).join(', ')
}

function tableOf(outcomes) {
  const row = (cells) => cells.map((cell, column) => (column === 0 ? cell.padEnd(12) : cell.padStart(12))).join('')
  const rows = outcomes.map(({ name, ms, passed, failed, skipped }) =>
    row([name, duration(ms), ...[passed, failed, skipped].map(String)]),
  )
  return [row(['suite', 'time', 'passed', 'failed', 'skipped']), ...rows].join('\n')
}
