import { type Masked, maskWebhook } from '../masking/mask-webhook.ts'
import type { VoiceWebhook } from '../vonage/webhook.ts'

/** How a webhook came. Kept with the turn that it makes; one that makes none leaves nothing. */
export interface Arrival {
  /** The same for every retry of one webhook. */
  jti: string
  kind: VoiceWebhook['kind']
  /** As it was sent, parsed. */
  body: unknown
  /** When it came, in milliseconds since 1970. */
  receivedAt: number
  /** Milliseconds since it came, by a clock that is never put back. */
  elapsedMs(): number
}

/** A webhook as the turn keeps it, for people who look into a call. */
export interface SeenWebhook {
  kind: VoiceWebhook['kind']
  receivedAt: number
  /** Until the turn was made; storing and sending come after it. */
  tookMs: number
  /** What came, without what a person said, pressed or is called. */
  body: Masked
}

export const seenWebhook = ({ kind, body, receivedAt, elapsedMs }: Arrival): SeenWebhook => ({
  kind,
  receivedAt,
  body: maskWebhook(body),
  tookMs: Math.round(elapsedMs() * 10) / 10,
})
