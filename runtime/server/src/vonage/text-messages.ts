import type { VonageSettings } from '../settings.ts'
import { createVonageClient } from './vonage-client.ts'

/** A text message as it goes out. `ref` comes back with each of its statuses. */
export interface TextMessage {
  to: string
  from: string
  text: string
  ref: string
}

/**
 * What is known of a message after sending it: `taken` by Vonage, `refused` and so never sent, `notReached` and so never
 * sent either, or `unknown`: it may be on its way.
 */
export type SendOutcome =
  | { type: 'taken'; messageUuid: string }
  | { type: 'refused'; reason: string }
  | { type: 'notReached' }
  | { type: 'unknown' }

export interface TextMessages {
  /** Tries once. Never throws for what the network does. */
  send(message: TextMessage): Promise<SendOutcome>
}

/** @param publicUrl Where Vonage reaches us with the statuses. */
export function createTextMessages(settings: VonageSettings, publicUrl: string, timeoutMs?: number): TextMessages {
  return {
    async send({ to, from, text, ref }) {
      try {
        const { messages } = createVonageClient(settings, null, timeoutMs)
        const { messageUUID } = await messages.send({
          channel: 'sms',
          messageType: 'text',
          to,
          from,
          text,
          clientRef: ref,
          webhookUrl: `${publicUrl}/vonage/messages/status`,
          webhookVersion: 'v1',
        } as Parameters<typeof messages.send>[0])
        // a 202 without an id is no answer that we understand
        return typeof messageUUID === 'string' ? { type: 'taken', messageUuid: messageUUID } : { type: 'unknown' }
      } catch (thrown) {
        return outcomeOf(thrown)
      }
    },
  }
}

/** Causes by which no byte of the request can have left. */
const NEVER_LEFT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH']

/** V6.3-12: the SDK throws what the API replied, and lets errors of the network through. */
async function outcomeOf(thrown: unknown): Promise<SendOutcome> {
  const response = field(thrown, 'response')
  const status = Number(field(response, 'status'))
  if (status >= 400 && status < 500) return { type: 'refused', reason: await reasonOf(response, status) }
  const code = String(field(field(thrown, 'cause'), 'code') ?? '')
  return NEVER_LEFT.includes(code) ? { type: 'notReached' } : { type: 'unknown' }
}

/** V4-10: the code stands at the end of the problem's type. */
async function reasonOf(response: unknown, status: number): Promise<string> {
  try {
    const problem: unknown = JSON.parse(await (response as Response).text())
    const code = /#(\w+)$/.exec(String(field(problem, 'type')))?.[1]
    return code === undefined ? `http${status}` : `vonage${code}`
  } catch {
    // the SDK may have read it already, or it is no JSON
    return `http${status}`
  }
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && name in value ? (value as Record<string, unknown>)[name] : undefined
