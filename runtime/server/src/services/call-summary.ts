import type { LegStatus } from '@patchbay/core'
import type { CallSummary } from '@patchbay/core/http-contract'
import { maskParty } from '../masking/mask-text.ts'
import type { TurnContent } from '../runs/turn-content.ts'
import type { StoredTurn, TurnOutline } from '../storage/turn-store.ts'

/** A call from outside, and as far as it can be opened, what its first and latest turn hold. */
export interface SeenCall {
  first: StoredTurn
  /** Every turn, oldest first. */
  outlines: readonly TurnOutline[]
  /** Null once the content was erased. */
  opened: { first: TurnContent; latest: TurnContent } | null
}

/** After these a leg is gone (spec §2.2). */
const FINAL: readonly LegStatus[] = ['completed', 'busy', 'cancelled', 'unanswered', 'rejected', 'failed', 'timeout']
/** No conversation is longer (spec V1.8-6); a line that tells nothing for so long was never heard to end. */
const LONGEST_MS = 7_200_000

/** @param now Milliseconds since 1970. */
export function toSummary({ first, outlines, opened }: SeenCall, names: ReadonlyMap<string, string>, now: number): CallSummary {
  const { flowId, version } = first.entered ?? first
  const latest = outlines.at(-1) ?? first
  const numbers = opened === null ? undefined : numbersOf(opened.first)
  const statuses = opened?.latest.state.legs.caller?.statuses ?? []
  const gone = opened === null || statuses.some((status) => FINAL.includes(status))
  return {
    runId: first.runId,
    startedAt: first.at.toISOString(),
    caller: numbers === undefined ? null : maskParty(numbers.caller),
    called: numbers?.called ?? null,
    isTest: first.isTest,
    flow: { id: flowId, name: names.get(flowId) ?? flowId, version, exists: names.has(flowId) },
    onTheLine: !gone && now - latest.at.getTime() < LONGEST_MS,
    ended: latest.ended,
    durationMs: Math.max(0, latest.at.getTime() - first.at.getTime()),
    turns: outlines.length,
    faults: outlines.reduce((sum, { faults }) => sum + faults.length, 0),
    blocked: first.blocked ?? null,
    erased: opened === null,
  }
}

/** Who called whom, unmasked. */
export function numbersOf({ inputs, state }: TurnContent): { caller: string; called: string } {
  const received = inputs.find((input) => input.type === 'call.received')
  return { caller: received?.from ?? '', called: state.calledNumber }
}
