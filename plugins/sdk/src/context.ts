export interface HttpReply {
  status: number
  /** In lower case; those that plugins have a use for. */
  headers: Readonly<Record<string, string>>
  /** At most 256 KB. Secrets that came back are taken out. */
  text: string
  /** The text read as JSON; undefined when it is none. Nobody has checked what it is. */
  body?: unknown
}

/** `{{secret:KEY}}` in headers and content is replaced by the host; `{{base64:user:{{secret:KEY}}}}` is packed after that. */
export interface HttpOptions {
  headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  json?: unknown
  /** Sent as a web form. */
  form?: Readonly<Record<string, string>>
  /** Sent as it is; say what it is by the header `content-type`. */
  body?: string
  /** Signs what is really sent, with `before` in front of it, and puts the sum where a header says `{{signature}}`. */
  sign?: {
    secret: string
    before?: string
    algorithm?: 'sha256' | 'sha1' | 'sha512'
    encoding?: 'hex' | 'base64' | 'base64url'
  }
  /** At most what is left of the action's time. */
  timeoutMs?: number
}

export interface Http {
  request(request: HttpOptions & { method?: string; url: string | { readonly href: string } }): Promise<HttpReply>
  get(url: string | { readonly href: string }, options?: HttpOptions): Promise<HttpReply>
  post(url: string | { readonly href: string }, options?: HttpOptions): Promise<HttpReply>
  put(url: string | { readonly href: string }, options?: HttpOptions): Promise<HttpReply>
  patch(url: string | { readonly href: string }, options?: HttpOptions): Promise<HttpReply>
  delete(url: string | { readonly href: string }, options?: HttpOptions): Promise<HttpReply>
}

/** Small values that outlive the call, apart for each installation: 1,000 names, 16 KB each. */
export interface Kv {
  /** Null when there is none. */
  get(name: string): Promise<unknown>
  set(name: string, value: unknown): Promise<true>
  /** Only when there is none yet; says whether it was kept. */
  add(name: string, value: unknown): Promise<boolean>
  delete(name: string): Promise<boolean>
}

export interface StoredRecord<Value> {
  id: string
  /** 1 when it was put in, one more with each change. */
  revision: number
  /** Of its counter: 1, 2, 3, without gaps. */
  number?: number
  value: Value
  /** Milliseconds since 1970. */
  createdAt: number
}

type Plain = string | number | boolean

/** A collection that the manifest declares. */
export interface Records<Value> {
  /**
   * @param options.id Of your own, such as one that follows from `key`: a repetition is then a CONFLICT, and `get` has what was kept.
   * @param options.counter Numbers the record within it, such as `credit-notes-2026`.
   * @throws CONFLICT when the id or a unique field is taken.
   */
  insert(value: Value, options?: { id?: string; counter?: string }): Promise<StoredRecord<Value>>
  get(id: string): Promise<StoredRecord<Value> | null>
  /** @param options.where All fields of one index of the manifest. */
  find(options?: {
    where?: Readonly<Record<string, Plain>>
    /** At most 100. */
    limit?: number
    newestFirst?: boolean
    /** The id of the last record that you have. */
    after?: string
  }): Promise<StoredRecord<Value>[]>
  /** @throws CONFLICT when it stands at another revision by now. */
  replace(id: string, revision: number, value: Value): Promise<StoredRecord<Value>>
  /** Says whether it was there at this revision. */
  remove(id: string, revision: number): Promise<boolean>
}

/** What a handler is given beside its input. */
export interface Context<Settings = Readonly<Record<string, unknown>>> {
  settings: Settings
  /** The same however often this is asked: hand it on as the idempotency key. */
  key: string
  /** The person who asks, such as `{ name: 'owner', role: 'supervisor' }`; null for a flow. Told by the host. */
  actor: Readonly<{ name: string; role: 'owner' | 'builder' | 'supervisor' | 'agent' | 'developer' | 'analyst' }> | null
  /** The call, conversation or ticket whose flow asks, as its page is named; null for a person. Told by the host. */
  runId: string | null
  http: Http
  kv: Kv
  records<Value = Readonly<Record<string, unknown>>>(collection: string): Records<Value>
  /** Secrets, digits and personal input are taken out before anybody reads it. */
  log: Record<'debug' | 'info' | 'warn' | 'error', (...values: unknown[]) => void>
  /** Stands still during a call, as `Date` does. */
  clock: { now(): number; iso(): string }
  /** The same in a repetition. Not for secrets. */
  random: { number(): number; whole(below: number): number; id(): string }
  crypto: {
    /** A signature by a secret that the plugin never sees. */
    hmac(
      secret: string,
      text: string,
      options?: { algorithm?: 'sha256' | 'sha1' | 'sha512'; encoding?: 'hex' | 'base64' | 'base64url' },
    ): Promise<string>
  }
}
