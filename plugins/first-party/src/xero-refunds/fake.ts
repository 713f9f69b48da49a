import { defineFake, type FakeReply, type FakeRequest, parseMoney } from '@patchbay/plugin-sdk'
import { refundRecords } from '../refund-rules/refund-manifest.ts'
import { SAMPLE } from './sample.ts'

const SECRET = 'xero_fake_secret_0123456789'
const CLIENT = 'XERO0123456789ABCDEF'
const TOKEN = 'eyJ.of.the.fake.for.half.an.hour'
const TENANT = 'tenant-of-the-fake'
const SALES = '200'
const BANK = '090'

interface Bill {
  id: string
  number: string
  currency: string
  total: number
  paid: number
  credited: number
}
interface Note {
  id: string
  number: string
  contact: string
  reference: string
  status: 'AUTHORISED' | 'PAID' | 'VOIDED'
  currency: string
  total: number
  /** Paid out of the bank account, or set off. */
  used: number
  /** Of it, paid out. */
  out: number
}

/** What an organisation holds, as far as this plugin looks. */
export interface XeroState {
  bills: Bill[]
  notes: Note[]
  /** What was answered under a key, by the address as well (developer.xero.com/documentation/guides/idempotent-requests/idempotency). */
  answered: Record<string, FakeReply>
  /** What the bank account takes: nothing when it is of another currency. */
  bank: string
}

const bill = (number: number, more: Partial<Bill> = {}): Bill => ({
  ...{ id: SAMPLE.bill(number), number: `INV-${String(number).padStart(4, '0')}`, currency: 'THB' },
  ...{ total: 4900, paid: 4900, credited: 0 },
  ...more,
})

export const startXero = (): XeroState => ({
  bills: [bill(1), bill(2), bill(3, { paid: 1900 }), bill(4, { paid: 0 })],
  notes: [
    {
      ...{ id: SAMPLE.given, number: 'CN-0001', contact: SAMPLE.contact, reference: 'INV-0002 [patchbay refund:before]' },
      ...{ status: 'PAID', currency: 'THB', total: 1, used: 1, out: 1 },
    },
  ],
  answered: {},
  bank: '',
})

/** Xero's identity service and Accounting API, as far as this plugin uses them. */
export function answerAsXero(request: FakeRequest, state: XeroState): FakeReply {
  const { method, origin, path, headers, form } = request
  if (origin === 'https://identity.xero.com') {
    const known = headers['authorization'] === `Basic ${btoa(`${CLIENT}:${SECRET}`)}`
    if (path !== '/connect/token' || form['grant_type'] !== 'client_credentials' || !known)
      return { status: 400, json: { error: 'invalid_client' } }
    return { status: 200, json: { access_token: TOKEN, expires_in: 1800, token_type: 'Bearer' } }
  }
  if (headers['authorization'] !== `Bearer ${TOKEN}`) return { status: 401, json: { Title: 'Unauthorized', Status: 401 } }
  if (headers['xero-tenant-id'] !== TENANT) return { status: 403, json: { Title: 'Forbidden', Status: 403 } }
  const key = headers['idempotency-key']
  const at = `${method} ${path} ${key ?? ''}`
  const before = key === undefined ? undefined : state.answered[at]
  if (before !== undefined) return before
  const reply = answerNew(request, state)
  if (key !== undefined && reply.status < 300) state.answered[at] = structuredClone(reply)
  return reply
}

function answerNew({ method, path, query, json }: FakeRequest, state: XeroState): FakeReply {
  const [what = '', id = '', then = ''] = path.replace('/api.xro/2.0/', '').split('/').map(decodeURIComponent)
  switch (`${method} ${what}${id === '' ? '' : '/id'}${then === '' ? '' : `/${then}`}`) {
    case 'GET Invoices/id': {
      const found = state.bills.find((one) => one.id === id || one.number === id)
      return found === undefined ? missing() : { status: 200, json: { Invoices: [billJson(found)] } }
    }
    case 'GET Invoices':
      return { status: 200, json: { Invoices: query['ContactIDs'] === SAMPLE.contact ? state.bills.map(billJson) : [] } }
    case 'GET CreditNotes': {
      const of = /Contact\.ContactID==guid\("([^"]+)"\)/.exec(query['where'] ?? '')?.[1]
      const size = Number(query['pageSize'])
      const found = state.notes.filter(({ contact }) => contact === of)
      const page = found.slice((Number(query['page']) - 1) * size, Number(query['page']) * size)
      return { status: 200, json: { CreditNotes: page.map(noteJson) } }
    }
    case 'GET CreditNotes/id': {
      const found = state.notes.find((one) => one.id === id)
      return found === undefined ? missing() : { status: 200, json: { CreditNotes: [noteJson(found)] } }
    }
    case 'PUT CreditNotes':
      return write((json as { CreditNotes: [NoteInput] }).CreditNotes[0], state)
    case 'POST CreditNotes/id': {
      const found = state.notes.find((one) => one.id === id)
      if (found === undefined) return missing()
      if (found.used > 0) return refuse('A Credit Note that has been paid or allocated cannot be voided')
      found.status = 'VOIDED'
      return { status: 200, json: { CreditNotes: [noteJson(found)] } }
    }
    case 'PUT Payments':
      return pay((json as { Payments: [PaymentInput] }).Payments[0], state)
    case 'PUT CreditNotes/id/Allocations':
      return setOff(id, (json as { Allocations: [AllocationInput] }).Allocations[0], state)
    default:
      return missing()
  }
}

interface NoteInput {
  Type: string
  Status: string
  Contact: { ContactID: string }
  Date: string
  CurrencyCode: string
  Reference: string
  LineAmountTypes: string
  LineItems: { Description: string; Quantity: number; UnitAmount: number; AccountCode: string }[]
}
interface PaymentInput {
  CreditNote: { CreditNoteID: string }
  Account: { Code: string }
  Date: string
  Amount: number
}
interface AllocationInput {
  Invoice: { InvoiceID: string }
  Amount: number
  Date: string
}

function write(input: NoteInput, state: XeroState): FakeReply {
  const known = input.Contact.ContactID === SAMPLE.contact && input.LineItems.every((line) => line.AccountCode === SALES)
  if (input.Type !== 'ACCRECCREDIT' || input.Status !== 'AUTHORISED' || !known) return refuse('Account code is not valid')
  const total = input.LineItems.reduce((sum, { Quantity, UnitAmount }) => sum + Quantity * UnitAmount, 0)
  if (!(total > 0) || input.LineAmountTypes !== 'Inclusive') return refuse('The total must be more than zero')
  const made: Note = {
    ...{ id: SAMPLE.bill(901 + state.notes.length), number: `CN-${String(state.notes.length + 1).padStart(4, '0')}` },
    ...{ contact: input.Contact.ContactID, reference: input.Reference, status: 'AUTHORISED' },
    ...{ currency: input.CurrencyCode, total, used: 0, out: 0 },
  }
  state.notes.push(made)
  return { status: 200, json: { CreditNotes: [noteJson(made)] } }
}

function pay({ CreditNote, Account, Amount }: PaymentInput, state: XeroState): FakeReply {
  const note = state.notes.find(({ id }) => id === CreditNote.CreditNoteID)
  if (note === undefined || note.status === 'VOIDED') return refuse('The document cannot be paid')
  if (Account.Code !== BANK || (state.bank !== '' && state.bank !== note.currency))
    return refuse('The account type or currency is invalid for payment')
  if (Amount > left(note)) return refuse('Payment amount exceeds the amount outstanding on this document')
  note.out = sum(note.out, Amount)
  use(note, Amount)
  return { status: 200, json: { Payments: [{ PaymentID: SAMPLE.bill(500), Status: 'AUTHORISED', Amount }] } }
}

function setOff(id: string, { Invoice, Amount }: AllocationInput, state: XeroState): FakeReply {
  const note = state.notes.find((one) => one.id === id)
  const found = state.bills.find((one) => one.id === Invoice.InvoiceID)
  if (note === undefined || found === undefined) return missing()
  if (Amount > left(note) || Amount > due(found)) return refuse('Amount exceeds what is outstanding')
  use(note, Amount)
  found.credited = sum(found.credited, Amount)
  return { status: 200, json: { Allocations: [{ Amount, Invoice }] } }
}

const sum = (a: number, b: number): number => Math.round((a + b) * 100) / 100
const left = ({ total, used }: Note): number => sum(total, -used)
const due = ({ total, paid, credited }: Bill): number => sum(total, -sum(paid, credited))
function use(note: Note, amount: number): void {
  note.used = sum(note.used, amount)
  if (left(note) === 0) note.status = 'PAID'
}

const DATE = `/Date(${Date.UTC(2026, 0, 14, 9, 0)}+0000)/`
const billJson = (of: Bill) => ({
  ...{ Type: 'ACCREC', InvoiceID: of.id, InvoiceNumber: of.number, Status: due(of) === 0 ? 'PAID' : 'AUTHORISED' },
  ...{ CurrencyCode: of.currency, Total: of.total, AmountDue: due(of), AmountPaid: of.paid, AmountCredited: of.credited },
  ...{ Date: DATE, Contact: { ContactID: SAMPLE.contact }, Payments: of.paid > 0 ? [{ Date: DATE, Amount: of.paid }] : [] },
})
const noteJson = (of: Note) => ({
  ...{ Type: 'ACCRECCREDIT', CreditNoteID: of.id, CreditNoteNumber: of.number, Status: of.status, Reference: of.reference },
  ...{ CurrencyCode: of.currency, Total: of.total, RemainingCredit: of.status === 'VOIDED' ? 0 : left(of) },
})

const missing = (): FakeReply => ({ status: 404, json: { Title: 'Not Found', Status: 404 } })
const refuse = (message: string): FakeReply => ({
  status: 400,
  json: {
    ...{ ErrorNumber: 10, Type: 'ValidationException', Message: 'A validation exception occurred' },
    Elements: [{ ValidationErrors: [{ Message: message }] }],
  },
})

// biome-ignore lint/style/noDefaultExport: it is what the tools read
export default defineFake<XeroState>({
  sources: [
    'https://developer.xero.com/documentation/api/accounting/invoices',
    'https://developer.xero.com/documentation/api/accounting/creditnotes',
    'https://developer.xero.com/documentation/api/accounting/payments',
    'https://developer.xero.com/documentation/guides/oauth2/custom-connections',
    'https://developer.xero.com/documentation/guides/idempotent-requests/idempotency',
    'https://github.com/XeroAPI/Xero-OpenAPI',
  ],
  settings: {
    ...{ clientId: CLIENT, tenantId: TENANT, salesAccount: SALES, bankAccount: BANK, limitFlow: 130_000 },
  },
  secrets: { XERO_CLIENT_SECRET: SECRET },
  records: refundRecords('INV-0001'),
  start: startXero,
  answer: answerAsXero,
  money: ({ notes }) =>
    notes
      .filter(({ status }) => status !== 'VOIDED')
      .map(({ total, currency }) => ({ amount: parseMoney(String(total), currency).amount, currency })),
})
