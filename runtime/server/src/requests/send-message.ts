import { AppError, BINDING_KINDS, CALLER } from '@patchbay/core'
import { onceReachable } from '../runs/patience.ts'
import type { BindingStore } from '../storage/binding-store.ts'
import type { Perform, RequestContext } from './perform.ts'
import { dialable, type TextMessageDesk } from './text-message-desk.ts'

/** Sends one text message; `parts` is as how many it is charged. */
export function sendMessage(bindings: Pick<BindingStore, 'get'>, desk: TextMessageDesk): Perform<'sendMessage'> {
  return async ({ to, text, sender }, context) => {
    const from = sender === null ? context.state.calledNumber : await senderNumber(bindings, context, sender)
    // who called us may be answered wherever that is
    const anyCountry = dialable(to) === dialable(context.state.legs[CALLER]?.number ?? '')
    const { outcome, reason, parts } = await desk.send(context, { to, from, text, anyCountry })
    return { outcome, values: { parts, ...(reason === null ? {} : { reason }) } }
  }
}

async function senderNumber(bindings: Pick<BindingStore, 'get'>, { place }: RequestContext, name: string): Promise<string> {
  const binding = await onceReachable(() => bindings.get({ ...place, kind: 'sender', name }))
  if (binding === undefined)
    throw new AppError('REQUEST_FAILED', 'There is no such sender', { details: { reason: 'senderMissing', sender: name } })
  return BINDING_KINDS.sender.parse(JSON.parse(binding.valueText)).from
}
