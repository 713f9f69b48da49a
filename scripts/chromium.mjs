import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { withProgress } from './progress.mjs'
import { run } from './project.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const ON_A_MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/**
 * The browser for the browser tests: CHROMIUM_PATH, else one found on this machine, else Debian's, which root may install.
 *
 * @returns {Promise<{ path: string } | { missing: string }>} `missing` says in one line what to do.
 */
export async function provideChromium() {
  const { CHROMIUM_PATH: named } = process.env
  if (named && !existsSync(named))
    return { missing: `CHROMIUM_PATH names ${named}, which is not there: the browser tests are skipped.` }
  const found = named || findChromium()
  if (found) return { path: found }
  if (isDebian() && process.getuid?.() === 0) {
    const failed = await withProgress('Installing chromium for the browser tests', installChromium)
    const installed = findChromium()
    if (installed) return { path: installed }
    return { missing: `chromium could not be installed (${failed}): the browser tests are skipped.` }
  }
  return { missing: 'No Chrome or Chromium found: the browser tests are skipped. Install one, or name it in CHROMIUM_PATH.' }
}

function findChromium() {
  const { PATH = '' } = process.env
  const onThePath = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)))
  return [...onThePath, ...ON_A_MAC].find((path) => existsSync(path))
}

function isDebian() {
  return existsSync('/etc/debian_version') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
}

/** @returns {Promise<string | undefined>} The last line of what went wrong. */
async function installChromium() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const steps = [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
  ]
  for (const args of steps) {
    const { code, output } = await run('apt-get', args, { env })
    if (code !== 0) return output.trim().split('\n').at(-1)
  }
  return undefined
}
