import { z } from 'zod'
import { webAddress } from '../ncco/fields.ts'

const text = (longest: number) => z.string().min(1).max(longest)
const media = (more: z.ZodRawShape = {}) => z.strictObject({ url: webAddress, ...more })
const captioned = media({ caption: text(3000).optional() })
const seconds = (least: number, most: number) => z.int().min(least).max(most).optional()
const object = z.record(z.string(), z.unknown())
/** A number, or the id that a messenger knows somebody by (V4-7). */
const msisdn = z.string().regex(/^\d{7,15}$/)
const party = z.string().min(1).max(50)

/** What a channel carries: its message types by the field that holds each, and what else it takes. */
interface Channel {
  to: z.ZodType<string>
  types: Record<string, z.ZodType>
  more: z.ZodRawShape
}

/** V4-3 … V4-8. */
const CHANNELS: Record<string, Channel> = {
  sms: {
    to: msisdn,
    types: { text: text(1000) },
    more: {
      ttl: z.int().min(1).optional(),
      sms: z
        .strictObject({
          encoding_type: z.enum(['text', 'unicode', 'auto']).optional(),
          content_id: z.string().optional(),
          entity_id: z.string().optional(),
          pool_id: z.string().optional(),
        })
        .optional(),
      trusted_recipient: z.boolean().optional(),
    },
  },
  mms: {
    to: msisdn,
    types: {
      text: text(1000),
      image: captioned,
      vcard: captioned,
      audio: captioned,
      video: captioned,
      file: captioned,
      content: z
        .array(
          z.strictObject({
            type: z.enum(['image', 'vcard', 'audio', 'video', 'file']),
            url: webAddress,
            caption: text(3000).optional(),
          }),
        )
        .min(1),
    },
    more: { ttl: seconds(300, 259_200) },
  },
  rcs: {
    to: msisdn,
    types: { text: text(3072), image: media(), video: media(), file: media(), custom: object, card: object, carousel: object },
    more: {
      ttl: seconds(300, 2_592_000),
      suggestions: z.array(object).optional(),
      rcs: z
        .strictObject({
          category: z.enum(['authentication', 'transaction', 'promotion', 'service-request', 'acknowledgement']).optional(),
        })
        .optional(),
    },
  },
  whatsapp: {
    to: msisdn,
    types: {
      text: text(4096),
      image: media({ caption: text(3000).optional() }),
      audio: media(),
      video: media({ caption: text(3000).optional() }),
      file: media({ caption: text(3000).optional(), name: z.string().optional() }),
      template: z.strictObject({ name: z.string().min(1), parameters: z.array(z.unknown()).optional() }),
      sticker: z.union([media(), z.strictObject({ id: z.string().min(1) })]),
      reaction: z.strictObject({ action: z.enum(['react', 'unreact']), emoji: z.string().optional() }),
      custom: object,
    },
    more: {
      context: z.strictObject({ message_uuid: z.string() }).optional(),
      whatsapp: z.strictObject({ policy: z.literal('deterministic').optional(), locale: z.string() }).optional(),
    },
  },
  messenger: {
    to: party,
    types: { text: text(640), image: media(), audio: media(), video: media(), file: media() },
    more: {
      messenger: z
        .strictObject({ category: z.enum(['response', 'update', 'message_tag']).optional(), tag: z.string().optional() })
        .optional(),
    },
  },
  viber_service: {
    to: msisdn,
    types: {
      text: text(1000),
      image: media(),
      video: media({ thumb_url: webAddress, caption: z.string().optional() }),
      file: media({ name: text(25).optional() }),
    },
    more: {
      viber_service: z
        .strictObject({
          category: z.enum(['transaction', 'promotion']).optional(),
          ttl: seconds(30, 259_200),
          type: z.string().optional(),
          action: z.strictObject({ url: webAddress, text: text(30) }).optional(),
          duration: z.string().optional(),
          file_size: z.string().optional(),
        })
        .optional(),
    },
  },
}

/** A message that may be sent (V4-2). */
export interface Message {
  channel: string
  message_type: string
  to: string
  from: string
  client_ref?: string
  webhook_url?: string
  failover?: Message[]
  [field: string]: unknown
}

/** What is wrong with a message; `code` is the fragment of the error's type (V4-10). */
export interface MessageFault {
  code: 1060 | 1100 | 1110 | 1120 | 1140 | 1150
  invalid: { name: string; reason: string }[]
}

export function readMessage(raw: unknown): Message | MessageFault {
  const fault = (code: MessageFault['code'], name: string, reason: string) => ({ code, invalid: [{ name, reason }] })
  if (typeof raw !== 'object' || raw === null) return fault(1150, '', 'An object')
  const { channel: channelName, message_type: type } = raw as Record<string, unknown>
  const channel = CHANNELS[String(channelName)]
  if (!channel) return fault(1100, 'channel', 'Unknown channel')
  const content = channel.types[String(type)]
  if (!content) return fault(1140, 'message_type', `Not a message type of ${channelName}`)
  const { failover, ...single } = raw as Record<string, unknown>
  const parsed = schemaOf(channel, { name: String(channelName), type: String(type), content }).safeParse(single)
  if (!parsed.success) return toFault(parsed.error, String(channelName))
  if (failover === undefined) return parsed.data as Message
  if (!Array.isArray(failover)) return fault(1150, 'failover', 'An array of messages')
  const others = failover.map(readMessage)
  return others.find(isFault) ?? { ...(parsed.data as Message), failover: others as Message[] }
}

export function isFault(value: Message | MessageFault): value is MessageFault {
  return 'invalid' in value
}

function schemaOf({ to, more }: Channel, { name, type, content }: { name: string; type: string; content: z.ZodType }): z.ZodType {
  return z.strictObject({
    channel: z.literal(name),
    message_type: z.literal(type),
    to,
    from: party,
    client_ref: z.string().max(100).optional(),
    webhook_url: webAddress.optional(),
    webhook_version: z.enum(['v0.1', 'v1']).optional(),
    [type]: content,
    ...more,
  })
}

function toFault({ issues }: z.ZodError, channel: string): MessageFault {
  const first = issues[0]?.path[0]
  const codes: Record<string, MessageFault['code']> = { client_ref: 1060, from: 1120, [channel]: 1110 }
  const invalid = issues.map(({ path, message }) => ({ name: path.join('.'), reason: message }))
  return { code: codes[String(first)] ?? 1150, invalid }
}
