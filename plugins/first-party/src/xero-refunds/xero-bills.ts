import { formatMoney } from '@patchbay/plugin-sdk'
import type { MadeRefund, TakenPayment } from '../refund-rules/refund-service.ts'
import { firstIn, isRefused, listIn, send, timeOf, unitsOf, type XeroContext } from './xero-api.ts'

/** developer.xero.com/documentation/api/accounting/invoices */
export interface Bill {
  InvoiceID: string
  InvoiceNumber: string
  Type: string
  Status: string
  CurrencyCode: string
  Total: number
  AmountDue: number
  AmountPaid: number
  Date: string
  Contact: { ContactID: string }
  Payments?: { Date?: string; Status?: string }[]
}
/** developer.xero.com/documentation/api/accounting/creditnotes */
export interface Note {
  CreditNoteID: string
  CreditNoteNumber: string
  Status: string
  Reference?: string
  CurrencyCode: string
  Total: number
  RemainingCredit: number
}

/** What a note is for: money that is given back, or credit. */
export type NoteKind = 'refund' | 'credit'
const PAGE = 100
const PAGES_MAX = 10
const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
const MARK = /^(.*?) ?\[patchbay (refund|credit):(\S+)\]$/

/** What a note is found again by, behind the number of the bill. */
export const referenceOf = (bill: Bill | undefined, kind: NoteKind, key: string): string =>
  `${bill?.InvoiceNumber ?? ''} [patchbay ${kind}:${key}]`.trim()

export function markIn({ Reference = '' }: Note): { number: string; kind: NoteKind; key: string } | undefined {
  const [, number, kind, key] = MARK.exec(Reference) ?? []
  if (number === undefined || key === undefined) return undefined
  return { number, kind: kind === 'credit' ? 'credit' : 'refund', key }
}

export const isContact = (text: string): boolean => GUID.test(text)

/** @param text The number of a bill, such as `INV-0001`, or its id. */
export async function findBill(context: XeroContext, text: string): Promise<Bill | undefined> {
  // would be another address
  if (/^\.*$/.test(text)) return undefined
  const reply = await send(context, 'GET', `Invoices/${encodeURIComponent(text)}`)
  if (reply.status === 404) return undefined
  const bill = firstIn<Bill>(reply, 'Invoices')
  return bill.Type === 'ACCREC' ? bill : undefined
}

export async function billsOf(context: XeroContext, contact: string): Promise<Bill[]> {
  if (!isContact(contact)) return []
  const path = `Invoices?ContactIDs=${contact}&order=${encodeURIComponent('Date DESC')}&page=1&pageSize=20`
  return listIn<Bill>(await send(context, 'GET', path), 'Invoices').filter(({ Type }) => Type === 'ACCREC')
}

/** All credit notes of a customer that hold. */
export async function notesOf(context: XeroContext, contact: string): Promise<Note[]> {
  const where = encodeURIComponent(`Type=="ACCRECCREDIT" AND Contact.ContactID==guid("${contact}")`)
  const notes: Note[] = []
  for (let page = 1; page <= PAGES_MAX; page++) {
    const path = `CreditNotes?where=${where}&page=${page}&pageSize=${PAGE}`
    const found = listIn<Note>(await send(context, 'GET', path), 'CreditNotes')
    notes.push(...found)
    if (found.length < PAGE) break
  }
  return notes.filter(({ Status }) => Status !== 'VOIDED' && Status !== 'DELETED')
}

/** Those that say at the beginning of their reference which bill they are about: ours, and those that somebody wrote so. */
export const notesAbout = ({ InvoiceNumber }: Bill, notes: readonly Note[]): Note[] =>
  notes.filter(({ Reference = '' }) => Reference === InvoiceNumber || Reference.startsWith(`${InvoiceNumber} `))

/** @returns Undefined when Xero refuses it: then there is none. */
export async function writeNote(
  context: XeroContext,
  {
    contact,
    reference,
    reason,
    amount,
    currency,
    key,
  }: { contact: string; reference: string; reason: string; amount: number; currency: string; key: string },
): Promise<Note | undefined> {
  const note = {
    ...{ Type: 'ACCRECCREDIT', Status: 'AUTHORISED', Contact: { ContactID: contact }, Date: today(context) },
    ...{ CurrencyCode: currency, Reference: reference, LineAmountTypes: 'Inclusive' },
    LineItems: [
      {
        ...{ Description: reason === '' ? 'Credit' : reason, Quantity: 1, AccountCode: context.settings.salesAccount },
        UnitAmount: decimal(amount, currency),
      },
    ],
  }
  const reply = await send(context, 'PUT', 'CreditNotes', { json: { CreditNotes: [note] }, key: `note-${key}` })
  return isRefused(reply) ? undefined : firstIn<Note>(reply, 'CreditNotes')
}

/** Pays a note out of the bank account. @returns False when Xero refuses it. */
export async function payOut(
  context: XeroContext,
  note: Note,
  { amount, key }: { amount: number; key: string },
): Promise<boolean> {
  const payment = {
    ...{ CreditNote: { CreditNoteID: note.CreditNoteID }, Account: { Code: context.settings.bankAccount } },
    ...{ Date: today(context), Amount: decimal(amount, note.CurrencyCode), Reference: note.Reference ?? '' },
  }
  const reply = await send(context, 'PUT', 'Payments', { json: { Payments: [payment] }, key: `pay-${key}` })
  if (isRefused(reply)) return false
  firstIn(reply, 'Payments')
  return true
}

/** Takes a note that could not be paid out back: it must not stay behind as credit. */
export async function voidNote(context: XeroContext, { CreditNoteID: id }: Note, key: string): Promise<void> {
  const json = { CreditNotes: [{ CreditNoteID: id, Status: 'VOIDED' }] }
  firstIn(await send(context, 'POST', `CreditNotes/${id}`, { json, key: `void-${key}` }), 'CreditNotes')
}

/** Sets a note off against what is still to be paid of its bill. */
export async function allocate(context: XeroContext, note: Note, bill: Bill, key: string): Promise<void> {
  const Amount = Math.min(note.RemainingCredit, bill.AmountDue)
  const json = { Allocations: [{ Invoice: { InvoiceID: bill.InvoiceID }, Amount, Date: today(context) }] }
  const path = `CreditNotes/${note.CreditNoteID}/Allocations`
  firstIn(await send(context, 'PUT', path, { json, key: `allocate-${key}` }), 'Allocations')
}

const today = ({ clock }: XeroContext): string => clock.iso().slice(0, 10)
const decimal = (amount: number, currency: string): number => Number(formatMoney({ amount, currency }))

/** What has left the bank account: of a note that was begun, nothing. */
const paidOut = (notes: readonly Note[]): number =>
  notes
    .filter((note) => markIn(note)?.kind !== 'credit')
    .reduce(
      (sum, { Total, RemainingCredit, CurrencyCode }) =>
        sum + unitsOf(Total, CurrencyCode) - unitsOf(RemainingCredit, CurrencyCode),
      0,
    )

export function taken(bill: Bill, notes: readonly Note[]): TakenPayment {
  const { InvoiceNumber, Status, CurrencyCode: currency, Total, AmountPaid, Contact } = bill
  const captured = Status === 'AUTHORISED' || Status === 'PAID' ? unitsOf(AmountPaid, currency) : 0
  const times = (bill.Payments ?? []).filter((one) => one.Status !== 'DELETED').map(({ Date: date }) => timeOf(date))
  return {
    ...{ paymentId: InvoiceNumber, amount: unitsOf(Total, currency), captured, currency },
    ...{ refunded: paidOut(notesAbout(bill, notes)), at: Math.max(timeOf(bill.Date), ...times) },
    customerId: Contact.ContactID,
  }
}

/** Undefined for a note that is not ours, or that was begun and not paid out. */
export function toMade(note: Note): MadeRefund | undefined {
  const mark = markIn(note)
  const { CreditNoteID: refundId, CurrencyCode: currency, Total, RemainingCredit, Status } = note
  if (mark?.kind !== 'refund' || RemainingCredit !== 0 || Status === 'VOIDED') return undefined
  return { refundId, paymentId: mark.number, amount: unitsOf(Total, currency), currency, state: 'refunded' }
}
