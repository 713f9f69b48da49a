import type { refunds } from '@patchbay/core'
import { errorCodeOf, type Handler } from '@patchbay/plugin-sdk'
import { approvalHandlers } from './approval-handlers.ts'
import { countFor, uncount } from './customer-total.ts'
import { type Judgement, judgeRefund, NOTHING_BY_ITSELF, type UnsetLimits } from './judge-refund.ts'
import {
  type MadeRefund,
  paymentOf,
  type RefundContext,
  type RefundRefusal,
  type RefundService,
  type RefundSettings,
} from './refund-service.ts'

type Actions = typeof refunds.actions
type HandlerOf<Name extends keyof Actions> = Handler<Actions[Name], RefundSettings>

interface Asked {
  paymentId: string
  amount: number
  currency: string
  customerId?: string
}

/** The handlers of the rules, for whoever moves the money. @param unset Of a service that moves real money, nothing by itself. */
export function refundHandlers(serviceOf: (context: RefundContext) => RefundService, unset: UnsetLimits = NOTHING_BY_ITSELF) {
  const checkEligibility: HandlerOf<'checkEligibility'> = async ({ paymentId, amount }, context) => {
    const taken = await paymentOf(serviceOf(context), paymentId)
    if (taken === undefined) return { outlet: 'notEligible', output: { reason: 'notFound' } }
    const { captured, refunded, currency, at } = taken
    const left = Math.max(0, captured - refunded)
    const output = { max: left, currency, captured, refunded, paidAt: new Date(at).toISOString() }
    const judged = judgeRefund(taken, amount ?? left, context, unset)
    if (judged.type === 'eligible') return { outlet: 'eligible', output }
    return { outlet: judged.type, output: { ...output, ...(judged.type === 'notEligible' ? { reason: judged.reason } : {}) } }
  }

  const refund: HandlerOf<'refund'> = async (
    { paymentId, amount: wanted, reason = '', customerId, orderId, restock },
    context,
  ) => {
    const { key } = context
    const service = serviceOf(context)
    const asked = context.records<Asked>('asked')
    // asked before: it was found good then, and is not judged by what has changed through it
    const before = await asked.get(key)
    if (before !== null) {
      const made = await service.made({ key, paymentId: before.value.paymentId })
      if (made !== undefined) return { outlet: made.state, output: toOutput(made) }
    }
    const taken = await paymentOf(service, paymentId)
    if (taken === undefined) return { outlet: 'notEligible', output: { reason: 'notFound' } }
    const { currency, captured, refunded } = taken
    const amount = before?.value.amount ?? wanted ?? captured - refunded
    const max = Math.max(0, captured - refunded)
    const judged = judgeRefund(taken, amount, context, unset)
    if (judged.type !== 'eligible') return { outlet: outletOf(judged), output: { ...reasonOf(judged), max, currency } }

    const whose = customerId ?? taken.customerId
    if (before === null) {
      await asked
        .insert({ paymentId, amount, currency, ...(whose === undefined ? {} : { customerId: whose }) }, { id: key })
        .catch(alreadyThere)
    }
    if (!(await countFor(context, whose, { key, amount, currency }, false))) {
      return { outlet: 'needsApproval', output: { reason: 'capReached', max, currency } }
    }
    const made = await service.refund({ key, paymentId, amount, currency, reason, orderId, restock })
    if (typeof made === 'string') {
      await uncount(context, whose, key)
      return { outlet: made, output: { max, currency } }
    }
    return { outlet: made.state, output: toOutput(made) }
  }

  const getRefund: HandlerOf<'getRefund'> = async ({ refundId }, context) => {
    const service = serviceOf(context)
    const asked = refundId === undefined ? await context.records<Asked>('asked').get(context.key) : null
    if (refundId === undefined && asked === null) return { outlet: 'notFound' }
    const made =
      refundId === undefined
        ? await service.made({ key: context.key, paymentId: asked?.value.paymentId ?? '' })
        : await service.get(refundId)
    return made === undefined ? { outlet: 'notFound' } : { outlet: made.state, output: toOutput(made) }
  }

  return { checkEligibility, refund, getRefund, ...approvalHandlers({ serviceOf, unset }) }
}

const toOutput = ({ refundId, paymentId, amount, currency }: MadeRefund) => ({ refundId, paymentId, amount, currency })

/** The ways out that say by themselves what was in the way. */
function outletOf(judged: Exclude<Judgement, { type: 'eligible' }>): RefundRefusal | 'needsApproval' {
  if (judged.type === 'needsApproval') return 'needsApproval'
  const { reason } = judged
  return reason === 'exceedsCaptured' || reason === 'alreadyRefunded' ? reason : 'notEligible'
}
const reasonOf = (judged: Judgement) => (judged.type === 'notEligible' ? { reason: judged.reason } : {})

/** Whoever was faster wrote the same. */
function alreadyThere(thrown: unknown): void {
  if (errorCodeOf(thrown) !== 'CONFLICT') throw thrown
}
