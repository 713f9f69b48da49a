import { type Leg, nameOf, type WebhookTarget } from '../calls/leg.ts'
import type { Clock } from '../clock/clock.ts'
import type { EmulatorConfig } from '../config.ts'
import type { EventLog } from '../log/event-log.ts'
import { signWebhook } from './sign.ts'
import type { Transport } from './transport.ts'

export interface Webhook {
  leg: Leg
  /** What it is about, for the event stream: `answer`, `input`, a status … */
  kind: string
  target: WebhookTarget
  body: Record<string, unknown>
}

/** `body` is what the application replied; an undelivered webhook has used up its retries and its fallback. */
export type WebhookResult = { delivered: true; body: string } | { delivered: false }

export interface Webhooks {
  /** Sends something whose reply does not matter, after what was told about this leg before. One retry. */
  tell(webhook: Webhook): void
  /** Sends something whose reply is an NCCO: the URL twice, then the fallback URL twice (V2.7-2). */
  ask(webhook: Webhook & { type: 'answer' | 'event' }): Promise<WebhookResult>
}

interface Deps {
  clock: Clock
  log: EventLog
  config: EmulatorConfig
  transport: Transport
}

type Attempt = { body: string } | { failure: string; again: boolean }

export function createWebhooks({ clock, log, config, transport }: Deps): Webhooks {
  const { account, application, switches } = config
  const keys = { apiKey: account.apiKey, signatureSecret: account.signatureSecret, applicationId: application.id }

  const attemptOnce = async (webhook: Webhook, request: Prepared, attempt: number, socketTimeoutMs: number): Promise<Attempt> => {
    const { leg, kind } = webhook
    const { url, method } = webhook.target
    const startedAt = performance.now()
    const seen = () => ({ url, method, kind, attempt, ms: Math.round(performance.now() - startedAt), ...nameOf(leg) })
    try {
      const { status, body } = await transport({
        ...request,
        method,
        connectTimeoutMs: application.connectTimeoutMs,
        socketTimeoutMs,
      })
      log.add({ type: 'webhook.sent', status, ...seen() })
      if (status >= 200 && status <= 205) return { body }
      const listed = status === 429 || status === 502 || status === 503 || status === 504
      return { failure: `HTTP status ${status}.`, again: listed || switches.otherStatus === 'retry' }
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown)
      log.add({ type: 'webhook.failed', reason, ...seen() })
      return { failure: reason, again: true }
    }
  }

  const prepare = ({ target, body }: Webhook): Prepared => {
    const sent = target.method === 'POST' ? JSON.stringify(body) : ''
    const headers: Record<string, string> = { 'user-agent': 'patchbay-vonage-emulator', accept: 'application/json' }
    if (application.signedCallbacks) headers.authorization = `Bearer ${signWebhook(keys, sent)}`
    if (target.method === 'GET') return { url: withQuery(target.url, body), headers, body: undefined }
    headers['content-type'] = 'application/json'
    headers['content-length'] = String(Buffer.byteLength(sent))
    return { url: target.url, headers, body: sent }
  }

  const attemptTwice = async (webhook: Webhook, socketTimeoutMs: number): Promise<Attempt> => {
    const request = prepare(webhook)
    const first = await attemptOnce(webhook, request, 1, socketTimeoutMs)
    if ('body' in first || !first.again) return first
    return attemptOnce(webhook, switches.retryToken === 'same' ? request : prepare(webhook), 2, socketTimeoutMs)
  }

  const queue = (webhook: Webhook) => {
    const release = clock.hold()
    const { leg } = webhook
    leg.outbox = leg.outbox.then(() => attemptTwice(webhook, application.eventTimeoutMs)).then(release)
  }

  return {
    tell(webhook) {
      const { leg, kind } = webhook
      // an application may have no such address (V5-1)
      if (webhook.target.url === '') return
      const early = kind === 'started' || kind === 'ringing'
      if (early && switches.eventOrder === 'late') {
        leg.heldBack.push(() => queue(webhook))
        return
      }
      queue(webhook)
      if (switches.eventOrder === 'twice') queue(webhook)
      for (const send of leg.heldBack.splice(0)) send()
    },

    async ask({ type, ...webhook }) {
      if (webhook.target.url === '') return { delivered: false }
      const release = clock.hold()
      try {
        const socketTimeoutMs = type === 'answer' ? application.answerTimeoutMs : application.eventTimeoutMs
        const result = await attemptTwice(webhook, socketTimeoutMs)
        if ('body' in result) return { delivered: true, body: result.body }
        if (!result.again || !application.fallbackUrl) return { delivered: false }
        const fallback = await attemptTwice(
          {
            ...webhook,
            kind: 'fallback',
            target: { url: application.fallbackUrl, method: application.fallbackMethod },
            body: { ...webhook.body, reason: result.failure, original_request: { url: webhook.target.url, type } },
          },
          application.answerTimeoutMs,
        )
        return 'body' in fallback ? { delivered: true, body: fallback.body } : { delivered: false }
      } finally {
        release()
      }
    },
  }
}

interface Prepared {
  url: string
  headers: Record<string, string>
  body: string | undefined
}

/** V2.1-1, V2.2-1: fields in the query, nested objects as JSON. */
function withQuery(address: string, fields: Record<string, unknown>): string {
  const url = new URL(address)
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue
    url.searchParams.set(name, typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value))
  }
  return url.href
}
