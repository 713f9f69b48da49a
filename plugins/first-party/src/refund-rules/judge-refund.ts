import type { RefundContext, RefundSettings, TakenPayment } from './refund-service.ts'

/** What is taken where a setting is blank. */
export type UnsetLimits = Required<Pick<RefundSettings, 'limitFlow' | 'limitAgent'>>

/** Real money is given back by nobody's rule but the one that somebody has set. */
export const NOTHING_BY_ITSELF: UnsetLimits = { limitFlow: 0, limitAgent: 0 }

const WINDOW_DAYS = 30
const DAY_MS = 86_400_000

export type Judgement =
  | { type: 'eligible' }
  | { type: 'needsApproval' }
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
  return isWithinLimit(amount, currency, { settings, actor }, unset) ? { type: 'eligible' } : { type: 'needsApproval' }
}

/** Whether whoever asks may give so much of their own accord. */
export function isWithinLimit(
  amount: number,
  currency: string,
  { settings, actor }: Pick<RefundContext, 'settings' | 'actor'>,
  unset: UnsetLimits,
): boolean {
  if (settings.currency !== undefined && settings.currency !== currency) return false
  switch (actor?.role) {
    case 'owner':
      return true
    case 'supervisor':
      return amount <= (settings.limitSupervisor ?? Number.POSITIVE_INFINITY)
    case 'agent':
      return amount <= (settings.limitAgent ?? unset.limitAgent)
    case undefined:
      return amount <= (settings.limitFlow ?? unset.limitFlow)
    default:
      return false
  }
}
