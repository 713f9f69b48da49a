import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, run, toolEnv } from './project.mjs'

/**
 * Runs one project of vitest.config.ts and counts from vitest's own report.
 *
 * @returns {Promise<import('./suites.mjs').Outcome>}
 */
export async function runVitest(project, env) {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-test-'))
  const report = join(folder, 'report.json')
  try {
    const reports = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    // the tests of a line mostly wait for it: as many files at once as there are processors leave none of them idle
    const args = ['run', '--project', project, `--maxWorkers=${availableParallelism()}`, ...reports]
    const { code, output } = await run('vitest', args, { env: toolEnv({ ...env, NO_COLOR: '1' }) })
    return counted(readReport(report), code, output)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined // vitest ended before it could write one: its output says why
  }
}

function counted(report, code, output) {
  const tests = (report?.testResults ?? []).flatMap(({ name, assertionResults, status }) =>
    // a file that could not be loaded has no tests, and is a failure all the same
    assertionResults.length === 0 && status === 'failed' ? [{ status: 'failed', file: name }] : assertionResults,
  )
  const passed = tests.filter(({ status }) => status === 'passed').length
  const failed = tests.filter(({ status }) => status === 'failed').length
  const skipped = tests.length - passed - failed
  const files = (report?.testResults ?? []).map(({ name }) => name.slice(root.length + 1))
  // an error outside of any test, or no test at all
  const ended = code !== 0 && failed === 0 ? 1 : 0
  return { passed, failed: failed + ended, skipped, detail: `${files.length} files`, output }
}
