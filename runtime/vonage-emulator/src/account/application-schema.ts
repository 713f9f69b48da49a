import { z } from 'zod'
import { webAddress } from '../ncco/fields.ts'

const method = z.enum(['GET', 'POST'])
const webhook = (longestMs: number) =>
  z.strictObject({
    address: webAddress,
    http_method: method.optional(),
    connect_timeout: z.int().min(300).max(1000).optional(),
    socket_timeout: z.int().min(1000).max(longestMs).optional(),
  })
const plainWebhook = z.strictObject({ address: webAddress, http_method: method.optional() })

const voice = z.strictObject({
  webhooks: z
    .strictObject({
      answer_url: webhook(5000).optional(),
      fallback_answer_url: webhook(5000).optional(),
      event_url: webhook(10_000).optional(),
    })
    .optional(),
  signed_callbacks: z.boolean().optional(),
  conversations_ttl: z.int().min(1).max(9000).optional(),
  leg_persistence_time: z.int().min(1).max(31).optional(),
  region: z.string().optional(),
})
const messages = z.strictObject({
  version: z.enum(['v0.1', 'v1']).optional(),
  webhooks: z.strictObject({ inbound_url: plainWebhook.optional(), status_url: plainWebhook.optional() }).optional(),
})
const other = z.record(z.string(), z.unknown()).optional()

/** What POST and PUT take (V5-1, V5-2). `_links` is no part of it. */
export const applicationSchema = z.strictObject({
  id: z.uuid().optional(),
  name: z.string().min(1),
  keys: z.strictObject({ public_key: z.string().optional() }).optional(),
  capabilities: z
    .strictObject({
      voice: voice.optional(),
      messages: messages.optional(),
      rtc: other,
      vbc: other,
      verify: other,
      video: other,
      network_apis: other,
    })
    .default({}),
  privacy: z.strictObject({ improve_ai: z.boolean() }).default({ improve_ai: false }),
})
export type ApplicationInput = z.infer<typeof applicationSchema>

/** An application as it is stored and shown. */
export interface Application extends Omit<ApplicationInput, 'id' | 'keys'> {
  id: string
  keys: { public_key: string }
}
