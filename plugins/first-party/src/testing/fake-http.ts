import { createHmac } from 'node:crypto'
import {
  errorCodeOf,
  type Fake,
  type FakeRequest,
  type Http,
  type HttpOptions,
  type HttpReply,
  PluginError,
} from '@patchbay/plugin-sdk'

type Lost = 'request' | 'reply'

/** A plugin's service in the place of the internet, for handlers without a sandbox. Grants, limits and scrubbing are the host's. */
export interface FakeHttp<State> {
  http: Http
  /** What the service holds. */
  state: State
  /** What has arrived, or was lost on its way. */
  asked: FakeRequest[]
  /** The one of this place in `asked` gets no answer: it does not arrive, or is done all the same. */
  lose(at: number, what: Lost): void
}

export function createFakeHttp<State>({ start, answer, secrets = {} }: Fake<State>): FakeHttp<State> {
  const state = start()
  const asked: FakeRequest[] = []
  let lost: { at: number; what: Lost } | undefined
  const filled = (text: string): string =>
    text
      .replace(/\{\{secret:(\w+)\}\}/g, (_, key: string) => secrets[key] ?? '')
      .replace(/\{\{base64:([^{}]*)\}\}/g, (_, inner: string) => btoa(inner))

  const send = async (
    method: string,
    address: string,
    { headers = {}, json, form, body, sign }: HttpOptions,
  ): Promise<HttpReply> => {
    const url = new URL(address)
    const text = json === undefined ? (body ?? '') : JSON.stringify(json)
    const signature =
      sign === undefined
        ? ''
        : createHmac('sha256', secrets[sign.secret] ?? '')
            .update(`${sign.before ?? ''}${filled(text)}`)
            .digest('hex')
    const signed = (header: string): string => filled(header.replaceAll('{{signature}}', signature))
    const request: FakeRequest = {
      ...{ method, origin: url.origin, path: url.pathname, query: Object.fromEntries(url.searchParams), text: filled(text) },
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), signed(value)])),
      json: json === undefined ? undefined : JSON.parse(filled(text)),
      form: Object.fromEntries(Object.entries(form ?? {}).map(([name, value]) => [name, filled(value)])),
    }
    const at = asked.push(request) - 1
    // others ask meanwhile
    await Promise.resolve()
    const isLost = lost?.at === at
    if (isLost && lost?.what === 'request') throw new PluginError('TIMEOUT')
    const reply = answer(request, state)
    if (isLost) throw new PluginError('TIMEOUT')
    const said = reply.json === undefined ? (reply.text ?? '') : JSON.stringify(reply.json)
    return { status: reply.status, headers: reply.headers ?? {}, text: said, body: structuredClone(reply.json) }
  }

  const by =
    (method: string) =>
    (url: string | { readonly href: string }, options: HttpOptions = {}) =>
      send(method, typeof url === 'string' ? url : url.href, options)
  return {
    state,
    asked,
    lose: (at, what) => {
      lost = { at, what }
    },
    http: {
      request: ({ method = 'GET', url, ...options }) => by(method)(url, options),
      ...{ get: by('GET'), post: by('POST'), put: by('PUT'), patch: by('PATCH'), delete: by('DELETE') },
    },
  }
}

/** What an action came to: its outlet, or the code that it was left by. */
export async function outcomeOf<Answer extends { outlet: string }>(
  ask: () => Promise<Answer> | Answer,
): Promise<{ outlet: string; output?: unknown }> {
  try {
    return await ask()
  } catch (thrown) {
    return { outlet: errorCodeOf(thrown) ?? String(thrown) }
  }
}
