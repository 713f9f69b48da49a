import type { KeyObject } from 'node:crypto'
import type { Effect, LegName, NccoAction, RunEvent, RunFact, RunState } from '@patchbay/core'
import { seal, unseal } from '../sealing/seal.ts'
import type { SeenWebhook } from './arrival.ts'

/** What a turn holds of the call itself; sealed as a whole, so that no list of personal fields can be incomplete. */
export interface TurnContent {
  /** The events that made the turn, in order. */
  inputs: readonly RunEvent[]
  state: RunState
  effects: readonly Effect[]
  /** Goals and notes. */
  recorded: readonly RunFact[]
  /** What was sent to the leg; null for a turn that nobody heard. */
  reply: readonly NccoAction[] | null
  /** What other legs hear from this turn on. */
  pushed?: Readonly<Record<LegName, readonly NccoAction[]>>
  /** What brought the turn about, masked even here; absent where no webhook did. */
  webhook?: SeenWebhook
}

interface TurnName {
  runId: string
  seq: number
}

/** Sealed bytes open for their own turn only. */
const placeOf = ({ runId, seq }: TurnName): string => `turns/${runId}:${seq}`

/** @returns The sealed bytes, and the size of what they hold. */
export function sealContent(key: KeyObject, turn: TurnName, content: TurnContent): { sealed: Buffer; size: number } {
  const plain = Buffer.from(JSON.stringify(content))
  return { sealed: seal(key, plain, placeOf(turn)), size: plain.length }
}

/** @throws {AppError} `SEALED_VALUE_NOT_READABLE` */
export const unsealContent = (key: KeyObject, turn: TurnName & { sealed: Buffer }): TurnContent =>
  JSON.parse(unseal(key, turn.sealed, placeOf(turn)).toString()) as TurnContent
