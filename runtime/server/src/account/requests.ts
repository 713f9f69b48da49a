import { AppError } from '@patchbay/core'
import { Auth } from '@vonage/auth'
import type { VonageSettings } from '../settings.ts'

const REQUEST_TIMEOUT_MS = 5000
const API_HOST = 'https://api.nexmo.com'
const REST_HOST = 'https://rest.nexmo.com'

export interface AccountReply {
  status: number
  /** Parsed JSON; undefined when it is none. */
  body: unknown
  /** Vonage's clock, in milliseconds since 1970; undefined when the reply does not say. */
  at: number | undefined
}

export interface AccountRequest {
  method?: 'GET' | 'PUT'
  query?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  body?: object
}

/** What is asked of Vonage about an account. Any status is a reply; only silence is an error, `TELEPHONY_NOT_REACHABLE`. */
export interface AccountRequests {
  /** Of `api.nexmo.com`, by key and secret. */
  api(path: string, request?: AccountRequest): Promise<AccountReply>
  /** Of `api.nexmo.com`, by the application's private key. */
  asApplication(path: string, request?: AccountRequest): Promise<AccountReply>
  /** Of `rest.nexmo.com`, by key and secret. */
  rest(path: string, query?: Readonly<Record<string, string>>): Promise<AccountReply>
  /** A form to `rest.nexmo.com`, by key and secret. */
  order(path: string, form: Readonly<Record<string, string>>): Promise<AccountReply>
}

/**
 * The SDK signs; its methods are not used here, for they rewrite the keys of what they read and send, and hide the clock of
 * the reply (docs/decisions/0014).
 */
export function createAccountRequests(settings: VonageSettings): AccountRequests {
  const { apiKey, apiSecret, applicationId, privateKey, apiHost = API_HOST, restHost = REST_HOST } = settings
  const auth = new Auth({ apiKey, apiSecret, applicationId, privateKey })

  const send = async (
    host: string,
    path: string,
    authorization: string,
    init: RequestInit,
    query = {},
  ): Promise<AccountReply> => {
    const url = new URL(`${host}${path}`)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value))
    try {
      const response = await fetch(url, {
        ...init,
        headers: { accept: 'application/json', authorization, ...init.headers },
        redirect: 'error',
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      })
      const date = Date.parse(response.headers.get('date') ?? '')
      return { status: response.status, body: parse(await response.text()), at: Number.isNaN(date) ? undefined : date }
    } catch (thrown) {
      const { hostname } = url
      throw new AppError('TELEPHONY_NOT_REACHABLE', `${hostname} does not answer`, { details: { hostname }, cause: thrown })
    }
  }
  const json = ({ method = 'GET', body }: AccountRequest): RequestInit => ({
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })

  return {
    api: async (path, request = {}) => send(apiHost, path, await auth.createBasicHeader(), json(request), request.query),
    async asApplication(path, request = {}) {
      let token: string
      try {
        token = await auth.createBearerHeader()
      } catch {
        // what is no key at all fits no application
        return { status: 401, body: undefined, at: undefined }
      }
      return send(apiHost, path, token, json(request), request.query)
    },
    rest: async (path, query) => send(restHost, path, await auth.createBasicHeader(), { method: 'GET' }, query),
    order: async (path, form) =>
      send(restHost, path, await auth.createBasicHeader(), { method: 'POST', body: new URLSearchParams(form) }),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Vonage said no. What it said goes on to the person who asked: it is about their own account. */
export function refusedBy(what: string, { status, body }: AccountReply): AppError {
  const said = sayingOf(body)
  const why = status === 401 ? 'it does not accept the API key and secret' : (said ?? `status ${status}`)
  return new AppError('VONAGE_REFUSED', `Vonage did not ${what}: ${why}`, { details: { status } })
}

function sayingOf(body: unknown): string | undefined {
  const {
    title,
    detail,
    'error-code-label': label,
  } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const said = [label, detail, title].find((text) => typeof text === 'string' && text !== '')
  return said === undefined ? undefined : String(said).slice(0, 300)
}
