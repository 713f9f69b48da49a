import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { Readable } from 'node:stream'
import { AppError, isHostAllowed, isOwnHeader, readOutsideAddress } from '@patchbay/core'
import { Agent, buildConnector, request } from 'undici'
import { type OutsideFault, outsideFault } from './outside-fault.ts'
import { isPublicAddress } from './public-address.ts'
import { discard, readReply } from './read-reply.ts'

/** A request to an address that somebody outside of us chose: an author of a flow, a plugin. */
export interface OutsideCall {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: string
  headers?: Readonly<Record<string, string>>
  body?: string
  /** The hosts that it may reach, as `outsideHostSchema` writes them. */
  hosts: readonly string[]
  /** For all of it: names, connection, redirects, reply. */
  timeoutMs: number
  signal?: AbortSignal
}

export interface OutsideReply {
  status: number
  /** In lower case; of one that came several times, the last. */
  headers: Readonly<Record<string, string>>
  /** Decompressed; at most `REPLY_MAX_BYTES`. */
  body: Buffer
}

/**
 * Reaches out, guarded: https to hosts of a list at addresses of the open internet, and nothing else, whatever names, redirects
 * and replies say.
 *
 * @throws {AppError} `REQUEST_FAILED` with an `OutsideFault` as `reason`; `sent` is 0 when the request surely reached nobody.
 */
export type GuardedFetch = (call: OutsideCall) => Promise<OutsideReply>

/** All addresses of a name. */
export type Resolve = (host: string) => Promise<readonly { address: string }[]>

const REDIRECTS_MAX = 3
const CONNECT_MS = 5000
const HEADERS_MAX_BYTES = 16 * 1024
/** Names that lead nowhere outside of a machine or a company. */
const INNER_NAMES = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa|onion)$/

/** One request over the wire; redirects are not followed, bodies not read. */
export type SendRequest = (
  url: URL,
  request: {
    method: OutsideCall['method']
    headers: Readonly<Record<string, string>>
    body: string | null
    signal: AbortSignal
  },
) => Promise<{ statusCode: number; headers: Readonly<Record<string, string | string[] | undefined>>; body: Readable }>

interface Deps {
  /** Hosts with their port that may be reached by http and at any address: the operator's word, for tests. */
  testHosts?: readonly string[]
  resolve?: Resolve
  /** Stands in for names, sockets and TLS, for tools that try plugins; all that is looked at before and after stays. */
  send?: SendRequest
  /** For all that is read through this one. */
  replyMaxBytes?: number
}

export function createGuardedFetch({
  testHosts = [],
  resolve = resolveName,
  send: given,
  replyMaxBytes,
}: Deps = {}): GuardedFetch {
  const isTestHost = (at: { host: string; port: number }) => testHosts.includes(`${at.host}:${at.port}`)
  const overTheWire = given ?? sendBy(createAgent(resolve, isTestHost))

  /** The one place where an address is found good: the first, and each that a redirect leads to. */
  const checked = (text: string, hosts: readonly string[], sent: boolean): URL => {
    const address = readOutsideAddress(text)
    // a value in the path must not climb out of it, however it is spelled
    const climbs = /(^|[/\\])(\.|%2e){1,2}([/\\?#]|$)/i.test(text)
    if (address === undefined || climbs || !URL.canParse(text)) throw outsideFault('addressNotValid', sent)
    const url = new URL(text)
    const trusted = isTestHost(address)
    if (url.hostname !== address.host || url.username !== '' || url.password !== '') throw outsideFault('addressNotValid', sent)
    if (!isHostAllowed(hosts, address)) throw outsideFault('hostNotAllowed', sent)
    if (!trusted && (!address.secure || isInner(address.host))) throw outsideFault('hostNotAllowed', sent)
    return url
  }

  const follow = async (call: OutsideCall, signal: AbortSignal): Promise<OutsideReply> => {
    let url = checked(call.url, call.hosts, false)
    let headers = ownHeaders(call.headers ?? {})
    const reads = call.method === 'GET' || call.method === 'HEAD'
    for (let redirects = 0; ; redirects++) {
      const reply = await send(url, { ...call, headers }, signal)
      const { location } = reply.headers
      if (reply.statusCode < 300 || reply.statusCode > 399 || reply.statusCode === 304 || location === undefined) {
        const told = headersOf(reply.headers)
        return {
          status: reply.statusCode,
          headers: told,
          body: await readReply(reply.body, String(reply.headers['content-encoding'] ?? ''), replyMaxBytes),
        }
      }
      discard(reply.body)
      if (!reads || redirects === REDIRECTS_MAX || typeof location !== 'string' || !URL.canParse(location, url.href)) {
        throw outsideFault('redirected', true)
      }
      const next = checked(new URL(location, url).href, call.hosts, true)
      if (next.origin !== url.origin) headers = {}
      url = next
    }
  }

  const send = (url: URL, { method, headers = {}, body }: OutsideCall, signal: AbortSignal) =>
    overTheWire(url, {
      method,
      headers: { ...headers, 'accept-encoding': 'identity', 'user-agent': 'Patchbay' },
      body: body ?? null,
      signal,
    })

  return async (call) => {
    const limit = AbortSignal.timeout(call.timeoutMs)
    const signal = call.signal === undefined ? limit : AbortSignal.any([limit, call.signal])
    try {
      return await follow(call, signal)
    } catch (thrown) {
      if (thrown instanceof AppError) throw thrown
      if (signal.aborted) throw outsideFault('timeout', true, thrown)
      throw outsideFault(faultOf(thrown), !neverSent(thrown), thrown)
    }
  }
}

const sendBy =
  (dispatcher: Agent): SendRequest =>
  (url, options) =>
    request(url, { dispatcher, ...options })

/** Every socket is made here, and only to an address that was looked at: no name is resolved a second time. */
function createAgent(resolve: Resolve, isTestHost: (at: { host: string; port: number }) => boolean): Agent {
  const connectTo = buildConnector({ timeout: CONNECT_MS, allowH2: false })
  const addressOf = async (host: string, port: number): Promise<string> => {
    const found =
      isIP(host) === 0
        ? await resolve(host).catch((cause) => Promise.reject(outsideFault('nameNotFound', false, cause)))
        : [{ address: host }]
    const [first] = found
    if (first === undefined) throw outsideFault('nameNotFound', false)
    // one private answer among public ones is an attack, or a mistake that looks like one
    if (!isTestHost({ host, port }) && !found.every(({ address }) => isPublicAddress(address))) {
      throw outsideFault('addressNotPublic', false)
    }
    return first.address
  }
  return new Agent({
    allowH2: false,
    maxHeaderSize: HEADERS_MAX_BYTES,
    connections: 50,
    connect(options, done) {
      const host = options.hostname.replace(/^\[|\]$/g, '')
      const secure = options.protocol === 'https:'
      addressOf(host, Number(options.port || (secure ? 443 : 80))).then(
        (hostname) =>
          connectTo({ ...options, hostname, ...(secure && isIP(host) === 0 ? { servername: host } : {}) }, (error, socket) =>
            error === null ? done(null, socket) : done(outsideFault('notReached', false, error), null),
          ),
        (error) => done(error, null),
      )
    },
  })
}

const resolveName: Resolve = (host) => lookup(host, { all: true, order: 'ipv4first' })

const isInner = (host: string): boolean => !host.includes('.') || INNER_NAMES.test(host)

const headersOf = (headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const one = Array.isArray(value) ? value.at(-1) : value
      return one === undefined ? [] : [[name.toLowerCase(), one]]
    }),
  )

const ownHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !isOwnHeader(name)))

const codeOf = (thrown: unknown): string =>
  typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : ''

/** What undici refuses to send at all: a header that is none, a path with a line break. */
const neverSent = (thrown: unknown): boolean => codeOf(thrown) === 'UND_ERR_INVALID_ARG'

function faultOf(thrown: unknown): OutsideFault {
  switch (codeOf(thrown)) {
    case 'UND_ERR_INVALID_ARG':
      return 'addressNotValid'
    case 'UND_ERR_HEADERS_OVERFLOW':
      return 'tooLarge'
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return 'timeout'
    default:
      return 'notReached'
  }
}
