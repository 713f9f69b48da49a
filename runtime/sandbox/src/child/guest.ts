import type { Context, Isolate, Reference } from 'isolated-vm'
import { type ChildCall, type FromChild, GUEST_ASKS_MAX, GUEST_TEXT_MAX } from '../wire-format.ts'
import { PRELUDE } from './prelude/prelude.ts'
import { sumOf } from './sums.ts'

export type Ivm = typeof import('isolated-vm')

/** How long the plugin's outermost code may run, and the prelude. */
const LOAD_MS = 1_000
/** How often a guest may have an address taken apart, or other small sums done. */
const SUMS_MAX = 5_000
/** What a thread that was told to end may take for it; it shares its processor with others. */
const STUCK_MS = 300

export interface PluginCode {
  code: string
  filename: string
  memoryMb: number
}

/** What a guest calls the host by, while a call holds it. */
type Receive = (kind: unknown, id: unknown, name: unknown, body: unknown) => void

/** An isolate in which the plugin has been loaded, for one call. */
export interface Guest {
  isolate: Isolate
  entry: Reference<(...args: (string | number | boolean)[]) => void>
  /** Whom the guest speaks to. Nobody until a call takes it. */
  listener: { receive: Receive }
}

/** Things that must have ended when an isolate was told to: what has not is a thread that nothing stops. */
export interface Ending {
  track<Result>(work: Promise<Result>): Promise<Result>
  readonly busy: boolean
  /**
   * Disposes of the isolate; tells when a piece of its work goes on all the same.
   *
   * @param awaited Whether somebody waits to be told that all has ended, too.
   */
  end(awaited?: boolean): void
}

export function endingOf(isolate: () => Isolate | undefined, tell: (end: 'clear' | 'stuck') => void): Ending {
  const working = new Set<Promise<unknown>>()
  let ended = false
  let isAwaited = false
  return {
    track(work) {
      working.add(work)
      const done = () => {
        working.delete(work)
        if (ended && isAwaited && working.size === 0) tell('clear')
      }
      work.then(done, done)
      return work
    },
    get busy() {
      return working.size > 0
    },
    end(awaited = false) {
      if (ended) return
      ended = true
      isAwaited = awaited
      try {
        isolate()?.dispose()
      } catch {
        // it was disposed of when it ran out of memory
      }
      if (working.size > 0) setTimeout(() => working.size > 0 && tell('stuck'), STUCK_MS)
      else if (awaited) tell('clear')
    },
  }
}

interface Code {
  ivm: Ivm
  plugin: PluginCode
  /** Machine code of the prelude and of the plugin, made on this machine when they were first loaded. */
  cached: { prelude?: unknown; plugin?: unknown }
}

/**
 * Makes an isolate and loads the plugin into it.
 *
 * @throws What the plugin's outermost code throws, or `Isolate was disposed`.
 */
export async function createGuest(
  { ivm, plugin, cached }: Code,
  ending: (isolate: Isolate) => Ending,
  broken: () => void,
): Promise<Guest> {
  const isolate = new ivm.Isolate({ memoryLimit: plugin.memoryMb, onCatastrophicError: broken })
  const { track, end } = ending(isolate)
  const patience = setTimeout(end, LOAD_MS * 2)
  try {
    const context = await track(isolate.createContext())
    const listener: Guest['listener'] = { receive: () => undefined }
    let sums = 0
    const send = new ivm.Callback(
      (kind: unknown, id: unknown, name: unknown, body: unknown) => {
        listener.receive(kind, id, name, body)
      },
      { sync: true },
    )
    const sum = new ivm.Callback((name: unknown, body: unknown) => (++sums > SUMS_MAX ? '' : sumOf(name, body)), {
      sync: true,
    })
    const make = (await runCode({ isolate, context, track }, PRELUDE, 'patchbay:prelude', cached, 'prelude', true)) as Reference
    const entry = (await track(
      make.apply(undefined, [send, sum], { timeout: LOAD_MS, result: { reference: true } }),
    )) as Guest['entry']
    await runCode({ isolate, context, track }, plugin.code, plugin.filename, cached, 'plugin', false)
    return { isolate, entry, listener }
  } catch (thrown) {
    end()
    throw thrown
  } finally {
    clearTimeout(patience)
  }
}

type Place = { isolate: Isolate; context: Context; track: Ending['track'] }

async function runCode(
  { isolate, context, track }: Place,
  code: string,
  filename: string,
  cached: Code['cached'],
  name: 'prelude' | 'plugin',
  reference: boolean,
): Promise<unknown> {
  const known = cached[name] as never
  const script = await track(
    isolate.compileScript(code, known === undefined ? { filename, produceCachedData: true } : { filename, cachedData: known }),
  )
  const made = (script as { cachedData?: unknown }).cachedData
  if (known === undefined && made !== undefined) cached[name] = made
  // without `reference` a result that cannot be copied would be refused: nothing of a plugin's is taken at all
  if (reference) return track(script.run(context, { timeout: LOAD_MS, reference: true }))
  await track(script.run(context, { timeout: LOAD_MS, reference: true })).then((result) => (result as Reference).release())
  return undefined
}

interface Hold {
  call: ChildCall
  guest: Guest
  ending: Ending
  tell(message: FromChild): void
  /** When it is over, however it ended. */
  done(): void
}

/** A call in an isolate of its own, from its first word to its last. */
export interface HeldCall {
  /** Resolves when the first piece of the plugin's work has run: what follows waits for the host. */
  begin(): Promise<void>
  reply(seq: number, ok: boolean, body: string): void
  cancel(code: string): void
}

export function holdCall({ call, guest, ending, tell, done }: Hold): HeldCall {
  const { isolate, entry, listener } = guest
  const endsAt = Date.now() + call.timeoutMs
  const timers = new Set<NodeJS.Timeout>()
  let over = false
  let counted = 0

  const finish = (message: FromChild) => {
    if (over) return
    over = true
    clearTimeout(deadline)
    clearInterval(processor)
    for (const timer of timers) clearTimeout(timer)
    listener.receive = () => undefined
    tell(message)
    done()
    // the guest may be amid a call of ours: it ends when we have returned
    setImmediate(() => ending.end(message.type === 'fail' && message.busy))
  }
  const fail = (code: string, message = '') => {
    const body = JSON.stringify({ message, retryAfter: 0, stack: '' })
    finish({ type: 'fail', call: call.call, code, body, busy: ending.busy })
  }
  const deadline = setTimeout(() => fail('TIMEOUT'), call.timeoutMs)
  const processor = setInterval(() => {
    if (cpuMsOf(isolate) > call.cpuMs) fail('CPU')
  }, 10)

  const enter = (...args: (string | number | boolean)[]): Promise<void> =>
    ending
      .track(entry.apply(undefined, args, { timeout: Math.max(1, endsAt - Date.now()) }))
      .then(() => {
        if (!over && cpuMsOf(isolate) > call.cpuMs) fail('CPU')
      })
      .catch((thrown: unknown) => {
        if (!over) fail(codeOf(thrown))
      })

  listener.receive = (kind, id, name, body) => {
    if (over) return
    const wellFormed = typeof kind === 'string' && typeof id === 'number' && typeof name === 'string' && typeof body === 'string'
    if (!wellFormed || name.length > 64) return fail('BRIDGE')
    if (body.length > GUEST_TEXT_MAX) return fail('TOO_LARGE')
    if (kind === 'done') return finish({ type: 'done', call: call.call, body })
    if (kind === 'fail') return finish({ type: 'fail', call: call.call, code: name, body, busy: false })
    if (++counted > GUEST_ASKS_MAX) return fail('QUOTA')
    if (kind === 'ask') return tell({ type: 'ask', call: call.call, seq: id, service: name, body })
    if (kind === 'log') return tell({ type: 'log', call: call.call, level: name, text: body.slice(0, 2000) })
    if (kind !== 'timer') return fail('BRIDGE')
    const timer = setTimeout(
      () => {
        timers.delete(timer)
        void enter('timer', id, '', '')
      },
      Math.min(Number(body) || 0, call.timeoutMs),
    )
    timers.add(timer)
  }

  return {
    begin: () => enter('start', 0, call.action, call.payload),
    reply: (seq, ok, body) => void (over || enter('reply', seq, body, ok)),
    cancel: fail,
  }
}

/** Of what isolated-vm says, only what tells one end from another; the rest may be the guest's own words. */
function codeOf(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : ''
  if (/timed out/.test(message)) return 'TIMEOUT'
  if (/memory|disposed/i.test(message)) return 'MEMORY'
  return 'INTERNAL'
}

function cpuMsOf(isolate: Isolate): number {
  try {
    return Number(isolate.cpuTime) / 1e6
  } catch {
    return 0
  }
}
