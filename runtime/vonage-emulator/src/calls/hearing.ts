import type { Exchange } from './exchange.ts'
import type { Leg } from './leg.ts'

/** Present on a leg that is joined to others; `canSpeak` and `canHear` hold uuids, and everyone when they are missing (V1.7-1). */
export interface Mix {
  canSpeak?: readonly string[]
  canHear?: readonly string[]
  mute: boolean
}

/** The legs that hear what is said on this one, or the keys pressed there. */
export function listenersOf({ legs }: Exchange, speaker: Leg): Leg[] {
  if (!speaker.mix || speaker.muted || speaker.mix.mute) return []
  const { canSpeak } = speaker.mix
  return [...legs.values()].filter(
    (leg) =>
      leg !== speaker &&
      leg.state === 'answered' &&
      leg.conversationUuid === speaker.conversationUuid &&
      leg.mix !== undefined &&
      !leg.earmuffed &&
      (canSpeak?.includes(leg.uuid) ?? true) &&
      (leg.mix.canHear?.includes(speaker.uuid) ?? true),
  )
}
