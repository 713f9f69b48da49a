import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { CALLS_AT_ONCE_MOST } from '@patchbay/core'
import { SERVER_NODE_FLAGS } from '@patchbay/server'

/** Where the endless menu answers. */
export const NUMBER = '12025550177'

/** A file of the built server: what is measured is what is shipped. */
export function serverPackage(file = 'main.js'): string {
  const entry = import.meta.resolve('@patchbay/server')
  const built = entry.endsWith('.ts') ? entry.replace('/src/', '/dist/') : entry
  return fileURLToPath(new URL(`./${file}`, built))
}

/** A flow that asks for ever, every key press being one turn, at a number; and places for as many callers as there may be. */
export async function drawEndlessMenu(url: string): Promise<void> {
  const send = async (method: string, path: string, body: object) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`)
    return JSON.parse(text) as { summary: { id: string } }
  }
  const prompt = { text: { en: 'Press 1 to hear this again.' } }
  const choices = [{ id: 'again', keys: ['1'], label: 'Again' }]
  const definition = {
    schemaVersion: 1,
    id: 'endless',
    name: 'Endless menu',
    kind: 'call',
    startNodeId: 'menu',
    nodes: [
      { id: 'menu', type: 'menu', typeVersion: 1, name: '', config: { prompt, choices, timeoutSeconds: 5, attempts: 1 } },
      { id: 'end', type: 'hangUp', typeVersion: 1, name: '', config: {} },
    ],
    edges: [
      { source: 'menu', outlet: 'again', target: 'menu' },
      { source: 'menu', outlet: 'noInput', target: 'end' },
      { source: 'menu', outlet: 'noMatch', target: 'end' },
    ],
    variables: [],
    languages: { default: 'en', enabled: ['en'] },
    fallback: { prompt: { text: { en: 'We are sorry, something went wrong. Please call again in a few minutes.' } } },
    layout: {},
  }
  const { summary } = await send('POST', '/flows', { name: 'Endless menu', definition })
  await send('POST', `/flows/${summary.id}/versions`, {})
  await send('PUT', `/numbers/${NUMBER}`, { label: 'Load', rules: [{ target: { use: 'live', flowId: summary.id } }] })
  await send('PUT', '/calls-at-once', { limit: CALLS_AT_ONCE_MOST })
}

/** The built server as a process, as the product starts it. */
export const serverStarted = (env: Record<string, string>, file = serverPackage()) => started(file, env, SERVER_NODE_FLAGS)

/** Starts a program that prints its address as its first line. */
export async function started(
  file: string,
  env: Record<string, string>,
  flags: readonly string[] = [],
): Promise<{ process: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [...flags, file, '--end-with-stdin'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, ...env },
  })
  for await (const line of createInterface({ input: child.stdout })) {
    return { process: child, url: (JSON.parse(line) as { url: string }).url }
  }
  throw new Error(`${file} did not start`)
}

export async function ended(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}
