import type { refunds } from '@patchbay/core'
import { definePlugin, type Handler } from '@patchbay/plugin-sdk'
import { isWithinLimit, NOTHING_BY_ITSELF } from '../refund-rules/judge-refund.ts'
import { addToTotal, isFull, type TotalEntry, takeFromTotal } from '../refund-rules/kept-total.ts'
import { refundHandlers } from '../refund-rules/refund-handlers.ts'
import type { MadeRefund, RefundContext, RefundRefusal, RefundService, RefundSettings } from '../refund-rules/refund-service.ts'
import type { XeroRefunds } from './manifest.ts'
import { firstIn, send, unitsOf, type XeroContext } from './xero-api.ts'
import {
  allocate,
  type Bill,
  billsOf,
  findBill,
  isContact,
  markIn,
  type Note,
  type NoteKind,
  notesAbout,
  notesOf,
  payOut,
  referenceOf,
  taken,
  toMade,
  voidNote,
  writeNote,
} from './xero-bills.ts'

type Actions = typeof refunds.actions
type HandlerOf<Name extends keyof Actions> = Handler<Actions[Name], RefundSettings>

interface Known {
  bill: Bill
  /** All of its customer. */
  notes: Note[]
}

/** What stands in the way of giving so much of a bill back, or undefined. */
function counted(
  { bill, notes }: Known,
  { kind, amount }: { kind: NoteKind; amount: number },
  before: readonly TotalEntry[],
): boolean {
  const ours = new Set(before.map(({ key }) => key))
  // written by hand, or before this was installed
  const others = notesAbout(bill, notes).filter((note) => {
    const mark = markIn(note)
    return mark === undefined || !ours.has(entryOf(mark.kind, mark.key))
  })
  const { captured, amount: total } = taken(bill, [])
  const sum = (of: NoteKind | undefined) =>
    before.filter(({ key }) => of === undefined || key.startsWith(`${of}:`)).reduce((all, one) => all + one.amount, 0) +
    others
      .filter((note) => of === undefined || (markIn(note)?.kind ?? 'refund') === of)
      .reduce((all, { Total, CurrencyCode }) => all + unitsOf(Total, CurrencyCode), 0)
  // money only as far as it came in; and with what was credited no more than the bill says
  return (kind === 'credit' || sum('refund') + amount <= captured) && sum(undefined) + amount <= total && !isFull(before)
}

const entryOf = (kind: NoteKind, key: string): string => `${kind}:${key}`
const totalOf = ({ InvoiceID }: Bill): string => `bill-${InvoiceID}`

/**
 * A bill is what is paid. Giving back is a credit note that is paid out of the bank account. Xero itself lets anybody write as many notes
 * as they like: what goes back of one bill is counted here, before it is written there.
 */
function xeroOf(given: RefundContext): RefundService {
  const context = given as XeroContext
  /** Of this call. */
  const seen = new Map<string, Known>()
  const known = async (text: string): Promise<Known | undefined> => {
    const before = seen.get(text)
    if (before !== undefined) return before
    const bill = await findBill(context, text)
    if (bill === undefined) return undefined
    const found = { bill, notes: await notesOf(context, bill.Contact.ContactID) }
    seen.set(text, found)
    return found
  }

  return {
    async payment(paymentId) {
      const found = await known(paymentId)
      return found === undefined ? undefined : taken(found.bill, found.notes)
    },

    async refund({ key, paymentId, amount, currency, reason }): Promise<MadeRefund | RefundRefusal> {
      const found = await known(paymentId)
      if (found === undefined) return 'notEligible'
      const { bill, notes } = found
      const entry = { key: entryOf('refund', key), amount, currency }
      const fits = (before: readonly TotalEntry[]) => counted(found, { kind: 'refund', amount }, before)
      if (!(await addToTotal(context, totalOf(bill), entry, { fits }))) {
        const { captured, refunded } = taken(bill, notes)
        return refunded >= captured ? 'alreadyRefunded' : 'exceedsCaptured'
      }
      const reference = referenceOf(bill, 'refund', key)
      const contact = bill.Contact.ContactID
      const note =
        notes.find(({ Reference }) => Reference === reference) ??
        (await writeNote(context, { contact, reference, reason, amount, currency, key }))
      const paid = note !== undefined && (note.RemainingCredit === 0 || (await payOut(context, note, { amount, key })))
      if (note !== undefined && paid) {
        return { refundId: note.CreditNoteID, paymentId: bill.InvoiceNumber, amount, currency, state: 'refunded' }
      }
      if (note !== undefined) await voidNote(context, note, key)
      await takeFromTotal(context, totalOf(bill), entry.key)
      return 'notEligible'
    },

    async made({ key, paymentId }) {
      const found = await known(paymentId)
      const reference = found && referenceOf(found.bill, 'refund', key)
      const note = found?.notes.find(({ Reference }) => Reference === reference)
      return note === undefined ? undefined : toMade(note)
    },

    async get(refundId) {
      if (!isContact(refundId)) return undefined
      const reply = await send(context, 'GET', `CreditNotes/${refundId}`)
      return reply.status === 404 ? undefined : toMade(firstIn<Note>(reply, 'CreditNotes'))
    },

    async history(customer) {
      const [bills, notes] = [await billsOf(context, customer), isContact(customer) ? await notesOf(context, customer) : []]
      return bills.map((bill) => taken(bill, notes))
    },
  }
}

/** A note that is not paid out: it is set off against what is still to be paid of its bill, and the rest stays as credit. */
const creditNote: HandlerOf<'creditNote'> = async (order, given) => {
  const context = given as XeroContext
  const { key } = context
  const { amount, currency, reason, invoiceId, paymentId, customerId } = order
  const of = invoiceId ?? paymentId
  const bill = of === undefined ? undefined : await findBill(context, of)
  if (of !== undefined && bill?.CurrencyCode !== currency) return { outlet: 'notEligible' }
  const contact = bill?.Contact.ContactID ?? customerId
  if (contact === undefined || !isContact(contact)) return { outlet: 'notEligible' }
  const notes = await notesOf(context, contact)
  const reference = referenceOf(bill, 'credit', key)
  let note = notes.find(({ Reference }) => Reference === reference)
  if (note === undefined) {
    const entry = { key: entryOf('credit', key), amount, currency }
    const fits = (before: readonly TotalEntry[]) =>
      bill === undefined || counted({ bill, notes }, { kind: 'credit', amount }, before)
    if (!isWithinLimit(amount, currency, context, NOTHING_BY_ITSELF)) return { outlet: 'needsApproval' }
    if (bill !== undefined && !(await addToTotal(context, totalOf(bill), entry, { fits }))) return { outlet: 'notEligible' }
    note = await writeNote(context, { contact, reference, reason, amount, currency, key })
    if (note === undefined) {
      if (bill !== undefined) await takeFromTotal(context, totalOf(bill), entry.key)
      return { outlet: 'notEligible' }
    }
  }
  if (bill !== undefined && bill.AmountDue > 0 && note.RemainingCredit === note.Total) await allocate(context, note, bill, key)
  return { outlet: 'issued', output: { creditNoteId: note.CreditNoteID, number: note.CreditNoteNumber } }
}

// biome-ignore lint/style/noDefaultExport: it is what the isolate runs
export default definePlugin<XeroRefunds>({ actions: { ...refundHandlers(xeroOf), creditNote } })
