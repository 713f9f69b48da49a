import { type Context, errorCodeOf } from '@patchbay/plugin-sdk'
import type { Every } from './due-day.ts'

export interface Plan {
  name: string
  amount: number
  currency: string
  every: Every
  count: number
}
export type LedgerContext = Context<{ samples?: boolean; currency?: string; linkMinutes?: number }>

const RECORD_ID = /^[A-Za-z0-9._:/-]{1,120}$/
const SAMPLES: Readonly<Record<string, Omit<Plan, 'currency'>>> = {
  'plan-monthly': { name: 'Internet, monthly', amount: 59_900, every: 'month', count: 1 },
  'plan-yearly': { name: 'Internet, yearly', amount: 599_000, every: 'year', count: 1 },
}

/** What can be subscribed to. On trial, and as long as there is nothing, there is a plan by the month and one by the year. */
export async function plansOf(context: LedgerContext) {
  const { records, settings } = context
  const plans = records<Plan>('plans')
  const found = await plans.find()
  if (found.length > 0 || settings.samples === false) return found
  for (const [id, sample] of Object.entries(SAMPLES))
    await plans.insert({ ...sample, currency: settings.currency ?? 'THB' }, { id }).catch(alreadyThere)
  return plans.find()
}

export async function planAt(context: LedgerContext, id: string): Promise<Plan | undefined> {
  if (Object.hasOwn(SAMPLES, id)) await plansOf(context)
  return RECORD_ID.test(id) ? (await context.records<Plan>('plans').get(id))?.value : undefined
}

/** Whoever was faster wrote the same. */
export function alreadyThere(thrown: unknown): void {
  if (errorCodeOf(thrown) !== 'CONFLICT') throw thrown
}
