import { CALLER } from '../flow/ids.ts'
import type { DigitsInput } from './effect.ts'
import type { RunEvent } from './run-event.ts'
import type { RunState } from './run-state.ts'
import type { Plans, Turn } from './turn.ts'
import type { World } from './world.ts'

/** How long after an entry that was full a `#` still belongs to it. */
export const LATE_HASH_MS = 3000

/**
 * Whether a `#` is the end of the entry before: that one was over by its length, and whoever presses `#` after it has not heard what
 * is asked by now. Like any answer to a question that is left behind it moves nothing, and the caller is asked once more.
 */
export function isLateHash(plans: Plans, state: RunState, event: RunEvent, { now }: World): boolean {
  if (!('leg' in event) || event.leg !== CALLER) return false
  const filledAt = state.legs[CALLER]?.filledAt
  const asked = filledAt === undefined ? undefined : keysAsked(plans, state)
  if (filledAt === undefined || asked === undefined) return false
  const alone = (event.type === 'input.timedOut' && event.submitted === true) || isHash(event)
  // where neither its length nor the # ends an entry, it was over some seconds after the key
  const waited = isHash(event) && asked.maxDigits > 1 && !asked.submitOnHash ? asked.timeoutSeconds * 1000 : 0
  // the clocks of two servers are never quite the same
  return alone && Math.abs(now - waited - filledAt) <= LATE_HASH_MS
}

/** The turn of an answer, with when it filled its entry. One key is a choice and no entry: what follows a choice is meant. */
export function withEntry(plans: Plans, before: RunState, event: RunEvent, turn: Turn, { now }: World): Turn {
  const caller = turn.state.legs[CALLER]
  if (!turn.moved || caller === undefined || !('leg' in event) || event.leg !== CALLER) return turn
  const { filledAt: earlier, ...leg } = caller
  const most = keysAsked(plans, before)?.maxDigits ?? 1
  const filled = turn.state.ended === null && most > 1 && lengthOf(event) >= most
  if (!filled && earlier === undefined) return turn
  return { ...turn, state: { ...turn.state, legs: { ...turn.state.legs, [CALLER]: filled ? { ...leg, filledAt: now } : leg } } }
}

const isHash = (event: RunEvent): boolean => event.type === 'digits.received' && event.digits === '#'

function lengthOf(event: RunEvent): number {
  if (event.type === 'digits.received') return event.digits.length
  return event.type === 'secret.received' ? event.length : 0
}

/** The keys that the flow waits for; undefined where it waits for something else. */
function keysAsked(plans: Plans, { frames }: RunState): DigitsInput | undefined {
  const top = frames.at(-1)
  if (top === undefined || typeof top.snapshot.value === 'string') return undefined
  const [at] = Object.entries(top.snapshot.value)
  const [nodeId = '', name = ''] = at ?? []
  const entry = plans(top).plan.nodes[nodeId]?.states[name]?.entry ?? []
  return entry.flatMap((action) => (action.type === 'collectInput' && action.digits !== null ? [action.digits] : [])).at(-1)
}
