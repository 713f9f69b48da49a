import { errorCodeOf, PluginError, type Records } from '@patchbay/plugin-sdk'
import type { ApprovalRule } from './judge-refund.ts'
import type { RefundContext } from './refund-service.ts'

/** A refund that somebody decides about. */
export interface Approval {
  state: 'waiting' | 'approved' | 'refused'
  paymentId: string
  amount: number
  currency: string
  captured?: number
  refunded?: number
  customerId?: string
  caseId?: string
  /** Absent once the customer was erased. */
  reason?: string
  description?: string
  askedBy: string
  /** The call whose flow asked. */
  runId?: string
  /** What sent it here; `asked`: it would have been given without anybody's word. */
  rule?: ApprovalRule | 'cap' | 'asked'
  limit?: number
  decidedBy?: string
  decidedAt?: string
  answer?: string
  refundId?: string
  /** The number of the credit note that was written for it. */
  creditNote?: string
}

const TRIES = 10

export const approvalsOf = ({ records }: Pick<RefundContext, 'records'>): Records<Approval> => records<Approval>('approvals')

/** Whether a note of so much was approved with a refund. */
export const coversNote = (approval: Approval | undefined, { amount, currency }: { amount: number; currency: string }): boolean =>
  approval?.state === 'approved' && approval.currency === currency && amount <= approval.amount

/** Changes a request as it stands; `next` says undefined when there is nothing to change. */
export async function changeApproval(
  context: Pick<RefundContext, 'records'>,
  id: string,
  next: (now: Approval) => Approval | undefined,
): Promise<void> {
  const approvals = approvalsOf(context)
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await approvals.get(id)
    const changed = found === null ? undefined : next(found.value)
    if (found === null || changed === undefined) return
    try {
      await approvals.replace(id, found.revision, changed)
      return
    } catch (thrown) {
      if (errorCodeOf(thrown) !== 'CONFLICT') throw thrown
    }
  }
  throw new PluginError('UNAVAILABLE', 'A request was changed again and again')
}
