import { readFromChild } from '../from-child.ts'
import { GUEST_ASKS_MAX, LINE_MAX, type ToChild } from '../wire-format.ts'
import type { StartedChild } from './start-child.ts'

/** How a call ended. What a guest says of itself stands in `body`, unread. */
export type CallEnd = { type: 'done'; body: string } | { type: 'fail'; code: string; body: string }

/** What the host does for one call while it runs. */
export interface CallHost {
  /** @returns JSON, and whether it is an answer or an error. Never rejects. */
  ask(service: string, body: string): Promise<{ ok: boolean; body: string }>
  log(level: string, text: string): void
}

export interface CallOrder {
  action: string
  payload: string
  timeoutMs: number
  cpuMs: number
}

/** A child process, seen from here. It serves one installation, and no other ever. */
export interface SandboxChild {
  readonly pid: number
  /** Resolves when it takes calls, with how it is confined; undefined when it ended before. */
  readonly ready: Promise<{ network: 'cut' | 'open' } | undefined>
  /** Whether it takes calls at once; one that is still starting takes them later. */
  readonly isReady: boolean
  readonly alive: boolean
  /** Calls that are under way. */
  readonly busy: number
  /** Whether an isolate in it does not end: it gets nothing new until it is known that it has. */
  readonly inDoubt: boolean
  /** Calls that it has had. */
  readonly served: number
  load(plugin: Omit<Extract<ToChild, { type: 'load' }>, 'type'>): void
  /** Always comes to an end: what the child does not end, its death does. */
  call(order: CallOrder, host: CallHost, signal: AbortSignal): Promise<CallEnd>
  kill(): void
}

/** How much longer than its own clock a child is waited for. */
const GRACE_MS = 1_000
/** How long the other calls of a child have that is of no more use. */
const LAST_CALLS_MS = 1_000

interface Running {
  host: CallHost
  asks: number
  /** The child is done with it. */
  end(end: CallEnd): void
}

/** @param changed Told when it has started, has gone, or takes calls again. */
export function createSandboxChild({ process, line }: Pick<StartedChild, 'process' | 'line'>, changed: () => void): SandboxChild {
  const running = new Map<number, Running>()
  let calls = 0
  let isReady = false
  let alive = true
  let isKilled = false
  let hasEnded = false
  let doubts = 0
  let cleared = 0
  let gotReady: (state: { network: 'cut' | 'open' } | undefined) => void = () => undefined
  const ready = new Promise<{ network: 'cut' | 'open' } | undefined>((resolve) => {
    gotReady = resolve
  })

  const tell = (message: ToChild) => void (line.writable && line.write(`${JSON.stringify(message)}\n`))
  const kill = () => {
    alive = false
    if (isKilled) return
    isKilled = true
    process.kill('SIGKILL')
  }
  /** Lets the calls beside the one that spoilt it come to their ends, for a moment. */
  const retire = () => {
    if (!alive) return
    alive = false
    if (running.size === 0) return kill()
    setTimeout(kill, LAST_CALLS_MS).unref()
  }

  const doubt = () => {
    doubts++
    const before = cleared
    setTimeout(() => cleared === before && retire(), GRACE_MS).unref()
  }

  const answer = async (call: number, seq: number, service: string, body: string) => {
    const held = running.get(call)
    if (held === undefined) return
    if (++held.asks > GUEST_ASKS_MAX) return kill()
    const reply = await held.host.ask(service, body)
    if (running.has(call)) tell({ type: 'reply', call, seq, ...reply })
  }

  const receive = (text: string) => {
    const message = readFromChild(text)
    switch (message?.type) {
      case undefined:
        return kill()
      case 'ready':
        isReady = true
        gotReady({ network: message.network })
        return changed()
      case 'ask':
        return void answer(message.call, message.seq, message.service, message.body)
      case 'log': {
        const held = running.get(message.call)
        if (held === undefined) return
        if (++held.asks > GUEST_ASKS_MAX) return kill()
        return held.host.log(message.level, message.text)
      }
      case 'done':
        return running.get(message.call)?.end({ type: 'done', body: message.body })
      case 'clear':
        doubts = Math.max(0, doubts - 1)
        cleared++
        return changed()
      case 'fail':
        if (message.busy) doubt()
        return running.get(message.call)?.end({ type: 'fail', code: message.code, body: message.body })
      case 'stuck':
      case 'broken':
        return retire()
    }
  }

  let rest = ''
  line.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    // nothing that a child has to say is as long
    if (rest.length > LINE_MAX || lines.some(({ length }) => length > LINE_MAX)) return kill()
    for (const one of lines) if (!isKilled) receive(one)
  })
  line.on('error', () => undefined)
  const ended = () => {
    alive = false
    hasEnded = true
    gotReady(undefined)
    for (const held of [...running.values()]) held.end({ type: 'fail', code: 'CRASHED', body: '' })
    changed()
  }
  // one that could not be started at all has an error and no exit
  process.once('exit', ended).once('error', ended)

  return {
    pid: process.pid ?? 0,
    ready,
    get isReady() {
      return isReady
    },
    get alive() {
      return alive
    },
    get busy() {
      return running.size
    },
    get inDoubt() {
      return doubts > 0
    },
    get served() {
      return calls
    },
    load: (plugin) => tell({ type: 'load', ...plugin }),
    call: (order, host, signal) =>
      new Promise((resolve) => {
        if (hasEnded) return resolve({ type: 'fail', code: 'CRASHED', body: '' })
        const call = ++calls
        const end = (how: CallEnd) => {
          if (!running.delete(call)) return
          clearTimeout(deadline)
          signal.removeEventListener('abort', cancel)
          resolve(how)
          if (!alive && running.size === 0) kill()
        }
        // a child that does not even say that it has ended a call is of no more use
        const late = () => {
          resolve({ type: 'fail', code: 'TIMEOUT', body: '' })
          kill()
        }
        let deadline = setTimeout(late, order.timeoutMs + GRACE_MS)
        const cancel = () => {
          tell({ type: 'cancel', call })
          resolve({ type: 'fail', code: 'CANCELLED', body: '' })
          clearTimeout(deadline)
          deadline = setTimeout(late, GRACE_MS)
        }
        running.set(call, { host, asks: 0, end })
        signal.addEventListener('abort', cancel, { once: true })
        tell({ type: 'call', call, ...order })
        if (signal.aborted) cancel()
      }),
    kill,
  }
}
