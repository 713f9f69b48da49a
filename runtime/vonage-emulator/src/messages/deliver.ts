import type { Clock } from '../clock/clock.ts'
import type { EmulatorConfig } from '../config.ts'
import type { EventLog } from '../log/event-log.ts'
import { signWebhook } from '../webhooks/sign.ts'
import type { Transport } from '../webhooks/transport.ts'

/** A webhook about a message. */
export interface MessageWebhook {
  url: string
  kind: 'message.status' | 'message.inbound'
  body: { message_uuid: string } & Record<string, unknown>
}

export interface DeliverDeps {
  clock: Clock
  log: EventLog
  config: EmulatorConfig
  transport: Transport
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** How long a webhook is sent again, about each minute, until it is answered with 2xx (V2.7-5). */
const KEEP_TRYING_MS = { 'message.inbound': 24 * HOUR_MS, 'message.status': 72 * HOUR_MS }

/** Sends it, always signed (V2.8-3, V4-13), and again while it is not accepted. The event stream names the message where it names a leg otherwise. */
export function deliver(deps: DeliverDeps, { url, kind, body }: MessageWebhook): void {
  const { clock, log, config, transport } = deps
  const { account, application } = config
  const keys = { apiKey: account.apiKey, signatureSecret: account.signatureSecret, applicationId: application.id }
  const sent = JSON.stringify(body)
  const headers = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(sent)),
    authorization: `Bearer ${signWebhook(keys, sent)}`,
  }
  const giveUpAt = clock.now() + KEEP_TRYING_MS[kind]

  const attempt = async (nth: number): Promise<void> => {
    const release = clock.hold()
    const startedAt = performance.now()
    const about = { url, method: 'POST', kind, attempt: nth, legUuid: body.message_uuid, conversationUuid: '' }
    const ms = () => Math.round(performance.now() - startedAt)
    const status = await transport({
      url,
      method: 'POST',
      headers,
      body: sent,
      connectTimeoutMs: 3000,
      socketTimeoutMs: 15_000,
    }).then(
      ({ status }) => {
        log.add({ type: 'webhook.sent', status, ms: ms(), ...about })
        return status
      },
      (error: Error) => {
        log.add({ type: 'webhook.failed', reason: error.message, ms: ms(), ...about })
        return 0
      },
    )
    const accepted = status >= 200 && status < 300
    if (!accepted && clock.now() + MINUTE_MS <= giveUpAt) clock.setTimer(MINUTE_MS, () => void attempt(nth + 1))
    release()
  }
  void attempt(1)
}
