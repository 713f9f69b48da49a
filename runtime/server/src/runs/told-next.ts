import { isHeardFirst, type LegName, type NccoAction } from '@patchbay/core'
import type { TurnStore } from '../storage/turn-store.ts'
import type { RunInHand } from './run-in-hand.ts'
import { type TurnContent, unsealContent } from './turn-content.ts'

/** What a turn told a leg, in reply or by a push; undefined for a turn that told it nothing. */
export function toldBy({ state, reply, pushed }: TurnContent, seq: number, leg: LegName): readonly NccoAction[] | undefined {
  if (state.legs[leg]?.askedSeq !== seq) return undefined
  return pushed?.[leg] ?? reply ?? undefined
}

/** What a leg is told, and by which turn. */
export interface Told {
  seq: number
  ncco: readonly NccoAction[]
  /** It did not ask: it is led there by a request of our own, unless it collects it first. */
  pushed: boolean
}

/**
 * What a leg hears next that was told what turn `seq` had for it: replies follow one upon the other, so that no words between
 * two of them are lost, however late it is asked and however often (a webhook that is repeated, a poll).
 *
 * @param seq -1 for a leg that has heard nothing yet.
 * @returns Undefined when the leg has been told nothing since.
 */
export async function toldNext(
  { turns }: { turns: Pick<TurnStore, 'since'> },
  { place, runId, key }: Pick<RunInHand, 'place' | 'runId' | 'key'>,
  leg: LegName,
  seq: number,
): Promise<Told | undefined> {
  let waits: Told | undefined
  for (const turn of await turns.since(place.tenantId, runId, seq)) {
    const content = unsealContent(key, turn)
    const ncco = toldBy(content, turn.seq, leg)
    if (ncco === undefined) continue
    const told = { seq: turn.seq, ncco, pushed: content.pushed?.[leg] !== undefined }
    // one that says nothing but that an answer is waited for is passed over for what the answer led to
    if (content.state.pending?.seq !== turn.seq || isHeardFirst(ncco)) return told
    waits = told
  }
  return waits
}
