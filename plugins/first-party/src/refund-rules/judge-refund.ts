import type { RefundContext, RefundSettings, TakenPayment } from './refund-service.ts'

/** What is taken where a setting is blank. */
export type UnsetLimits = Required<Pick<RefundSettings, 'limitFlow' | 'limitAgent'>>

/** Real money is given back by nobody's rule but the one that somebody has set. */
export const NOTHING_BY_ITSELF: UnsetLimits = { limitFlow: 0, limitAgent: 0 }

const WINDOW_DAYS = 30
const DAY_MS = 86_400_000

/** What of the rules wants somebody's word: more than the limit of whoever asks, or another currency than that of the limits. */
export type ApprovalRule = 'limit' | 'currency'

export type Judgement =
  | { type: 'eligible' }
  | { type: 'needsApproval'; rule: ApprovalRule }
  | { type: 'notEligible'; reason: 'notPaid' | 'alreadyRefunded' | 'exceedsCaptured' | 'windowOver' }

/** Whether an amount of a payment may be given back by whoever asks. */
export function judgeRefund(
  { captured, refunded, at, currency }: TakenPayment,
  amount: number,
  { settings, actor, clock }: Pick<RefundContext, 'settings' | 'actor' | 'clock'>,
  unset: UnsetLimits,
): Judgement {
  const no = (reason: Extract<Judgement, { type: 'notEligible' }>['reason']): Judgement => ({ type: 'notEligible', reason })
  const left = captured - refunded
  if (captured <= 0) return no('notPaid')
  if (left <= 0) return no('alreadyRefunded')
  if (amount > left) return no('exceedsCaptured')
  if (clock.now() - at > (settings.windowDays ?? WINDOW_DAYS) * DAY_MS) return no('windowOver')
  if (isWithinLimit(amount, currency, { settings, actor }, unset)) return { type: 'eligible' }
  return { type: 'needsApproval', rule: isOther(currency, settings) ? 'currency' : 'limit' }
}

/** Whether whoever asks may give so much of their own accord. */
export function isWithinLimit(
  amount: number,
  currency: string,
  { settings, actor }: Pick<RefundContext, 'settings' | 'actor'>,
  unset: UnsetLimits,
): boolean {
  return !isOther(currency, settings) && amount <= limitOf({ settings, actor }, unset)
}

const isOther = (currency: string, settings: RefundSettings): boolean =>
  settings.currency !== undefined && settings.currency !== currency

/** What whoever asks may give at once, of their own accord. */
export function limitOf({ settings, actor }: Pick<RefundContext, 'settings' | 'actor'>, unset: UnsetLimits): number {
  switch (actor?.role) {
    case 'owner':
      return Number.POSITIVE_INFINITY
    case 'supervisor':
      return settings.limitSupervisor ?? Number.POSITIVE_INFINITY
    case 'agent':
      return settings.limitAgent ?? unset.limitAgent
    case undefined:
      return settings.limitFlow ?? unset.limitFlow
    default:
      return 0
  }
}
