import type { CallLeg } from '@patchbay/core/http-contract'
import { maskParty } from '../masking/mask-text.ts'
import type { TurnContent } from '../runs/turn-content.ts'

/** The lines of a call as they stand after all of its turns; none when the content was erased. */
export function toLegs(turns: readonly { content: TurnContent | null }[]): CallLeg[] {
  const latest = turns.at(-1)?.content
  if (latest == null) return []
  const durations = new Map(
    turns.flatMap(({ content }) =>
      (content?.inputs ?? []).flatMap((input) =>
        input.type === 'leg.statusChanged' && input.durationSeconds !== undefined
          ? [[input.leg, input.durationSeconds] as const]
          : [],
      ),
    ),
  )
  return Object.entries(latest.state.legs).map(([leg, { direction, number, vonageCallId, statuses }]) => ({
    leg,
    direction,
    number: maskParty(number),
    vonageCallId,
    statuses: [...statuses],
    durationSeconds: durations.get(leg) ?? null,
  }))
}
