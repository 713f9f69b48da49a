/** Does a small sum on the host: texts in, a text out, '' for what cannot be done. */
export type Sum = (name: string, body: string) => string

/** `URL` and `URLSearchParams`, read by the host's own parser: guest and host never disagree on where an address leads. */
export function addresses(global: typeof globalThis, sum: Sum): void {
  const { parse, stringify } = JSON
  type Pair = [string, string]
  const PARTS = ['protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'] as const
  type Parts = Record<(typeof PARTS)[number] | 'href' | 'origin', string>

  let linked: (text: string, changed: (text: string) => void) => URLSearchParams
  let partOf: (url: URL, part: keyof Parts) => string
  let put: (url: URL, part: string, value: unknown) => void

  class URLSearchParams {
    static {
      linked = (text, changed) => {
        const made = new URLSearchParams(text)
        made.#changed = changed
        return made
      }
    }
    #pairs: Pair[]
    #changed: (text: string) => void = () => undefined
    constructor(given: unknown = '') {
      if (typeof given === 'object' && given !== null) {
        const entries = Symbol.iterator in given ? [...(given as Iterable<Pair>)] : Object.entries(given)
        this.#pairs = entries.map(([name, value]): Pair => [`${name}`, `${value}`])
      } else this.#pairs = parse(sum('query', `${given}`) || '[]')
    }
    #now(pairs: Pair[]) {
      this.#pairs = pairs
      this.#changed(`${this}`)
    }
    get size() {
      return this.#pairs.length
    }
    append(name: unknown, value: unknown) {
      this.#now([...this.#pairs, [`${name}`, `${value}`]])
    }
    delete(name: unknown, value?: unknown) {
      this.#now(this.#pairs.filter(([n, v]) => n !== `${name}` || (value !== undefined && v !== `${value}`)))
    }
    get(name: unknown) {
      return this.#pairs.find(([n]) => n === `${name}`)?.[1] ?? null
    }
    getAll(name: unknown) {
      return this.#pairs.filter(([n]) => n === `${name}`).map(([, value]) => value)
    }
    has(name: unknown, value?: unknown) {
      return this.#pairs.some(([n, v]) => n === `${name}` && (value === undefined || v === `${value}`))
    }
    set(name: unknown, value: unknown) {
      const at = this.#pairs.findIndex(([n]) => n === `${name}`)
      const one: Pair = [`${name}`, `${value}`]
      const rest = this.#pairs.filter(([n], index) => n !== `${name}` || index === at)
      this.#now(at < 0 ? [...rest, one] : rest.map((pair, index) => (index === at ? one : pair)))
    }
    sort() {
      this.#now([...this.#pairs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
    }
    forEach(visit: (value: string, name: string, all: URLSearchParams) => void) {
      for (const [name, value] of this.#pairs) visit(value, name, this)
    }
    *entries() {
      yield* this.#pairs.map(([name, value]): Pair => [name, value])
    }
    *keys() {
      yield* this.#pairs.map(([name]) => name)
    }
    *values() {
      yield* this.#pairs.map(([, value]) => value)
    }
    [Symbol.iterator]() {
      return this.entries()
    }
    toString() {
      return sum('query.text', stringify(this.#pairs))
    }
  }

  class URL {
    static {
      partOf = (url, part) => url.#parts[part]
      put = (url, part, value) => {
        url.#put(part, value)
        url.#params = undefined
      }
    }
    #parts: Parts
    #params: URLSearchParams | undefined
    constructor(given: unknown, base?: unknown) {
      const read = sum('url', stringify(base === undefined ? [`${given}`] : [`${given}`, `${base}`]))
      if (read === '') throw Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL' })
      this.#parts = parse(read)
    }
    static canParse(given: unknown, base?: unknown) {
      return sum('url', stringify(base === undefined ? [`${given}`] : [`${given}`, `${base}`])) !== ''
    }
    static parse(given: unknown, base?: unknown) {
      return URL.canParse(given, base) ? new URL(given, base) : null
    }
    /** A part that cannot be is left as it was, as the standard has it. */
    #put(part: string, value: unknown) {
      const read = sum('url.with', stringify([this.#parts.href, part, `${value}`]))
      if (read === '' && part === 'href') throw Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL' })
      if (read !== '') this.#parts = parse(read)
    }
    get origin() {
      return this.#parts.origin
    }
    get searchParams() {
      this.#params ??= linked(this.#parts.search, (text) => this.#put('search', text))
      return this.#params
    }
    toString() {
      return this.#parts.href
    }
    toJSON() {
      return this.#parts.href
    }
  }
  const { defineProperty } = Reflect
  const still = { enumerable: true, configurable: true }
  for (const name of ['href', ...PARTS] as const)
    defineProperty(URL.prototype, name, {
      ...still,
      get(this: URL) {
        return partOf(this, name)
      },
      set(this: URL, value: unknown) {
        put(this, name, value)
      },
    })
  for (const [name, value] of Object.entries({ URL, URLSearchParams }))
    defineProperty(global, name, { value, writable: true, enumerable: false, configurable: true })
}
