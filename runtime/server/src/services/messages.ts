import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { RunKeys } from '../sealing/run-keys.ts'
import { seal } from '../sealing/seal.ts'
import type { MessageStore } from '../storage/message-store.ts'
import type { NumberStore } from '../storage/number-store.ts'
import type { InboundMessage, MessageReport } from '../vonage/message-webhook.ts'

/** How long messages are kept. */
const KEPT_DAYS = 90

/** What Vonage tells of messages. Each may be told several times, late and out of order. */
export interface Messages {
  report(report: MessageReport): Promise<void>
  /** Keeps what somebody wrote, sealed. */
  receive(message: InboundMessage): Promise<void>
}

interface Deps {
  stores: { messages: MessageStore; numbers: Pick<NumberStore, 'find'> }
  keys: Pick<RunKeys, 'create'>
  clock: Clock
  log: Logger
}

export function createMessages({ stores: { messages, numbers }, keys, clock, log }: Deps): Messages {
  return {
    async report({ messageUuid, ref, status, reason }) {
      // who reads a text message cannot be known; other channels tell, and what they tell comes after delivery
      const told = status === 'read' ? 'delivered' : status
      const known =
        ref !== undefined && (await messages.report(ref, { status: told, messageUuid, reason, at: new Date(clock()) }))
      if (!known) log.debug({ messageUuid, status }, 'A status of a message that was not sent from here')
    },

    async receive({ messageUuid, channel, ...content }) {
      const number = await numbers.find(content.to)
      if (number === undefined || channel !== 'sms') {
        log.warn({ messageUuid, channel }, 'A message to nobody here was left')
        return
      }
      const { tenantId, environmentId } = number
      const now = clock()
      const purgeAt = new Date(now + KEPT_DAYS * 24 * 60 * 60 * 1000)
      const key = await keys.create(tenantId, `message-${messageUuid}`, purgeAt)
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
        sealed: seal(key, Buffer.from(JSON.stringify(content)), `messages/${messageUuid}`),
        at: new Date(now),
        purgeAt,
      })
    },
  }
}
