import { z } from 'zod'
import { aborted } from '../calls/aborted.ts'
import { NEXT } from '../calls/action-context.ts'
import type { Exchange } from '../calls/exchange.ts'
import type { Mix } from '../calls/hearing.ts'
import { type Leg, nameOf } from '../calls/leg.ts'
import { moveLeg } from '../calls/move-leg.ts'
import { legsIn } from '../calls/settle-conversation.ts'
import { defineAction } from '../ncco/define-action.ts'
import { flag } from '../ncco/fields.ts'
import { refusal } from '../ncco/refusal.ts'

/** Moves all legs of this conversation into another, whose own NCCO governs from then on (V1.11). Both spellings of the id are in use. */
export const transferAction = defineAction({
  action: 'transfer',
  role: 'other',
  schema: z.strictObject({
    conversationId: z.string().min(1).optional(),
    conversation_id: z.string().min(1).optional(),
    canSpeak: z.array(z.string()).optional(),
    canHear: z.array(z.string()).optional(),
    mute: flag.default(false),
  }),
  rules: { '*': 'V1.11-1' },

  check({ conversationId, conversation_id, mute, canSpeak }) {
    if ((conversationId === undefined) === (conversation_id === undefined)) return refusal('V1.11-1', 'conversationId')
    return mute && canSpeak ? refusal('V1.11-1', 'mute') : undefined
  },

  async perform({ conversationId, conversation_id, canSpeak, canHear, mute }, { exchange, leg, signal }) {
    const target = conversationId ?? conversation_id ?? ''
    const hosts = legsIn(exchange, target).filter(({ state }) => state === 'answered')
    if (hosts.length === 0 || target === leg.conversationUuid) {
      exchange.refuse(leg, refusal('V1.11-1', 'conversationId', 'The conversation to transfer to was not found.'))
      return NEXT
    }
    for (const host of hosts) host.mix ??= { mute: false }
    const mix: Mix = { mute, ...(canSpeak && { canSpeak }), ...(canHear && { canHear }) }
    const guests = legsIn(exchange, leg.conversationUuid)
    exchange.withGuests.add(target)
    // first of all guests, so that no action that ends now takes them down with it
    for (const guest of guests) guest.guestOf = target
    for (const guest of guests) letIn(exchange, guest, { target, mix, goesOn: guest === leg })
    leg.waitsFor = { kind: 'transfer', conversationUuid: target }
    await aborted(signal)
    return NEXT
  },
})

function letIn(exchange: Exchange, guest: Leg, { target, mix, goesOn }: { target: string; mix: Mix; goesOn: boolean }): void {
  guest.part?.()
  if (!goesOn) guest.run?.abort()
  guest.playback.stop('replaced')
  moveLeg(exchange, guest, target)
  guest.mix = mix
  exchange.log.add({ type: 'conversation.joined', name: target, started: true, ...nameOf(guest) })
}
