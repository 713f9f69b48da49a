import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { RecipientBehaviour } from '../config.ts'
import { type DeliverDeps, deliver } from './deliver.ts'
import type { Message } from './message-schemas.ts'

/** A person writes; what they write is in the field that `message_type` names, and for text in `text` (V4-12). */
export const inboundSchema = z.looseObject({
  channel: z.enum(['sms', 'mms', 'rcs', 'whatsapp', 'messenger', 'viber_service']).default('sms'),
  from: z.string().min(1),
  to: z.string().min(1),
  message_type: z
    .enum([
      'text',
      'image',
      'audio',
      'video',
      'file',
      'vcard',
      'location',
      'reply',
      'button',
      'contacts',
      'order',
      'sticker',
      'reaction',
      'unsupported',
    ])
    .default('text'),
})
export type InboundMessage = z.input<typeof inboundSchema>

/** Messages out, their statuses, and messages in (V4). */
export interface Messages {
  send(message: Message): { message_uuid: string; workflow_id?: string }
  receive(message: z.infer<typeof inboundSchema>): { message_uuid: string }
  /** The channel of a message that is known here. */
  channelOf(messageUuid: string): { channel: string; inbound: boolean } | undefined
  setRecipient(address: string, behaviour: RecipientBehaviour | undefined): void
}

/** How long a network takes with a message. */
const DELIVERY_MS = 1000

interface Workflow {
  workflow_id: string
  items_number: string
  items_total: string
}

export function createMessages(deps: DeliverDeps): Messages {
  const { clock, log, config } = deps
  const recipients = new Map(Object.entries(config.recipients))
  const known = new Map<string, { channel: string; inbound: boolean }>()
  const timestamp = () => new Date(clock.now()).toISOString()

  const carry = (message: Message, workflow: Workflow | undefined, onFailure: () => void): string => {
    const { channel, from, to, client_ref, text } = message
    const message_uuid = randomUUID()
    const name = { legUuid: message_uuid, conversationUuid: '' }
    const url = message.webhook_url ?? config.application.messages.statusUrl
    known.set(message_uuid, { channel, inbound: false })
    log.add({ type: 'message.sent', channel, from, to, text: typeof text === 'string' ? text : null, ...name })
    const report = (status: string, more: object = {}) => {
      log.add({ type: 'message.status', status, ...name })
      if (!url) return
      const common = { message_uuid, to, from, timestamp: timestamp(), status, channel, ...(client_ref && { client_ref }) }
      deliver(deps, { url, kind: 'message.status', body: { ...common, ...more, ...(workflow && { workflow }) } })
    }
    report('submitted')
    clock.setTimer(DELIVERY_MS, () => {
      const fate = recipients.get(to) ?? 'delivered'
      if (fate === 'rejected' || fate === 'undeliverable') {
        report(fate, { error: errorOf(fate, message_uuid) })
        onFailure()
        return
      }
      const usage = { currency: 'EUR', price: '0.0333' }
      const sms = channel === 'sms' && { sms: { count_total: String(Math.max(1, Math.ceil(String(text).length / 160))) } }
      report('delivered', { usage, destination: { network_code: '12345' }, ...sms })
      if (fate === 'read' && READS.has(channel)) clock.setTimer(DELIVERY_MS, () => report('read'))
    })
    return message_uuid
  }

  return {
    send({ failover = [], ...first }) {
      const all: Message[] = [first as Message, ...failover]
      const workflow_id = randomUUID()
      const next = (index: number): string => {
        const workflow =
          all.length > 1 ? { workflow_id, items_number: String(index + 1), items_total: String(all.length) } : undefined
        return carry(all[index] as Message, workflow, () => {
          if (index + 1 < all.length) next(index + 1)
        })
      }
      const message_uuid = next(0)
      return { message_uuid, ...(all.length > 1 && { workflow_id }) }
    },

    receive(message) {
      const { channel, from, to, message_type } = message
      const message_uuid = randomUUID()
      const text = typeof message.text === 'string' ? message.text : null
      known.set(message_uuid, { channel, inbound: true })
      log.add({ type: 'message.received', channel, from, to, text, legUuid: message_uuid, conversationUuid: '' })
      const ofSms = channel === 'sms' && {
        sms: { num_messages: '1', keyword: (text ?? '').split(' ')[0]?.toUpperCase() ?? '' },
        usage: { currency: 'EUR', price: '0.0057' },
        origin: { network_code: '12345' },
      }
      const body = { ...message, channel, message_uuid, to, from, timestamp: timestamp(), message_type, ...ofSms }
      const url = config.application.messages.inboundUrl
      if (url) deliver(deps, { url, kind: 'message.inbound', body })
      return { message_uuid }
    },

    channelOf: (messageUuid) => known.get(messageUuid),
    setRecipient(address, behaviour) {
      if (behaviour) recipients.set(address, behaviour)
      else recipients.delete(address)
    },
  }
}

/** Channels that tell when something was read (V4-11). */
const READS = new Set(['rcs', 'whatsapp', 'messenger', 'viber_service'])

function errorOf(fate: 'rejected' | 'undeliverable', instance: string): Record<string, string> {
  const title = fate === 'rejected' ? '1240' : '1260'
  const detail = fate === 'rejected' ? 'The message was rejected' : 'The destination could not be reached'
  return { type: `https://developer.vonage.com/api-errors/messages#${title}`, title, detail, instance }
}
