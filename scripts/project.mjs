import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's root, wherever the script was called from. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

export const binFolder = join(root, 'node_modules', '.bin')

/** Node 24 as pinned in devDependencies. The scripts themselves run on whatever Node is there (20 and later). */
export const pinnedNode = join(binFolder, 'node')

/** The caller's environment, with the pinned Node and the project's tools found first. */
export const toolEnv = (extra = {}) => ({ ...process.env, ...extra, PATH: `${binFolder}${delimiter}${process.env.PATH ?? ''}` })

/** The npm that started this script, else the one on the PATH. */
export function npmCommand() {
  const { npm_execpath: npm } = process.env
  return npm && existsSync(npm) && /npm-cli\.[cm]?js$/.test(npm) ? [process.execPath, npm] : ['npm']
}

/**
 * Runs a command to its end and keeps what it printed.
 *
 * @returns {Promise<{ code: number, output: string }>} 127 when it could not be started at all.
 */
export function run(command, args, { cwd = root, env = toolEnv(), onOutput } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const parts = []
    const keep = (part) => {
      parts.push(part)
      onOutput?.(part)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.once('error', (error) => resolve({ code: 127, output: error.message }))
    child.once('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(parts).toString() }))
  })
}

/** `0.8 s`, `52 s`, `1 min 5 s`. */
export function duration(ms) {
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
