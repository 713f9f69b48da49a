import { isHeard, type NccoAction } from '@patchbay/core'
import type { TurnStore } from '../storage/turn-store.ts'
import type { RunInHand } from './run-in-hand.ts'
import { unsealContent } from './turn-content.ts'

/**
 * What a leg hears that has heard the reply of a turn. Replies are given one after the other, so that nothing is lost of what
 * was said between two answers from elsewhere; one that only asks to wait for an answer that is there by now is passed over.
 */
export async function replyAfter(
  turns: TurnStore,
  run: RunInHand,
  { leg, seq }: { leg: string; seq: number },
): Promise<readonly NccoAction[] | undefined> {
  for (const turn of await turns.since(run.place.tenantId, run.runId, seq)) {
    const { state, reply, effects } = unsealContent(run.key, turn)
    if (reply === null || state.legs[leg]?.askedSeq !== turn.seq) continue
    const asks = effects.some(({ type }) => type === 'request')
    const isOver = run.state.pending?.seq !== turn.seq
    if (!(asks && isOver && !isHeard(effects))) return reply
  }
  return run.replies[leg]
}
