import { type NccoAction, RECORDING_PATIENCE, recordingNcco } from '@patchbay/core'
import type { TurnAddress, TurnAddresses } from '../vonage/turn-address.ts'
import type { PlanStore } from './plan-store.ts'
import type { RunInHand } from './run-in-hand.ts'

/** What a question of one second for a key came to, while a recording is waited for. */
export interface RecordingPoll {
  /** How many such questions may follow. */
  left: number
  /** The key that was pressed meanwhile, if any. */
  digits: string
}

/**
 * What a leg hears that waits for its recording: the same short question again. How often it may be asked stands in its
 * address, so that every process can go on with it and none has to remember anything.
 *
 * @returns `missed` when it was asked often enough: the recording counts as lost. Undefined when the run has gone on.
 */
export async function pollRecording(
  { addresses, plans }: { addresses: TurnAddresses; plans: PlanStore },
  run: RunInHand,
  address: TurnAddress,
  { left, digits }: RecordingPoll,
): Promise<readonly NccoAction[] | 'missed' | undefined> {
  const { state, replies, place } = run
  const recorded = replies[address.leg]?.find(({ action }) => action === 'record')
  const top = state.frames.at(-1)
  const waits = state.ended === null && state.legs[address.leg]?.askedSeq === address.seq
  if (!waits || top === undefined || recorded?.action !== 'record') return undefined
  if (left <= 0) return 'missed'
  // the key that ends a recording may be heard by us too (V1.6-10): then its file is not far
  const next = digits.includes(recorded.endOnKey) ? Math.min(left - 1, RECORDING_PATIENCE) : left - 1
  const { plan } = (await plans.load(place, state.frames))(top)
  return recordingNcco(addresses.nccoOf(place, address), next, { plan, state })
}
