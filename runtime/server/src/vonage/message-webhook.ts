import { AppError } from '@patchbay/core'
import { z } from 'zod'

const STATUSES = ['submitted', 'delivered', 'rejected', 'undeliverable', 'read'] as const

/** What is charged. Of what cannot be read nothing is kept: the message counts, and not its price. */
const usageSchema = z
  .looseObject({
    price: z
      .union([z.string(), z.number()])
      .transform(String)
      .pipe(z.string().regex(/^\d{1,9}(\.\d{1,9})?$/)),
    currency: z.string().regex(/^[A-Z]{3}$/),
  })
  .nullish()
  .catch(undefined)

const statusSchema = z.looseObject({
  message_uuid: z.string().min(1),
  status: z.enum(STATUSES),
  timestamp: z.string().optional(),
  client_ref: z.string().optional(),
  usage: usageSchema,
  error: z.looseObject({ title: z.union([z.string(), z.number()]).optional() }).nullish(),
})
const inboundSchema = z.looseObject({
  message_uuid: z.string().min(1),
  channel: z.string().min(1),
  from: z.string().min(1),
  to: z.string().min(1),
  // old examples of text messages have none (V4-12)
  message_type: z.string().default('text'),
  text: z.string().optional(),
  usage: usageSchema,
})

interface Cost {
  price: string
  currency: string
}

/** What Vonage reports of a message that we sent. `ref` is what we called it; absent for one that others sent. */
export interface MessageReport {
  messageUuid: string
  ref: string | undefined
  status: (typeof STATUSES)[number]
  /** Vonage's code, when it was not delivered. */
  reason: string | null
  cost: Cost | null
}

/** A message that somebody wrote to one of our numbers. */
export interface InboundMessage {
  messageUuid: string
  channel: string
  from: string
  to: string
  type: string
  text: string
  cost: Cost | null
}

/** @throws {AppError} `WEBHOOK_BODY_NOT_VALID`; V4-11. */
export function parseMessageReport(body: unknown): MessageReport {
  const { message_uuid, client_ref, status, error, usage } = read(statusSchema, body, 'V4-11')
  const reason = error?.title === undefined ? null : String(error.title)
  return { messageUuid: message_uuid, ref: client_ref, status, reason, cost: costOf(usage) }
}

/** @throws {AppError} `WEBHOOK_BODY_NOT_VALID`; V4-12. */
export function parseInboundMessage(body: unknown): InboundMessage {
  const { message_uuid, channel, from, to, message_type, text = '', usage } = read(inboundSchema, body, 'V4-12')
  return { messageUuid: message_uuid, channel, from, to, type: message_type, text, cost: costOf(usage) }
}

const costOf = (usage: z.output<typeof usageSchema>): Cost | null =>
  usage == null ? null : { price: usage.price, currency: usage.currency }

function read<Schema extends z.ZodType>(schema: Schema, body: unknown, rule: string): z.output<Schema> {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const field = parsed.error.issues[0]?.path.join('.') ?? ''
  throw new AppError('WEBHOOK_BODY_NOT_VALID', `The webhook breaks rule ${rule}${field === '' ? '' : ` at ${field}`}`, {
    details: { rule, field },
  })
}
