import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { withProgress } from './progress.mjs'
import { npmCommand, pinnedNode, root, run } from './project.mjs'

/** Installs what package-lock.json names, when something of it is missing. Prints npm's own words only when it fails. */
export async function ensureInstalled() {
  if (isInstalled()) return
  const [command, ...prefix] = npmCommand()
  // development packages hold the pinned Node: they are needed even where NODE_ENV says production
  const args = [...prefix, 'ci', '--include=dev', '--engine-strict=false', '--no-audit', '--no-fund', '--loglevel=warn']
  await withProgress('Installing packages', async () => {
    const { code, output } = await run(command, args, { env: process.env })
    if (code !== 0) throw new Error(failed(output))
    if (!existsSync(pinnedNode)) throw new Error(withoutScripts)
  })
}

const withoutScripts = [
  'npm installed the packages but not the pinned Node: its install script did not run.',
  'Allow install scripts (npm config get ignore-scripts should say false), delete node_modules, and start again.',
].join('\n')

function failed(output) {
  // npm says what happened first, then how it is used
  const lines = output.split('\n').filter((line) => /^npm err/i.test(line) && !/A complete log/.test(line))
  const shown = lines
    .map((line) => line.replace(/^npm err\S*\s*/i, ''))
    .filter((line) => line !== '' && !/^at |^\}|\{$/.test(line))
  return ['npm could not install the packages:', '', ...shown.slice(0, 12).map((line) => `  ${line}`), '', wayOut(output)].join(
    '\n',
  )
}

function wayOut(output) {
  if (/\bEUSAGE\b/.test(output))
    return 'package.json and package-lock.json do not fit together: run npm install, then start again.'
  if (/\b(EACCES|EPERM)\b/.test(output))
    return 'A file could not be written: check who owns this folder and node_modules, then start again.'
  if (/\bENOSPC\b/.test(output)) return 'The disk is full: make room, then start again.'
  return 'Most often the registry could not be reached: check the network and proxy (npm ping), then start again.'
}

/** Whether node_modules holds what package-lock.json names. npm writes its own record as its last act, so half an install has none. */
function isInstalled() {
  const record = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(record) || !existsSync(pinnedNode)) return false
  const installed = packagesOf(record)
  return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(([path, wanted]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true // the workspaces themselves
    const found = installed[path]
    if (!found) return wanted.optional === true || wanted.devOptional === true || wanted.peer === true
    return found.version === wanted.version && found.integrity === wanted.integrity
  })
}

const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages ?? {}
