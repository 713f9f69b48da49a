import type { KeyObject } from 'node:crypto'
import type { messagesQuerySchema, ReceivedMessage, ReceivedMessageList } from '@patchbay/core/http-contract'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { RequestContext } from '../context.ts'
import type { RunKeys } from '../sealing/run-keys.ts'
import { seal, unseal } from '../sealing/seal.ts'
import type { MessageStore, StoredMessage } from '../storage/message-store.ts'
import type { NumberStore } from '../storage/number-store.ts'
import type { InboundMessage, MessageReport } from '../vonage/message-webhook.ts'
import { placeOf } from './flows.ts'

/** How long messages are kept. */
const KEPT_DAYS = 90

/** What Vonage tells of messages. Each may be told several times, late and out of order. */
export interface Messages {
  report(report: MessageReport): Promise<void>
  /** Keeps what somebody wrote, sealed. */
  receive(message: InboundMessage): Promise<void>
  /** Those that came in, newest first, for people who read them. */
  received(context: RequestContext, query: z.output<typeof messagesQuerySchema>): Promise<ReceivedMessageList>
}

interface Deps {
  stores: { messages: MessageStore; numbers: Pick<NumberStore, 'find'> }
  keys: Pick<RunKeys, 'create' | 'openAll'>
  clock: Clock
  log: Logger
}

export function createMessages({ stores: { messages, numbers }, keys, clock, log }: Deps): Messages {
  return {
    async report({ messageUuid, ref, status, reason, cost }) {
      // who reads a text message cannot be known; other channels tell, and what they tell comes after delivery
      const told = status === 'read' ? 'delivered' : status
      const known =
        ref !== undefined && (await messages.report(ref, { status: told, messageUuid, reason, cost, at: new Date(clock()) }))
      if (!known) log.debug({ messageUuid, status }, 'A status of a message that was not sent from here')
    },

    async receive({ messageUuid, channel, cost, ...content }) {
      const number = await numbers.find(content.to)
      if (number === undefined || channel !== 'sms') {
        log.warn({ messageUuid, channel }, 'A message to nobody here was left')
        return
      }
      const { tenantId, environmentId } = number
      const now = clock()
      const purgeAt = new Date(now + KEPT_DAYS * 24 * 60 * 60 * 1000)
      const key = await keys.create(tenantId, keyOf(messageUuid), purgeAt)
      await messages.add({
        _id: messageUuid,
        tenantId,
        environmentId,
        isTest: false,
        runId: null,
        channel,
        messageUuid,
        status: 'received',
        statuses: [],
        reason: null,
        parts: 0,
        cost,
        sealed: seal(key, Buffer.from(JSON.stringify(content)), sealedAt(messageUuid)),
        at: new Date(now),
        purgeAt,
      })
    },

    async received(context, { before, limit }) {
      // one more tells whether there is another page
      const wanted = { ...placeOf(context), before: before === undefined ? undefined : readPlace(before), limit: limit + 1 }
      const found = await messages.received(wanted)
      const page = found.slice(0, limit)
      const opened = await keys.openAll(
        context.tenantId,
        page.map(({ _id }) => keyOf(_id)),
      )
      const last = found.length > limit ? page.at(-1) : undefined
      return {
        messages: page.map((message) => toReceived(message, opened.get(keyOf(message._id)))),
        next: last === undefined ? null : `${last.at.getTime()}.${last._id}`,
      }
    },
  }
}

const sealedAt = (id: string) => `messages/${id}`
/** Each has a key of its own: it belongs to no call. */
const keyOf = (id: string) => `message-${id}`

function toReceived({ _id, at, cost = null, sealed }: StoredMessage, key: KeyObject | undefined): ReceivedMessage {
  const facts = { id: _id, at: at.toISOString(), status: 'received' as const, cost }
  if (key === undefined || sealed === undefined) return { ...facts, from: null, to: null, text: null }
  const { from, to, text } = contentSchema.parse(JSON.parse(unseal(key, sealed, sealedAt(_id)).toString()))
  return { ...facts, from, to, text }
}

const contentSchema = z.object({ from: z.string(), to: z.string(), text: z.string() })

function readPlace(text: string): { at: Date; id: string } {
  const dot = text.indexOf('.')
  return { at: new Date(Number(text.slice(0, dot))), id: text.slice(dot + 1) }
}
