import type { FrozenTime } from './frozen-time.ts'

/** The one way out of the guest. Gives nothing back and throws nothing. */
export type Send = (kind: 'done' | 'fail' | 'ask' | 'log' | 'timer', id: number, name: string, body: string) => void
/** The one way in. */
export type Entry = (kind: 'start' | 'reply' | 'timer', id: number, a: string, b: string | boolean) => void

/** Timers, the console, the services of a call, and the way that a call takes through the plugin. */
export function entry(global: typeof globalThis, send: Send, time: FrozenTime): Entry {
  const { parse, stringify } = JSON
  const { hasOwn, freeze, assign } = Object
  const { apply } = Reflect
  const { random, floor } = Math
  const Refusal = Error
  let ids = 0

  type Told = { code?: unknown; message?: unknown; retryAfter?: unknown; stack?: unknown }
  const words = (value: unknown): string => {
    try {
      return typeof value === 'string' ? value : (stringify(value) ?? `${value as string}`)
    } catch {
      return '[not readable]'
    }
  }
  /** What was thrown may be anything, and its getters too. */
  const told = (thrown: unknown): Told => {
    try {
      if (typeof thrown !== 'object' || thrown === null) return { message: words(thrown) }
      const { code, message, retryAfter, stack } = thrown as Told
      return { code, message, retryAfter, stack }
    } catch {
      return {}
    }
  }
  const fail = (thrown: unknown) => {
    const { code, message, retryAfter, stack } = told(thrown)
    const text = (value: unknown, most: number) => (typeof value === 'string' ? value.slice(0, most) : '')
    const after = typeof retryAfter === 'number' ? retryAfter : 0
    send('fail', 0, text(code, 40), stringify({ message: text(message, 500), retryAfter: after, stack: text(stack, 4000) }))
  }

  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (reason: unknown) => void }>()
  const ask = (service: string, body: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++ids
      waiting.set(id, { resolve, reject })
      send('ask', id, service, stringify(body ?? null))
    })

  const timers = new Map<number, () => void>()
  const after = (run: unknown, ms: unknown, rest: unknown[], again: boolean): number => {
    if (typeof run !== 'function') throw new TypeError('A timer needs a function')
    const id = ++ids
    const wait = typeof ms === 'number' && ms > 0 ? ms : 0
    const set = () => send('timer', id, '', `${wait}`)
    timers.set(id, () => {
      if (again) set()
      else timers.delete(id)
      try {
        apply(run, undefined, rest)
      } catch (thrown) {
        fail(thrown)
      }
    })
    set()
    return id
  }
  const stop = (id: unknown) => void timers.delete(id as number)

  const write = (level: string, given: unknown[]) => send('log', 0, level, given.map(words).join(' ').slice(0, 2000))
  const log = {
    debug: (...given: unknown[]) => write('debug', given),
    info: (...given: unknown[]) => write('info', given),
    warn: (...given: unknown[]) => write('warn', given),
    error: (...given: unknown[]) => write('error', given),
  }
  const globals = {
    setTimeout: (run: unknown, ms?: unknown, ...rest: unknown[]) => after(run, ms, rest, false),
    setInterval: (run: unknown, ms?: unknown, ...rest: unknown[]) => after(run, ms, rest, true),
    clearTimeout: stop,
    clearInterval: stop,
    queueMicrotask: (run: () => void) => void Promise.resolve().then(run),
    console: { ...log, log: log.info, trace: log.debug },
  }
  for (const [name, value] of Object.entries(globals))
    Object.defineProperty(global, name, { value, writable: true, enumerable: false, configurable: true })

  type Options = Record<string, unknown>
  const reach = async (method: string, url: unknown, options: Options = {}) => {
    const reply = (await ask('http', { ...options, method, url: `${url}` })) as { text: string; body?: unknown }
    try {
      reply.body = parse(reply.text)
    } catch {
      // what is no JSON has its text
    }
    return reply
  }
  const record = (collection: unknown) => ({
    insert: (value: unknown, options: Options = {}) => ask('records.insert', { ...options, collection, value }),
    get: (id: unknown) => ask('records.get', { collection, id }),
    find: (options: Options = {}) => ask('records.find', { ...options, collection }),
    replace: (id: unknown, revision: unknown, value: unknown) => ask('records.replace', { collection, id, revision, value }),
    remove: (id: unknown, revision: unknown) => ask('records.remove', { collection, id, revision }),
  })
  const hex = (digits: number) => {
    let text = ''
    while (text.length < digits) text += floor(random() * 16).toString(16)
    return text
  }

  type Start = { input: unknown; settings: unknown; key: string; actor: unknown; runId: unknown; now: number; seed: number[] }
  const contextOf = ({ settings, key, actor, runId, now }: Start) =>
    freeze({
      settings,
      key,
      actor,
      runId,
      http: freeze({
        request: ({ method = 'GET', url, ...options }: Options = {}) => reach(`${method}`, url, options),
        get: (url: unknown, options?: Options) => reach('GET', url, options),
        post: (url: unknown, options?: Options) => reach('POST', url, options),
        put: (url: unknown, options?: Options) => reach('PUT', url, options),
        patch: (url: unknown, options?: Options) => reach('PATCH', url, options),
        delete: (url: unknown, options?: Options) => reach('DELETE', url, options),
      }),
      kv: freeze({
        get: (name: unknown) => ask('kv.get', { name }),
        set: (name: unknown, value: unknown) => ask('kv.set', { name, value }),
        add: (name: unknown, value: unknown) => ask('kv.add', { name, value }),
        delete: (name: unknown) => ask('kv.delete', { name }),
      }),
      records: record,
      log: freeze(log),
      clock: freeze({ now: () => now, iso: () => new Date(now).toISOString() }),
      random: freeze({
        number: () => random(),
        whole: (below: number) => floor(random() * below),
        id: () => hex(32),
      }),
      crypto: freeze({
        hmac: (secret: unknown, text: unknown, options: Options = {}) => ask('hmac', { ...options, secret, text }),
      }),
    })

  const start = async (action: string, payload: string) => {
    const given = parse(payload) as Start
    time.set(given.now, given.seed)
    type Handlers = { actions?: object; triggers?: object }
    const plugin = (global as unknown as { __plugin?: { default?: Handlers } }).__plugin?.default
    // the handler of a trigger is called by its name behind a word that no action begins with
    const isTrigger = action.slice(0, 8) === 'trigger:'
    const name = isTrigger ? action.slice(8) : action
    const handlers = isTrigger ? plugin?.triggers : plugin?.actions
    const handler = handlers !== undefined && hasOwn(handlers, name) ? Reflect.get(handlers, name) : undefined
    if (typeof handler !== 'function') throw assign(new Refusal(`The plugin has no handler ${action}`), { code: 'INTERNAL' })
    const answer: unknown = await apply(handler, undefined, [given.input, contextOf(given)])
    if (isTrigger) {
      // nothing is an answer, too: what came is of no use to it
      return stringify((answer ?? null) === null ? { outlet: 'ignored', output: {} } : { outlet: 'handled', output: answer })
    }
    const { outlet, output = {} } = (answer ?? {}) as { outlet?: unknown; output?: unknown }
    return stringify({ outlet, output })
  }

  return (kind, id, a, b) => {
    switch (kind) {
      case 'start':
        start(a, b as string).then((text) => send('done', 0, '', text), fail)
        return
      case 'timer':
        timers.get(id)?.()
        return
      case 'reply': {
        const waiter = waiting.get(id)
        waiting.delete(id)
        const answer: unknown = parse(a)
        if (b === true) waiter?.resolve(answer)
        else {
          const { code, message, retryAfter } = answer as Told
          waiter?.reject(assign(new Refusal(words(message)), { name: 'PluginError', code, retryAfter }))
        }
      }
    }
  }
}
