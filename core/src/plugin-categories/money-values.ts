/** A text in the five languages. */
export const words = (en: string, th: string, tr: string, lo: string, zhHant: string) => ({ en, th, tr, lo, 'zh-Hant': zhHant })

const short = { type: 'string', maxLength: 120 } as const

/** Whole minor units, such as satang. */
export const amount = { type: 'integer', minimum: 1, maximum: 99_999_999_999, title: 'Amount in the smallest unit' } as const
export const sum = { type: 'integer', minimum: 0, maximum: 99_999_999_999 } as const
export const currency = { type: 'string', minLength: 3, maxLength: 3, title: 'Currency', format: 'currency' } as const
export const customerId = { ...short, title: 'Customer' } as const
export const invoiceId = { ...short, title: 'Bill' } as const
export const paymentId = { ...short, title: 'Payment' } as const
export const reason = { type: 'string', maxLength: 200, title: 'Why' } as const
export const phone = { type: 'string', maxLength: 40, title: 'Telephone number', format: 'phone', dataClass: 'contact' } as const
export const limit = { type: 'integer', minimum: 1, maximum: 100, title: 'At most' } as const
export const after = {
  type: 'string',
  maxLength: 200,
  title: 'Go on after',
  description: 'What the answer before had in next.',
} as const
export const at = { type: 'string', format: 'date-time' } as const
export const shortText = short

export const notFound = { name: 'notFound', title: words('Not found', 'ไม่พบ', 'Bulunamadı', 'ບໍ່ພົບ', '找不到') } as const
export const unknown = {
  name: 'unknown',
  title: words('Nobody knows', 'ยังไม่ทราบผล', 'Bilinmiyor', 'ຍັງບໍ່ຮູ້ຜົນ', '結果不明'),
} as const
export const done = { name: 'done', title: words('Done', 'เรียบร้อย', 'Yapıldı', 'ສຳເລັດ', '完成') } as const

/** What `context.runId` was when it was asked for. */
const runId = { ...short, title: 'Call', description: 'Of the call whose flow asked for it.' } as const

/** What may have become of a payment. `unknown` is none of them: it is not knowing. */
const PAYMENT_STATES = [
  ...['pending', 'requiresAction', 'paid', 'partlyPaid', 'declined', 'cancelled', 'partlyRefunded', 'refunded', 'disputed'],
] as const

/** A payment, as every plugin of the category tells of one. Never more of a card than four digits. */
export const paymentFields = {
  paymentId,
  state: { type: 'string', enum: PAYMENT_STATES, title: 'State' },
  amount: { ...sum, title: 'Asked for' },
  captured: { ...sum, title: 'Taken' },
  refunded: { ...sum, title: 'Given back' },
  currency,
  lastFour: { type: 'string', maxLength: 4, title: 'Last four digits' },
  brand: { ...short, title: 'Kind of card' },
  code: { ...short, title: 'Why it was declined' },
  url: { type: 'string', maxLength: 2000, title: 'Where the payer goes on', format: 'uri' },
  customerId,
  invoiceId,
  description: { type: 'string', maxLength: 200, title: 'What for' },
  at: { ...at, title: 'When' },
  runId,
} as const
export const paymentSchema = {
  type: 'object',
  properties: paymentFields,
  required: ['paymentId', 'state', 'amount', 'captured', 'refunded', 'currency'],
} as const

/** Money that was given back. */
export const refundFields = {
  refundId: { ...short, title: 'Refund' },
  paymentId,
  amount: { ...sum, title: 'Amount' },
  currency,
  reason: { type: 'string', maxLength: 60, title: 'Why not' },
  max: { ...sum, title: 'At most' },
} as const

/** A refund that somebody has to decide about. */
export const approvalSchema = {
  type: 'object',
  properties: {
    approvalId: short,
    state: { type: 'string', enum: ['waiting', 'approved', 'refused'], title: 'State' },
    paymentId,
    amount: sum,
    currency,
    captured: sum,
    refunded: sum,
    customerId,
    caseId: { ...short, title: 'Case' },
    reason,
    askedBy: { ...short, title: 'Who asks' },
    runId,
    rule: {
      type: 'string',
      enum: ['limit', 'currency', 'cap', 'asked'],
      title: 'What sent it here',
      description:
        'Above the limit of whoever asks, in another currency than the limits, too much for one customer; or none of it.',
    },
    /** What whoever asks may give back by themselves. */
    limit: sum,
    askedAt: at,
    decidedBy: { ...short, title: 'Who decided' },
    decidedAt: at,
    answer: reason,
    refundId: short,
    creditNote: { ...short, title: 'Number of the credit note' },
    description: { type: 'string', maxLength: 200 },
  },
  required: ['approvalId', 'state', 'paymentId', 'amount', 'currency', 'reason', 'askedBy', 'askedAt'],
} as const
