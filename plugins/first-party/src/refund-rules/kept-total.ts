import { errorCodeOf, PluginError } from '@patchbay/plugin-sdk'
import type { RefundContext } from './refund-service.ts'

export interface TotalEntry {
  /** What a repetition is known by. */
  key: string
  amount: number
  currency: string
  at: number
}
interface Total {
  /** Of a customer's total: whose it is. */
  customerId?: string
  entries: TotalEntry[]
}

const TRIES = 30
const ENTRIES_MAX = 400

/**
 * Counts something before it is given: of many who ask at once, only as many are counted as fit.
 *
 * @param customerId Whose total it is, for a total of a customer's.
 * @param since Milliseconds since 1970; what was counted before is forgotten.
 * @param fits Whether one more fits, when these are counted already.
 * @returns Whether it is counted, now or before.
 */
export async function addToTotal(
  { records, clock }: Pick<RefundContext, 'records' | 'clock'>,
  id: string,
  entry: Omit<TotalEntry, 'at'>,
  { customerId, since = 0, fits }: { customerId?: string; since?: number; fits(before: readonly TotalEntry[]): boolean },
): Promise<boolean> {
  const totals = records<Total>('totals')
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await totals.get(id)
    const before = (found?.value.entries ?? []).filter(({ at }) => at >= since)
    if (before.some(({ key }) => key === entry.key)) return true
    if (!fits(before)) return false
    const entries = [...before, { ...entry, at: clock.now() }].slice(-ENTRIES_MAX)
    const total = { ...(customerId === undefined ? {} : { customerId }), entries }
    if (await kept(totals, id, found?.revision, total)) return true
  }
  throw new PluginError('UNAVAILABLE', 'Too many refunds of one at once')
}

/** What is counted. @param since Milliseconds since 1970. */
export async function entriesOf({ records }: Pick<RefundContext, 'records'>, id: string, since: number): Promise<TotalEntry[]> {
  const found = await records<Total>('totals').get(id)
  return (found?.value.entries ?? []).filter(({ at }) => at >= since)
}

/** What was counted and surely not given is counted no more. */
export async function takeFromTotal({ records }: Pick<RefundContext, 'records'>, id: string, key: string): Promise<void> {
  const totals = records<Total>('totals')
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await totals.get(id)
    if (found === null || !found.value.entries.some((entry) => entry.key === key)) return
    const entries = found.value.entries.filter((entry) => entry.key !== key)
    if (await kept(totals, id, found.revision, { ...found.value, entries })) return
  }
}

/** Whether a total has no room for more entries: who goes on would forget the first of them. */
export const isFull = (entries: readonly TotalEntry[]): boolean => entries.length >= ENTRIES_MAX

async function kept(
  totals: ReturnType<RefundContext['records']>,
  id: string,
  revision: number | undefined,
  value: Total,
): Promise<boolean> {
  try {
    const stored = value as unknown as Readonly<Record<string, unknown>>
    if (revision === undefined) await totals.insert(stored, { id })
    else await totals.replace(id, revision, stored)
    return true
  } catch (thrown) {
    if (errorCodeOf(thrown) === 'CONFLICT') return false
    throw thrown
  }
}
