import type { KeyObject } from 'node:crypto'
import { AppError, type LegName, type NccoAction, type RunState } from '@patchbay/core'
import type { RunKeys } from '../sealing/run-keys.ts'
import type { FlowPlace } from '../storage/flow-store.ts'
import type { LegStore } from '../storage/leg-store.ts'
import type { StoredTurn, TurnStore } from '../storage/turn-store.ts'
import { toldBy } from './told-next.ts'
import { unsealContent } from './turn-content.ts'

/** A run as its latest turn left it, ready for the next. */
export interface RunInHand {
  place: FlowPlace
  isTest: boolean
  runId: string
  seed: string
  purgeAt: Date
  key: KeyObject
  /** Of the latest turn. */
  seq: number
  state: RunState
  /** What each leg is hearing or answering: what a repeated webhook is answered with. */
  replies: Readonly<Record<LegName, readonly NccoAction[]>>
  /** Roughly how much memory it takes, in bytes. */
  size: number
}

interface Stores {
  legs: LegStore
  turns: TurnStore
  keys: RunKeys
}

/**
 * Reads a run from its turns; undefined when there is none. Any process can, at any time: nothing else is needed to go on.
 *
 * @throws {AppError} `PLAN_FORMAT_UNKNOWN` for a run that a later release has moved: it is left to servers of that one.
 */
export async function readRun({ legs, turns, keys }: Stores, runId: string): Promise<RunInHand | undefined> {
  const leg = await legs.ofRun(runId)
  if (leg === undefined) return undefined
  const { tenantId } = leg
  const latest = await turns.latest(tenantId, runId)
  // a leg without a turn: a process ended between the two, and the repeated answer webhook begins the run
  if (latest === undefined) return undefined
  const key = await keys.open(tenantId, runId)
  const content = unsealContent(key, latest)
  assertReadable(content.state, runId)

  const replies: Record<LegName, readonly NccoAction[]> = {}
  for (const [name, { askedSeq }] of Object.entries(content.state.legs)) {
    if (askedSeq === null) continue
    const asking = askedSeq === latest.seq ? latest : await turns.at(tenantId, runId, askedSeq)
    if (asking === undefined) continue
    const told = toldBy(unsealContent(key, asking), askedSeq, name)
    if (told !== undefined) replies[name] = told
  }
  return {
    ...placeOf(latest),
    runId,
    key,
    seq: latest.seq,
    state: { ...ALONE, ...content.state },
    replies,
    size: latest.sealed.length * 2,
  }
}

function assertReadable({ stateFormat }: Pick<RunState, 'stateFormat'>, runId: string): void {
  if (stateFormat === STATE_FORMAT) return
  throw new AppError('PLAN_FORMAT_UNKNOWN', 'The run was moved by another release', { details: { runId, stateFormat } })
}
const STATE_FORMAT = 1

/** A run that began before there were legs beside the caller's has none. */
const ALONE = { group: null, queue: null, conference: null }

const placeOf = ({ tenantId, environmentId, isTest, seed, purgeAt }: StoredTurn) => ({
  place: { tenantId, environmentId },
  isTest,
  seed,
  purgeAt,
})
