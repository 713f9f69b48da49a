import { errorCodeOf, PluginError } from '@patchbay/plugin-sdk'
import type { RefundContext } from './refund-service.ts'

interface Total {
  customerId: string
  entries: { key: string; amount: number; currency: string; at: number }[]
}

const CAP_DAYS = 30
const DAY_MS = 86_400_000
const TRIES = 30
const ENTRIES_MAX = 400

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
  if (customerId === undefined || settings.capPerCustomer === undefined) return true
  const totals = records<Total>('totals')
  const since = clock.now() - (settings.capDays ?? CAP_DAYS) * DAY_MS
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await totals.get(idOf(customerId))
    const before = (found?.value.entries ?? []).filter(({ at }) => at >= since)
    if (before.some(({ key }) => key === entry.key)) return true
    const sum = before
      .filter(({ currency }) => currency === entry.currency)
      .reduce((all, { amount }) => all + amount, entry.amount)
    if (!always && (sum > settings.capPerCustomer || before.length >= ENTRIES_MAX)) return false
    const entries = [...before, { ...entry, at: clock.now() }].slice(-ENTRIES_MAX)
    if (await kept(totals, idOf(customerId), found?.revision, { customerId, entries })) return true
  }
  throw new PluginError('UNAVAILABLE', 'Too many refunds of one customer at once')
}

/** What was counted and surely not given is counted no more. */
export async function uncount({ records }: RefundContext, customerId: string | undefined, key: string): Promise<void> {
  if (customerId === undefined) return
  const totals = records<Total>('totals')
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await totals.get(idOf(customerId))
    if (found === null || !found.value.entries.some((entry) => entry.key === key)) return
    const entries = found.value.entries.filter((entry) => entry.key !== key)
    if (await kept(totals, idOf(customerId), found.revision, { customerId, entries })) return
  }
}

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
