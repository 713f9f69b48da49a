import { MESSAGE_MAX_CHARACTERS, smsParts } from '@patchbay/core'
import type { Clock } from '../clock.ts'
import type { OutboundFence } from '../runs/outbound-fence.ts'
import { onceReachable } from '../runs/patience.ts'
import type { MessageStore, StoredMessage } from '../storage/message-store.ts'
import type { NumberStore } from '../storage/number-store.ts'
import type { SendOutcome, TextMessages } from '../vonage/text-messages.ts'
import type { RequestContext } from './perform.ts'

/** How long it is kept what became of a message. */
const KEPT_DAYS = 90

/** What came of a text message that a flow wanted sent. */
export interface Sent {
  outcome: 'sent' | 'refused' | 'unknown' | 'failed'
  reason: string | null
  parts: number
}

type From = Pick<RequestContext, 'place' | 'isTest' | 'runId' | 'key'>

/** Sends text messages for runs: checked, kept, and each at most once. */
export interface TextMessageDesk {
  /**
   * @param context Its `key` names the message for ever: a second attempt under the same one sends nothing.
   * @param message `anyCountry`: the fence's countries do not hold for who gets it.
   */
  send(context: From, message: { to: string; from: string; text: string; anyCountry: boolean }): Promise<Sent>
}

interface Deps {
  stores: { messages: MessageStore; numbers: Pick<NumberStore, 'find'> }
  /** A message counts as one leg of the hour and of the day. */
  fence: OutboundFence
  textMessages: TextMessages
  clock: Clock
}

export function createTextMessageDesk({ stores: { messages, numbers }, fence, textMessages, clock }: Deps): TextMessageDesk {
  /** What stands in the way before anything is sent. */
  const objection = async (to: string | undefined, text: string): Promise<string | undefined> => {
    if (to === undefined) return 'numberNotValid'
    if (text.trim() === '') return 'textEmpty'
    if (text.length > MESSAGE_MAX_CHARACTERS) return 'textTooLong'
    // a message to ourselves would only ever answer itself
    return (await onceReachable(() => numbers.find(to))) === undefined ? undefined : 'ownNumber'
  }

  return {
    async send({ place, isTest, runId, key }, { to: written, from, text, anyCountry }) {
      const { parts } = smsParts(text)
      const to = dialable(written)
      const refused = await objection(to, text)
      if (to === undefined || refused !== undefined) return { outcome: 'refused', reason: refused ?? 'numberNotValid', parts }

      const before = await onceReachable(() => messages.get(key))
      if (before !== undefined) return { ...sentBefore(before), parts }
      const now = clock()
      const fenced = await fence.refusal({ place, runId, legsOfRun: 0, now, anyCountry }, to)
      if (fenced !== undefined) return { outcome: 'refused', reason: fenced, parts }

      // first on record, then on its way: whoever finds the record later sends nothing, and a status always finds it
      const purgeAt = new Date(now + KEPT_DAYS * 24 * 60 * 60 * 1000)
      const record: StoredMessage = {
        ...place,
        _id: key,
        isTest,
        runId,
        channel: 'sms',
        messageUuid: null,
        status: 'sending',
        statuses: [],
        reason: null,
        parts,
        at: new Date(now),
        purgeAt,
      }
      if (!(await messages.add(record))) return { ...sentBefore(await messages.get(key)), parts }

      const outcome = await textMessages.send({ to, from, text, ref: key })
      await messages.settle(key, settledBy(outcome))
      return { ...sentBy(outcome), parts }
    },
  }
}

/**
 * A number as people write it, as Vonage wants it: digits with the country code (V4-2).
 *
 * @returns Undefined for what is no such number.
 */
export function dialable(written: string): string | undefined {
  const digits = written.replace(/[\s().-]/g, '').replace(/^(?:\+|00)/, '')
  return /^[1-9]\d{6,14}$/.test(digits) ? digits : undefined
}

function sentBy(outcome: SendOutcome): Pick<Sent, 'outcome' | 'reason'> {
  switch (outcome.type) {
    case 'taken':
      return { outcome: 'sent', reason: null }
    case 'refused':
      return { outcome: 'refused', reason: outcome.reason }
    case 'notReached':
      return { outcome: 'failed', reason: 'notReached' }
    case 'unknown':
      return { outcome: 'unknown', reason: null }
  }
}

function settledBy(outcome: SendOutcome): Pick<StoredMessage, 'status' | 'messageUuid' | 'reason'> {
  const messageUuid = outcome.type === 'taken' ? outcome.messageUuid : null
  const { reason } = sentBy(outcome)
  if (outcome.type === 'taken') return { status: 'submitted', messageUuid, reason }
  return { status: outcome.type === 'unknown' ? 'unknown' : 'refused', messageUuid, reason }
}

/** Somebody began to send it: what is on record is all that is known. */
function sentBefore(message: StoredMessage | undefined): Pick<Sent, 'outcome' | 'reason'> {
  if (message?.status === 'refused') return { outcome: 'refused', reason: message.reason }
  const unknown = message === undefined || message.status === 'sending' || message.status === 'unknown'
  return { outcome: unknown ? 'unknown' : 'sent', reason: null }
}
