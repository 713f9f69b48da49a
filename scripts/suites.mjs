import { ensureBuilt } from './build.mjs'
import { run } from './project.mjs'
import { runVitest } from './vitest-suite.mjs'

/**
 * @typedef {{ passed: number, failed: number, skipped: number, detail: string, output: string }} Outcome
 * @typedef {{ name: string, run: (env: Record<string, string>) => Promise<Outcome> }} Suite
 */

/**
 * What a checker counts as: one test, passed when it looked at something and found nothing.
 *
 * @param {{ code: number, output: string }[]} runs
 * @param {number} looked How much it looked at.
 * @param {string} of What it looked at, in the plural.
 */
function checked(runs, looked, of) {
  const good = runs.every(({ code }) => code === 0) && looked > 0
  const detail = looked > 0 ? `${looked} ${of}` : `looked at no ${of}: that proves nothing`
  return {
    passed: good ? 1 : 0,
    failed: good ? 0 : 1,
    skipped: 0,
    detail,
    output: runs.map(({ output }) => output.trim()).join('\n'),
  }
}

const numberIn = (output, pattern) => Number(pattern.exec(output)?.[1] ?? 0)

/** `tsc -b` builds the packages too; tests, scripts and the editor are only checked. */
async function types() {
  const packages = await run('tsc', ['-b'])
  const apart = await Promise.all(['tsconfig.test.json', 'editor'].map((project) => run('tsc', ['-p', project, '--noEmit'])))
  const lists = await Promise.all(
    ['tsconfig.test.json', 'editor'].map((project) => run('tsc', ['-p', project, '--listFilesOnly'])),
  )
  const files = new Set(
    lists.flatMap(({ output }) => output.split('\n')).filter((path) => /\.tsx?$/.test(path) && !path.includes('node_modules')),
  )
  return checked([packages, ...apart], files.size, 'files')
}

async function lint() {
  const result = await run('biome', ['check', '.'])
  return checked([result], numberIn(result.output, /Checked (\d+) files/), 'files')
}

async function imports() {
  const result = await run('node', ['scripts/check-imports.mjs'])
  return checked([result], numberIn(result.output, /checked (\d+) modules/), 'modules')
}

async function deadCode() {
  const result = await run('knip', ['--reporter', 'symbols', '--reporter', './scripts/knip-count.mjs'])
  return checked([result], numberIn(result.output, /looked at (\d+) files/), 'files')
}

/** End-to-end tests run what is shipped: the built command line, the built editor. */
async function build() {
  try {
    const built = await ensureBuilt({ quiet: true })
    const detail = built.length > 0 ? `built ${built.join(' and ')}` : 'up to date'
    return { passed: 1, failed: 0, skipped: 0, detail, output: '' }
  } catch (error) {
    return { passed: 0, failed: 1, skipped: 0, detail: 'failed', output: error.message }
  }
}

const vitest = (name) => ({ name, run: (env) => runVitest(name, env) })

/** Counts what it looked at itself: templates, flows, texts, calls and outcomes. */
async function templates(env) {
  const outcome = await runVitest('templates', env)
  return { ...outcome, detail: /^\d+ templates.*$/m.exec(outcome.output)?.[0] ?? outcome.detail }
}

/** In the order in which they run; those of one group run side by side. @type {Suite[][]} */
export const SUITES = [
  [
    { name: 'types', run: types },
    { name: 'lint', run: lint },
  ],
  [
    { name: 'imports', run: imports },
    { name: 'dead-code', run: deadCode },
  ],
  [vitest('unit')],
  [vitest('golden'), { name: 'templates', run: templates }, vitest('property')],
  [vitest('contract'), vitest('conformance')],
  [vitest('hostile')],
  [vitest('chaos')],
  [{ name: 'build', run: build }],
  [vitest('e2e')],
]
