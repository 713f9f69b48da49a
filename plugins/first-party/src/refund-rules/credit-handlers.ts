import type { refunds } from '@patchbay/core'
import { errorCodeOf, type Handler, type Records, type StoredRecord } from '@patchbay/plugin-sdk'
import { isWithinLimit, type UnsetLimits } from './judge-refund.ts'
import { approvalsOf, changeApproval, coversNote } from './kept-approvals.ts'
import { paymentOf, type RefundContext, type RefundService, type RefundSettings } from './refund-service.ts'

type Actions = typeof refunds.actions
type HandlerOf<Name extends keyof Actions> = Handler<Actions[Name], RefundSettings>

interface CreditNote {
  amount: number
  currency: string
  /** Absent once the customer was erased. */
  reason?: string
  year: string
  invoiceId?: string
  paymentId?: string
  orderId?: string
  customerId?: string
}
interface Credit {
  /** Absent once the customer was erased. */
  customerId?: string
  amount: number
  currency: string
  reason?: string
}
const PAGE = 100

/** Credit notes and store credit that are kept here and not with a service: the number of a note is the record's own, without gaps. */
export function creditHandlers(serviceOf: (context: RefundContext) => RefundService, unset: UnsetLimits) {
  const creditNote: HandlerOf<'creditNote'> = async ({ approvalId, ...order }, context) => {
    const notes = context.records<CreditNote>('creditNotes')
    const id = approvalId === undefined ? `note-${context.key.slice(0, 24)}` : `note-${approvalId}`
    const issued = async (note: StoredRecord<CreditNote>) => {
      const output = numbered(note)
      if (approvalId !== undefined)
        await changeApproval(context, approvalId, (now) =>
          now.creditNote === output.number ? undefined : { ...now, creditNote: output.number },
        )
      return { outlet: 'issued', output } as const
    }
    const before = await notes.get(id)
    if (before !== null) return issued(before)
    // whoever approved the refund has approved its note
    const approval = approvalId === undefined ? undefined : (await approvalsOf(context).get(approvalId))?.value
    if (approvalId !== undefined && !coversNote(approval, order)) return { outlet: 'notEligible' }
    if (order.paymentId !== undefined) {
      const taken = await paymentOf(serviceOf(context), order.paymentId)
      if (taken === undefined || taken.currency !== order.currency || order.amount > taken.captured)
        return { outlet: 'notEligible' }
    }
    if (approval === undefined && !isWithinLimit(order.amount, order.currency, context, unset)) return { outlet: 'needsApproval' }
    const year = context.clock.iso().slice(0, 4)
    const note = await kept(notes, { ...order, year }, { id, counter: `credit-notes-${year}` })
    return issued(note)
  }

  const storeCredit: HandlerOf<'storeCredit'> = async ({ customerId, amount, currency, reason }, context) => {
    const credits = context.records<Credit>('credits')
    const id = `credit-${context.key.slice(0, 24)}`
    if ((await credits.get(id)) === null) {
      if (!isWithinLimit(amount, currency, context, unset)) return { outlet: 'needsApproval' }
      await kept(credits, { customerId, amount, currency, ...(reason === undefined ? {} : { reason }) }, { id })
    }
    return { outlet: 'credited', output: { creditId: id, balance: await balanceOf(credits, customerId, currency), currency } }
  }

  return { creditNote, storeCredit }
}

const numbered = ({ id, number = 0, value }: { id: string; number?: number; value: CreditNote }) => ({
  creditNoteId: id,
  number: `CN-${value.year}-${String(number).padStart(5, '0')}`,
})

/** Whoever was faster under the same key wrote the same. */
async function kept<Value>(records: Records<Value>, value: Value, options: { id: string; counter?: string }) {
  try {
    return await records.insert(value, options)
  } catch (thrown) {
    const known = errorCodeOf(thrown) === 'CONFLICT' ? await records.get(options.id) : null
    if (known === null) throw thrown
    return known
  }
}

async function balanceOf(credits: Records<Credit>, customerId: string, currency: string): Promise<number> {
  let sum = 0
  let after: string | undefined
  for (;;) {
    const found = await credits.find({ where: { customerId, currency }, limit: PAGE, ...(after === undefined ? {} : { after }) })
    sum += found.reduce((all, { value }) => all + value.amount, 0)
    after = found.at(-1)?.id
    if (found.length < PAGE || after === undefined) return sum
  }
}
