import { Readable } from 'node:stream'
import type { Fake, FakeReply, FakeRequest } from '@patchbay/plugin-sdk'
import { createGuardedFetch, type GuardedFetch, type SendRequest } from '@patchbay/sandbox'

/** What goes wrong outside. `lostReply` comes after the service has done its part; `silence` never ends. */
export type Harm = '404' | '401' | '429' | '500' | 'timeout' | 'malformed' | 'lostReply' | 'silence' | 'echo' | 'echoRefused'

/** A service in the place of the internet: only names, sockets and TLS are its own, the rest is the real guarded way out. */
export interface FakeOutside {
  reach: GuardedFetch
  /** A new service, with nothing wrong. */
  reset(fake: Fake): void
  /** From this request on, counted from 0, all go wrong; a lost reply is one request's. */
  harm(kind: Harm | undefined, from?: number): void
  state(): unknown
  /** What came since the reset. */
  requests(): readonly FakeRequest[]
}

const RETRY_AFTER_S = 2

export function createFakeOutside(): FakeOutside {
  let fake: Fake = { start: () => ({}), answer: () => ({ status: 404 }) }
  let state: unknown = {}
  let requests: FakeRequest[] = []
  let harmed: { kind: Harm; from: number } | undefined

  const send: SendRequest = async (url, { method, headers, body, signal }) => {
    const request = readRequest(url, method, headers, body ?? '')
    const at = requests.push(request) - 1
    const kind =
      harmed !== undefined && (harmed.kind === 'lostReply' ? at === harmed.from : at >= harmed.from) ? harmed.kind : undefined
    if (kind === 'silence') return untilAborted(signal)
    if (kind === 'timeout') throw timedOut()
    const reply =
      kind === undefined || kind === 'lostReply' || kind === 'echo' ? fake.answer(request, state) : harmOf(kind, request)
    if (kind === 'lostReply') throw timedOut()
    return onTheWire(kind === 'echo' ? echoing(reply, request) : reply)
  }

  return {
    reach: createGuardedFetch({ send }),
    reset(next) {
      fake = next
      state = next.start()
      requests = []
      harmed = undefined
    },
    harm(kind, from = 0) {
      harmed = kind === undefined ? undefined : { kind, from }
    },
    state: () => state,
    requests: () => requests,
  }
}

/** As undici says it when nobody answers. */
const timedOut = () => Object.assign(new Error('nobody answered'), { code: 'UND_ERR_HEADERS_TIMEOUT' })

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    if (signal.aborted) reject(timedOut())
    signal.addEventListener('abort', () => reject(timedOut()), { once: true })
  })

function harmOf(kind: Exclude<Harm, 'lostReply' | 'silence' | 'timeout' | 'echo'>, request: FakeRequest): FakeReply {
  switch (kind) {
    case '404':
      return { status: 404, json: { message: 'There is no such thing' } }
    case '401':
      return { status: 401, json: { message: 'Who are you?' } }
    case '429':
      return { status: 429, headers: { 'retry-after': String(RETRY_AFTER_S) }, json: { message: 'Too many requests' } }
    case '500':
      return { status: 500, text: '<html><body>Internal Server Error</body></html>' }
    case 'malformed':
      return { status: 200, headers: { 'content-type': 'application/json' }, text: '{"id": "12", "name": ' }
    case 'echoRefused':
      return { status: 400, text: `You sent ${JSON.stringify(request.headers)} and ${request.text}` }
  }
}

/** The whole request, beside what would have been answered: as a careless service does for help. */
function echoing(reply: FakeReply, { headers, text }: FakeRequest): FakeReply {
  const { json } = reply
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return reply
  return {
    ...reply,
    headers: { ...reply.headers, 'x-request-id': JSON.stringify(headers) },
    json: { ...json, debug: { headers, text } },
  }
}

function onTheWire({ status, headers = {}, json, text }: FakeReply): Awaited<ReturnType<SendRequest>> {
  const body = json === undefined ? (text ?? '') : JSON.stringify(json)
  const type = json === undefined ? {} : { 'content-type': 'application/json' }
  const told = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  return { statusCode: status, headers: { ...type, ...told }, body: Readable.from(body === '' ? [] : [Buffer.from(body)]) }
}

function readRequest(url: URL, method: string, headers: Readonly<Record<string, string>>, text: string): FakeRequest {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true
  return {
    method,
    origin: url.origin,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers,
    text,
    json: isForm ? undefined : parsed(text),
    form: isForm ? Object.fromEntries(new URLSearchParams(text)) : {},
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
