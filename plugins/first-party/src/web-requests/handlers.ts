import { type Context, definePlugin, expectOk, type HttpReply, PluginError } from '@patchbay/plugin-sdk'
import type { WebRequests } from './manifest.ts'
import { readWebhook } from './read-webhook.ts'
import { valueAt } from './value-at.ts'

type Settings = { useToken?: boolean }
interface Asked {
  method?: string
  url: string
  item?: string
  headers?: { name: string; value: string }[]
  body?: string
  map?: { from: string; to: string }[]
}

const HTTP_NOT_FOUND = [404, 410]
/** What the host makes something of: who asks is unknown, or comes too often, or the service is not well. */
const NOT_AN_ANSWER = [401, 403, 408, 429]
const VALUE_MAX = 2000
/** What a request is made of is not an author's to say, as with the card “Ask a web service”; nor what it is signed with. */
const OWN_HEADERS =
  /^(host|content-length|transfer-encoding|connection|cookie|upgrade|te|trailer|proxy-.*|forwarded|x-forwarded-.*|webhook-.*)$/i

/** Without steps up: what is put in must not lead elsewhere. */
function addressOf({ url, item }: Pick<Asked, 'url' | 'item'>): string {
  const whole = item === undefined || item === '' ? url : `${url}${encodeURIComponent(item)}`
  const isOdd = /[\s\\\p{Cc}]/u.test(whole) || /(^|\/)(\.|%2e){1,2}(?=[/?#]|$)/i.test(whole.slice('https://'.length))
  if (isOdd) throw new PluginError('INVALID_INPUT', 'The address is not valid')
  return whole
}

function headersOf({ headers = [], body }: Asked, settings: Settings): Record<string, string> {
  const own = headers.filter(({ name }) => /^[A-Za-z0-9-]{1,100}$/.test(name) && !OWN_HEADERS.test(name))
  return {
    ...(body === undefined ? {} : { 'content-type': isJson(body) ? 'application/json' : 'text/plain; charset=utf-8' }),
    ...(settings.useToken === true ? { authorization: 'Bearer {{secret:WEB_TOKEN}}' } : {}),
    ...Object.fromEntries(own.map(({ name, value }) => [name.toLowerCase(), value])),
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** @throws {PluginError} For what is no answer to the matter, by the usual meaning of the status. */
function waysOut(reply: HttpReply): 'done' | 'notFound' | 'declined' {
  const { status, headers, body } = reply
  if (HTTP_NOT_FOUND.includes(status)) return 'notFound'
  if (status >= 400 && status < 500 && !NOT_AN_ANSWER.includes(status)) return 'declined'
  expectOk(reply)
  // half an answer is none
  if (headers['content-type']?.startsWith('application/json') === true && body === undefined && status !== 204)
    throw new PluginError('UNAVAILABLE', 'The answer is said to be JSON and is none')
  return 'done'
}

async function ask({ http, settings }: Context<Settings>, asked: Asked) {
  const { method = 'GET', body, map = [] } = asked
  const reply = await http.request({
    method,
    url: addressOf(asked),
    headers: headersOf(asked, settings),
    ...(body === undefined ? {} : { body }),
  })
  const outlet = waysOut(reply)
  const { status } = reply
  if (outlet !== 'done') return { outlet, output: { status } } as const
  if (map.length > 0 && reply.body === undefined) throw new PluginError('UNAVAILABLE', 'The answer is no JSON')
  const values = map.map(({ from, to }) => ({ name: to, value: valueAt(reply.body, from).slice(0, VALUE_MAX) }))
  return { outlet, output: { status, values, first: values[0]?.value ?? '' } } as const
}

// biome-ignore lint/style/noDefaultExport: it is what the isolate runs
export default definePlugin<WebRequests>({
  actions: {
    request: (asked, context) => ask(context, asked),
    send: (asked, context) => ask(context, { method: 'POST', ...asked }),

    async webhookOut({ url, event, body }, { http, key, clock, crypto, settings }) {
      const at = Math.floor(clock.now() / 1000)
      const data: unknown = body === undefined ? {} : isJson(body) ? JSON.parse(body) : body
      const payload = JSON.stringify({ type: event, timestamp: clock.iso(), data })
      const id = `msg_${key.slice(0, 32)}`
      // as Standard Webhooks has it: https://www.standardwebhooks.com
      const signature = await crypto.hmac('WEBHOOK_SECRET', `${id}.${at}.${payload}`, { encoding: 'base64' })
      const reply = await http.post(addressOf({ url }), {
        headers: {
          ...headersOf({ url, body: payload }, settings),
          'webhook-id': id,
          'webhook-timestamp': String(at),
          'webhook-signature': `v1,${signature}`,
        },
        body: payload,
      })
      const outlet = waysOut(reply)
      if (outlet === 'notFound') throw new PluginError('NOT_FOUND', 'There is nobody at the address')
      return { outlet, output: { status: reply.status } }
    },
  },
  triggers: { webhookIn: ({ body }) => readWebhook(body) },
})
