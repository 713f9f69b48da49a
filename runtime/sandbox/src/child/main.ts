import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createConnection, Socket } from 'node:net'
import { Worker } from 'node:worker_threads'
import type { FromChild, ToChild } from '../wire-format.ts'
import { createGuest, endingOf, type Guest, type HeldCall, holdCall, type Ivm } from './guest.ts'
import { inTurn } from './in-turn.ts'
import { watchMemory } from './watch-memory.ts'

const [, , addon = '', rssMaxText = '0'] = process.argv
// the file itself: the package's own search looks into folders that this process may not see
const { ivm } = createRequire(import.meta.url)(addon) as { ivm: Ivm }
const permission = process.permission as unknown as { drop?: (scope: string) => void } | undefined
permission?.drop?.('addon')
permission?.drop?.('fs.read')

const line = new Socket({ fd: 3, readable: true, writable: true })
const die = () => process.kill(process.pid, 'SIGKILL')
const tell = (message: FromChild) => void line.write(`${JSON.stringify(message)}\n`)

// `process.exit` would wait for a busy isolate, for ever
line.on('error', die).on('end', die).on('close', die)

/** What must not work. A right whose name is misspelled is dropped without a word, and stays: so each is tried. */
const FORBIDDEN: readonly (() => unknown)[] = [
  () => process.dlopen({ exports: {} } as NodeJS.Module, addon),
  () => readFileSync(import.meta.filename),
  () => writeFileSync('left-behind', ''),
  () => spawnSync(process.execPath, ['--version']),
  () => new Worker('', { eval: true }),
]

const isShut = (): boolean =>
  FORBIDDEN.every((attempt) => {
    try {
      attempt()
      return false
    } catch (thrown) {
      return (thrown as NodeJS.ErrnoException).code === 'ERR_ACCESS_DENIED'
    }
  })

/** With no network of its own the process has not even loopback: nothing is sent to anybody to find that out. */
function network(): Promise<'cut' | 'open'> {
  return new Promise((resolve) => {
    const probe = createConnection({ host: '127.0.0.1', port: 9 })
    probe.once('connect', () => resolve('open'))
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ENETUNREACH' ? 'cut' : 'open'))
    probe.once('close', () => probe.destroy())
  })
}

type Load = Extract<ToChild, { type: 'load' }>
let plugin: Load | undefined
let isSpoiled = false
let isRefilling = false
const cached = {}
const calls = new Map<number, HeldCall>()
const spares: { guest: Guest; ending: ReturnType<typeof endingOf> }[] = []
const turn = inTurn()

const ended = (type: 'clear' | 'stuck') => {
  if (type === 'stuck') isSpoiled = true
  tell({ type })
}

async function prepare(load: Load) {
  let ending = endingOf(() => undefined, ended)
  const guest = await createGuest(
    { ivm, plugin: load, cached },
    (isolate) => {
      ending = endingOf(() => isolate, ended)
      return ending
    },
    () => {
      isSpoiled = true
      tell({ type: 'broken' })
    },
  )
  return { guest, ending }
}

/** Made after calls, while there are none, so that the next one does not wait for it. */
async function refill(load: Load) {
  if (isRefilling) return
  isRefilling = true
  while (!isSpoiled && spares.length < load.spares && calls.size === 0) {
    const spare = await prepare(load).catch(() => undefined)
    // what cannot be made now cannot be made a moment later either: the next call will say so
    if (spare === undefined) break
    spares.push(spare)
  }
  isRefilling = false
}

function begin(message: Extract<ToChild, { type: 'call' }>) {
  const load = plugin
  if (load === undefined) return die()
  const startedAt = Date.now()
  // one begins at a time: side by side they would take as long, and hold their memory longer
  void turn(async () => {
    const fail = (code: string, text: string) =>
      tell({
        type: 'fail',
        call: message.call,
        code,
        body: JSON.stringify({ message: text, retryAfter: 0, stack: '' }),
        busy: false,
      })
    const timeoutMs = message.timeoutMs - (Date.now() - startedAt)
    if (timeoutMs <= 0) return fail('TIMEOUT', 'It waited for others too long')
    const { guest, ending } = spares.pop() ?? (await prepare(load).catch(() => ({ guest: undefined, ending: undefined })))
    if (guest === undefined) return fail('LOAD', 'The plugin could not be loaded')
    const done = () => {
      calls.delete(message.call)
      void refill(load)
    }
    const held = holdCall({ call: { ...message, timeoutMs }, guest, ending, tell, done })
    calls.set(message.call, held)
    await held.begin()
  })
}

function receive(message: ToChild) {
  switch (message.type) {
    case 'load':
      plugin = message
      return void refill(message)
    case 'call':
      return begin(message)
    case 'reply':
      return calls.get(message.call)?.reply(message.seq, message.ok, message.body)
    case 'cancel':
      return calls.get(message.call)?.cancel('CANCELLED')
  }
}

let rest = ''
line.setEncoding('utf8').on('data', (text: string) => {
  const lines = (rest + text).split('\n')
  rest = lines.pop() ?? ''
  for (const one of lines) receive(JSON.parse(one) as ToChild)
})

watchMemory(Number(rssMaxText), die)
if (typeof permission?.drop !== 'function' || !isShut()) {
  process.stderr.write('This Node.js does not take from a process what plugins must not have\n')
  die()
}
tell({ type: 'ready', network: await network() })
