import { countryOf } from './calling-codes.ts'
import type { OutboundPolicy } from './outbound-policy.ts'
import { isPremiumNumber } from './premium-numbers.ts'

/** Why a number is not rung. */
export const OUTBOUND_REFUSALS = [
  'notANumber',
  'ownNumber',
  'premium',
  'country',
  'runLimit',
  'hourLimit',
  'dayLimit',
  'spendLimit',
  'tooDear',
] as const
export type OutboundRefusal = (typeof OUTBOUND_REFUSALS)[number]

export interface OutboundRequest {
  /** E.164 without `+`. */
  number: string
  /** The environment's own. */
  ownNumbers: readonly string[]
}

/** What was rung before. `spent` in the smallest unit of the policy's currency. */
export interface OutboundCounts {
  legsOfRun: number
  legsThisHour: number
  legsToday: number
  spentToday: number
}

export type OutboundVerdict = { allowed: true } | { allowed: false; reason: OutboundRefusal }

/** Whether a number may be rung at all, and now: the fence around everything that a flow calls of its own accord. */
export function judgeOutbound(policy: OutboundPolicy, request: OutboundRequest, counts: OutboundCounts): OutboundVerdict {
  const reason = refusalOfNumber(policy, request) ?? refusalByCounts(policy, request.number, counts)
  return reason === undefined ? { allowed: true } : { allowed: false, reason }
}

/** The part that is known without counting: such a number is never rung. */
export function refusalOfNumber(
  { countries, blockPremium }: Pick<OutboundPolicy, 'countries' | 'blockPremium'>,
  { number, ownNumbers }: OutboundRequest,
): OutboundRefusal | undefined {
  if (!/^[1-9]\d{6,14}$/.test(number)) return 'notANumber'
  // a flow that rings the number it answers would ring itself for ever
  if (ownNumbers.includes(number)) return 'ownNumber'
  if (blockPremium && isPremiumNumber(number)) return 'premium'
  const allowed = countries ?? ownNumbers.map(countryOf)
  return allowed.includes(countryOf(number) ?? '') ? undefined : 'country'
}

/** The part that depends on what was rung before. */
function refusalByCounts(
  policy: OutboundPolicy,
  number: string,
  { legsOfRun, legsThisHour, legsToday, spentToday }: OutboundCounts,
): OutboundRefusal | undefined {
  const { maxLegsPerRun, maxLegsPerHour, maxLegsPerDay, spend } = policy
  if (maxLegsPerRun !== null && legsOfRun >= maxLegsPerRun) return 'runLimit'
  if (maxLegsPerHour !== null && legsThisHour >= maxLegsPerHour) return 'hourLimit'
  if (maxLegsPerDay !== null && legsToday >= maxLegsPerDay) return 'dayLimit'
  if (spend === null) return undefined
  const price = priceOf(policy, number)
  if (price === undefined) return 'spendLimit'
  // one that was stored before there was such a limit has none
  const { maxPerLeg = null } = spend
  if (maxPerLeg !== null && price > maxPerLeg) return 'tooDear'
  return spentToday + price > spend.maxPerDay ? 'spendLimit' : undefined
}

/** What ringing a number is reckoned at: 0 where nothing is reckoned, undefined where its price is not known. */
export function priceOf({ spend }: Pick<OutboundPolicy, 'spend'>, number: string): number | undefined {
  if (spend === null) return 0
  const fitting = spend.prices.filter(({ prefix }) => number.startsWith(prefix))
  return fitting.toSorted((one, other) => other.prefix.length - one.prefix.length)[0]?.perLeg
}
