import type { Exchange } from '../calls/exchange.ts'
import { type DialInput, dialSchema, startInboundCall } from '../calls/inbound-call.ts'
import type { Leg, Waiting } from '../calls/leg.ts'
import { type CalleeBehaviourInput, calleeBehaviourSchema, type RecipientBehaviour, recipientBehaviourSchema } from '../config.ts'
import type { Heard } from '../log/events.ts'
import { type InboundMessage, inboundSchema, type Messages } from '../messages/messages.ts'
import { ControlError } from './control-error.ts'
import { press } from './press.ts'
import { type SpeechInput, speak, speechSchema } from './speak.ts'

/** A leg as the control API shows it. Times in ISO form. */
export interface LegView {
  uuid: string
  conversationUuid: string
  direction: 'inbound' | 'outbound'
  from: string
  to: string
  state: Leg['state']
  status: Leg['status']
  endReason: string | null
  hears: Heard | null
  waitsFor: Waiting | null
  muted: boolean
  earmuffed: boolean
  createdAt: string
  answeredAt: string | null
  endedAt: string | null
}

/** What the people around the telephones do. Every method throws a `ControlError` when it makes no sense in the state that the leg is in. */
export interface People {
  /** A person dials one of the application's numbers, from a telephone or otherwise. */
  dial(call: DialInput): { uuid: string; conversationUuid: string }
  /** A person presses keys: `0`–`9`, `*`, `#`, one after the other. */
  pressKeys(legUuid: string, digits: string): void
  /** A person says something, also while something plays. */
  speak(legUuid: string, speech: SpeechInput): void
  /** Whoever is called picks up, is on the phone, or pushes the call away. */
  answer(legUuid: string): void
  busy(legUuid: string): void
  decline(legUuid: string): void
  /** A person hangs up; one who is being called declines. */
  hangUp(legUuid: string): void
  /** Whoever is called lets it ring; the ring timer decides. */
  ignore(legUuid: string): void
  /** What a number, user, extension or address does from now on when it is called; nothing: it rings until somebody acts. */
  setCallee(address: string, behaviour: CalleeBehaviourInput | undefined): void
  /** A person writes a message to a number of the application. */
  write(message: InboundMessage): { message_uuid: string }
  /** What becomes of messages to somebody from now on; nothing: they are delivered. */
  setRecipient(address: string, behaviour: RecipientBehaviour | undefined): void
  calls(): LegView[]
  leg(legUuid: string): LegView
}

export function createPeople(exchange: Exchange, messages: Messages): People {
  const find = (uuid: string): Leg => {
    const leg = exchange.legs.get(uuid)
    if (!leg) throw new ControlError(404, `No leg ${uuid}`)
    return leg
  }
  const ringing = (uuid: string) => {
    const { ring } = find(uuid)
    if (!ring) throw new ControlError(409, `Leg ${uuid} does not ring`)
    return ring
  }

  return {
    dial(input) {
      const call = dialSchema.parse(input)
      const { to } = call
      if (exchange.numbers.owned.get(to)?.app_id !== exchange.config.application.id) {
        throw new ControlError(404, `${to} is not a number of the application`)
      }
      const { uuid, conversationUuid } = startInboundCall(exchange, call)
      return { uuid, conversationUuid }
    },

    pressKeys(uuid, digits) {
      const leg = find(uuid)
      if (!/^[0-9*#]+$/.test(digits)) throw new ControlError(400, 'Keys are 0-9, * and #')
      if (leg.state !== 'answered') throw new ControlError(409, `Leg ${uuid} is ${leg.state}`)
      for (const digit of digits) press(exchange, leg, digit)
    },

    speak(uuid, speech) {
      const said = speechSchema.parse(speech)
      const leg = find(uuid)
      if (leg.state !== 'answered') throw new ControlError(409, `Leg ${uuid} is ${leg.state}`)
      speak(exchange, leg, said)
    },

    answer: (uuid) => ringing(uuid)('answered'),
    busy: (uuid) => ringing(uuid)('busy'),
    decline: (uuid) => ringing(uuid)('declined'),
    ignore: (uuid) => void ringing(uuid),

    hangUp(uuid) {
      const leg = find(uuid)
      if (leg.state === 'ended') throw new ControlError(409, `Leg ${uuid} has ended`)
      if (leg.ring) return leg.ring('declined')
      if (leg.state === 'ringing') exchange.report(leg, 'cancelled')
      exchange.endLeg(leg, { by: 'user', reason: 'hangup' })
    },

    setCallee(address, behaviour) {
      if (behaviour) exchange.callees.set(address, calleeBehaviourSchema.parse(behaviour))
      else exchange.callees.delete(address)
    },

    write: (message) => messages.receive(inboundSchema.parse(message)),
    setRecipient(address, behaviour) {
      messages.setRecipient(address, behaviour && recipientBehaviourSchema.parse(behaviour))
    },

    calls: () => [...exchange.legs.values()].map(toView),
    leg: (uuid) => toView(find(uuid)),
  }
}

function toView(leg: Leg): LegView {
  const { uuid, conversationUuid, direction, from, to, state, status, muted, earmuffed } = leg
  const iso = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString())
  return {
    uuid,
    conversationUuid,
    direction,
    from,
    to,
    state,
    status,
    endReason: leg.endReason ?? null,
    hears: leg.announcement.current() ?? leg.playback.current() ?? null,
    waitsFor: leg.waitsFor ?? null,
    muted,
    earmuffed,
    createdAt: new Date(leg.createdAt).toISOString(),
    answeredAt: iso(leg.answeredAt),
    endedAt: iso(leg.endedAt),
  }
}
