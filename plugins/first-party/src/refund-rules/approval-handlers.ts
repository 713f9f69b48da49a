import type { refunds } from '@patchbay/core'
import { errorCodeOf, type Handler, type StoredRecord } from '@patchbay/plugin-sdk'
import { countFor, fitsCap, uncount } from './customer-total.ts'
import { judgeRefund, limitOf, type UnsetLimits } from './judge-refund.ts'
import { type Approval, approvalsOf, changeApproval } from './kept-approvals.ts'
import {
  type MadeRefund,
  paymentOf,
  type RefundContext,
  type RefundRefusal,
  type RefundService,
  type RefundSettings,
  type TakenPayment,
} from './refund-service.ts'

type Actions = typeof refunds.actions
type HandlerOf<Name extends keyof Actions> = Handler<Actions[Name], RefundSettings>

interface Deps {
  serviceOf(context: RefundContext): RefundService
  unset: UnsetLimits
}

/** Requests that somebody decides about. The decision is the one change that counts: money follows from it, under the request's own key. */
export function approvalHandlers({ serviceOf, unset }: Deps) {
  const requestApproval: HandlerOf<'requestApproval'> = async ({ paymentId, amount, reason, customerId, caseId }, context) => {
    const taken = await paymentOf(serviceOf(context), paymentId)
    if (taken === undefined) return { outlet: 'notEligible', output: { reason: 'notFound' } }
    const judged = judgeRefund(taken, amount, context, unset)
    const max = Math.max(0, taken.captured - taken.refunded)
    if (judged.type === 'notEligible') return { outlet: 'notEligible', output: { reason: judged.reason, max } }
    const id = `approval-${context.key.slice(0, 24)}`
    const { captured, refunded, currency, description } = taken
    const whose = customerId ?? taken.customerId
    const within = judged.type === 'eligible'
    const rule = within ? ((await fitsCap(context, whose, { amount, currency })) ? 'asked' : 'cap') : judged.rule
    const limit = rule === 'cap' ? context.settings.capPerCustomer : rule === 'limit' ? limitOf(context, unset) : undefined
    const approval: Approval = {
      ...{ state: 'waiting', paymentId, amount, currency, captured, refunded, reason, rule },
      askedBy: context.actor?.name ?? 'flow',
      ...given({ customerId: whose, caseId, description, limit, runId: context.runId ?? undefined }),
    }
    await approvalsOf(context)
      .insert(approval, { id })
      .catch((thrown) => {
        if (errorCodeOf(thrown) !== 'CONFLICT') throw thrown
      })
    return { outlet: 'requested', output: { approvalId: id, max } }
  }

  const getApproval: HandlerOf<'getApproval'> = async ({ approvalId }, context) => {
    const found = await approvalsOf(context).get(approvalId)
    if (found === null) return { outlet: 'notFound' }
    const { customerId, state } = found.value
    const history = customerId === undefined ? [] : await serviceOf(context).history(customerId)
    return { outlet: state, output: { approval: toOutput(found), history: history.map(toPayment) } }
  }

  const listApprovals: HandlerOf<'listApprovals'> = async ({ state, limit = 50, after }, context) => {
    const found = await approvalsOf(context).find({
      ...(state === undefined ? {} : { where: { state } }),
      ...given({ after }),
      limit,
      newestFirst: true,
    })
    const next = found.length < limit ? undefined : found.at(-1)?.id
    return { outlet: 'done', output: { approvals: found.map(toOutput), ...given({ next }) } }
  }

  const decide: HandlerOf<'decide'> = async ({ approvalId, decision, reason }, context) => {
    const approvals = approvalsOf(context)
    const found = await approvals.get(approvalId)
    if (found === null) return { outlet: 'notEligible', output: { reason: 'notFound' } }
    const wanted = decision === 'approve' ? 'approved' : 'refused'
    let decided = found
    if (found.value.state === 'waiting') {
      const decidedBy = context.actor?.name ?? 'nobody'
      const decidedAt = context.clock.iso()
      const next: Approval = { ...found.value, state: wanted, decidedBy, decidedAt, ...given({ answer: reason }) }
      try {
        decided = await approvals.replace(approvalId, found.revision, next)
      } catch (thrown) {
        // somebody else was faster: what they decided holds
        if (errorCodeOf(thrown) !== 'CONFLICT') throw thrown
        decided = (await approvals.get(approvalId)) ?? found
      }
    }
    if (decided.value.state !== wanted) return { outlet: 'alreadyDecided' }
    return decided.value.state === 'refused' ? { outlet: 'refused' } : giveBack(context, decided)
  }

  /** What was approved is given back once, however often it is asked for and wherever it broke off. */
  const giveBack = async (context: RefundContext, { id, value }: StoredRecord<Approval>) => {
    const { paymentId, amount, currency, reason = '', customerId } = value
    const service = serviceOf(context)
    const key = `decided-${id}`
    // services forget keys after a day, and whoever decides may press again a week later
    const before = await service.made({ key, paymentId })
    if (before !== undefined) return done(context, id, before)
    await countFor(context, customerId, { key, amount, currency }, true)
    // others may have been given back since it was approved
    const refusal = refusalOf(await paymentOf(service, paymentId), amount)
    const made = refusal ?? (await service.refund({ key, paymentId, amount, currency, reason }))
    if (typeof made === 'string') {
      // what is not left any more may be what somebody who pressed at the same moment has given back
      const meanwhile = await service.made({ key, paymentId })
      if (meanwhile !== undefined) return done(context, id, meanwhile)
      await uncount(context, customerId, key)
      await settle(context, id, (now) => ({ ...now, state: 'refused', answer: made }))
      return { outlet: made } as const
    }
    return done(context, id, made)
  }

  const done = async (context: RefundContext, id: string, made: MadeRefund) => {
    await settle(context, id, (now) => ({ ...now, refundId: made.refundId }))
    return { outlet: made.state, output: refundOutput(made) } as const
  }

  return { requestApproval, getApproval, listApprovals, decide }
}

/** What of a payment there is no more to give back. Of one that is not found its service says what is wrong. */
function refusalOf(taken: TakenPayment | undefined, amount: number): RefundRefusal | undefined {
  if (taken === undefined || amount <= taken.captured - taken.refunded) return undefined
  return taken.refunded >= taken.captured ? 'alreadyRefunded' : 'exceedsCaptured'
}

/** Notes what came of a decision; only the first note counts. */
const settle = (context: RefundContext, id: string, next: (now: Approval) => Approval): Promise<void> =>
  changeApproval(context, id, (now) => (now.refundId !== undefined || now.state === 'refused' ? undefined : next(now)))

const refundOutput = ({ refundId, paymentId, amount, currency }: MadeRefund) => ({ refundId, paymentId, amount, currency })

const toOutput = ({ id, value, createdAt }: StoredRecord<Approval>) => ({
  approvalId: id,
  ...value,
  reason: value.reason ?? '',
  askedAt: new Date(createdAt).toISOString(),
})

function toPayment({ paymentId, amount, captured, refunded, currency, at, customerId, description, disputed }: TakenPayment) {
  const taken = refunded === 0 ? 'paid' : refunded < captured ? 'partlyRefunded' : 'refunded'
  const state = captured === 0 ? 'declined' : disputed === true ? 'disputed' : taken
  const known = given({ customerId, description, at: new Date(at).toISOString() })
  return { paymentId, state, amount, captured, refunded, currency, ...known } as const
}

type Given<Value> = { [Name in keyof Value]?: Exclude<Value[Name], undefined> }
const given = <Value extends object>(value: Value): Given<Value> =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Given<Value>
