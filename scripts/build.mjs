import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withProgress } from './progress.mjs'
import { npmCommand, pinnedNode, root, run, toolEnv } from './project.mjs'

const stamps = join(root, 'node_modules', '.cache', 'patchbay')

const packagesIn = (folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`)
const packages = ['core', ...packagesIn('plugins'), ...packagesIn('runtime')]

/** What is built from what. A part is built again when a byte of its sources, or a version in the lock file, changed. */
const PARTS = [
  {
    name: 'server',
    doing: 'Building the server',
    sources: [
      'tsconfig.base.json',
      'tsconfig.json',
      ...packages.flatMap((path) => [`${path}/package.json`, `${path}/tsconfig.json`, `${path}/src`]),
    ],
    result: 'runtime/cli/dist/main.js',
    command: () => [pinnedNode, join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-b'],
  },
  {
    name: 'plugins',
    doing: 'Packing the plugins',
    sources: [
      'scripts/pack-plugins.mjs',
      ...['core', 'plugins/sdk', 'plugins/first-party', 'runtime/sandbox', 'runtime/plugin-tools'].flatMap((path) => [
        `${path}/package.json`,
        `${path}/src`,
      ]),
    ],
    result: 'plugins/first-party/dist/packed/index.json',
    command: () => [pinnedNode, join(root, 'scripts', 'pack-plugins.mjs')],
  },
  {
    name: 'editor',
    doing: 'Building the editor',
    sources: ['core/package.json', 'core/src', 'editor'],
    result: 'editor/dist/index.html',
    command: () => [...npmCommand(), 'run', 'build', '--workspace', 'editor', '--loglevel=error'],
  },
]

/**
 * Builds what changed since it was last built.
 *
 * @param {{ parts?: string[], quiet?: boolean }} options `quiet` says nothing about what is up to date or being done.
 * @returns {Promise<string[]>} The parts that were built.
 */
export async function ensureBuilt({ parts = PARTS.map(({ name }) => name), quiet = false } = {}) {
  const built = []
  for (const part of PARTS.filter(({ name }) => parts.includes(name))) {
    const stamp = join(stamps, `${part.name}.built`)
    const sources = hashOf(['package-lock.json', ...part.sources])
    if (existsSync(join(root, part.result)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) continue
    if (quiet) await build(part)
    else await withProgress(part.doing, () => build(part))
    mkdirSync(stamps, { recursive: true })
    writeFileSync(stamp, sources)
    built.push(part.name)
  }
  return built
}

async function build({ doing, command }) {
  const [program, ...args] = command()
  const { code, output } = await run(program, args, { env: toolEnv({ NO_COLOR: '1' }) })
  if (code !== 0) throw new Error(`${doing} failed:\n\n${output.trim()}`)
}

const LEFT_OUT = /^(node_modules|dist|\..*)$|\.test\.tsx?$/

function hashOf(paths) {
  const hash = createHash('sha256')
  const add = (path) => {
    const full = join(root, path)
    if (!existsSync(full)) return
    const entries = folderEntries(full)
    if (entries === undefined) hash.update(`${path}\0`).update(readFileSync(full)).update('\0')
    else for (const name of entries) add(`${path}/${name}`)
  }
  for (const path of paths) add(path)
  return hash.digest('hex')
}

/** The names in a folder that count as sources, in order; undefined for a file. */
function folderEntries(path) {
  try {
    return readdirSync(path)
      .filter((name) => !LEFT_OUT.test(name))
      .sort()
  } catch (error) {
    if (error.code === 'ENOTDIR') return undefined
    throw error
  }
}
