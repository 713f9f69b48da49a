import { addToTotal, entriesOf, isFull, type TotalEntry, takeFromTotal } from './kept-total.ts'
import type { RefundContext } from './refund-service.ts'

const CAP_DAYS = 30
const DAY_MS = 86_400_000

const idOf = (customerId: string): string =>
  `customer-${encodeURIComponent(customerId)
    .replace(/[^A-Za-z0-9.-]/g, '_')
    .slice(0, 100)}`

/**
 * Counts what one customer gets back, before it is given: of many who ask at once, only as many are counted as fit under the cap.
 *
 * @param always Somebody decided about it: it is counted, and the cap does not stop it.
 * @returns Whether it fits.
 */
export async function countFor(
  { records, settings, clock }: RefundContext,
  customerId: string | undefined,
  entry: { key: string; amount: number; currency: string },
  always: boolean,
): Promise<boolean> {
  const { capPerCustomer: cap, capDays = CAP_DAYS } = settings
  if (customerId === undefined || cap === undefined) return true
  return addToTotal({ records, clock }, idOf(customerId), entry, {
    customerId,
    since: clock.now() - capDays * DAY_MS,
    fits: (before) => always || fits(before, entry, cap),
  })
}

/** Whether so much more would fit under a customer's cap just now. Nothing is counted. */
export async function fitsCap(
  context: RefundContext,
  customerId: string | undefined,
  more: { amount: number; currency: string },
): Promise<boolean> {
  const { capPerCustomer: cap, capDays = CAP_DAYS } = context.settings
  if (customerId === undefined || cap === undefined) return true
  const before = await entriesOf(context, idOf(customerId), context.clock.now() - capDays * DAY_MS)
  return fits(before, more, cap)
}

const fits = (before: readonly TotalEntry[], { amount, currency }: { amount: number; currency: string }, cap: number): boolean =>
  !isFull(before) && before.filter((one) => one.currency === currency).reduce((all, one) => all + one.amount, amount) <= cap

/** What was counted and surely not given is counted no more. */
export async function uncount(context: RefundContext, customerId: string | undefined, key: string): Promise<void> {
  if (customerId !== undefined) await takeFromTotal(context, idOf(customerId), key)
}
