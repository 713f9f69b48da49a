import { refunds } from '@patchbay/core'
import { inAllLanguages } from '../field-words/in-all-languages.ts'
import { getRefundAction, refundActions, refundCollections, refundSettings, whose } from '../refund-rules/refund-manifest.ts'

const { actions } = refunds
const text = { type: 'string', maxLength: 120 } as const
const whole = { type: 'integer', minimum: 0 } as const
const note = { type: 'string', maxLength: 200 } as const

const manifest = {
  name: 'refund-desk',
  version: '1.0.0',
  sdk: 1,
  title: { en: 'Refund desk', th: 'แผนกคืนเงิน', tr: 'İade masası', lo: 'ພະແນກຄືນເງິນ', 'zh-Hant': '退款櫃台' },
  summary: {
    en: 'Gives payments by test cards back, within rules, with approvals, credit notes and store credit.',
    th: 'คืนเงินที่ชำระด้วยบัตรทดสอบตามกฎ พร้อมการอนุมัติ ใบลดหนี้ และเครดิตร้านค้า',
    tr: 'Test kartlarıyla yapılan ödemeleri kurallar içinde iade eder; onaylar, alacak dekontları ve mağaza kredisiyle.',
    lo: 'ຄືນເງິນທີ່ຊຳລະດ້ວຍບັດທົດສອບຕາມກົດ ພ້ອມການອະນຸມັດ ໃບຫຼຸດໜີ້ ແລະ ເຄຣດິດຮ້ານ',
    'zh-Hant': '依規則退還以測試卡支付的款項，並提供核准、折讓單與購物金。',
  },
  category: 'refunds',
  hosts: ['https://cards.patchbay.test'],
  limits: { timeoutMs: 8000, memoryMb: 32 },
  settings: { type: 'object', properties: refundSettings },
  collections: {
    ...refundCollections,
    creditNotes: {
      title: 'Credit notes',
      record: {
        type: 'object',
        properties: {
          ...{ amount: whole, currency: text, reason: note, year: text },
          ...{ invoiceId: text, paymentId: text, orderId: text, customerId: text },
        },
        required: ['amount', 'currency', 'year'],
      },
      indexes: [['customerId']],
      erasing: { by: [whose], blank: ['customerId', 'reason'] },
    },
    credits: {
      title: 'Store credit',
      record: {
        type: 'object',
        properties: { customerId: text, amount: whole, currency: text, reason: note },
        required: ['amount', 'currency'],
      },
      indexes: [['customerId', 'currency']],
      erasing: { by: [whose], blank: ['customerId', 'reason'] },
    },
  },
  actions: {
    ...refundActions('pay_sample', 'pay_sample.re_1'),
    getRefund: {
      ...getRefundAction({ refundId: 'pay_given.re_sample', paymentId: 'pay_given', none: 'pay_sample.re_none' }),
      timeoutMs: 3000,
    },
    creditNote: {
      ...actions.creditNote,
      timeoutMs: 3000,
      examples: [
        {
          input: { amount: 20_000, currency: 'THB', reason: 'Late delivery', invoiceId: 'i1' },
          outlet: 'issued',
          output: { creditNoteId: 'note-1', number: 'CN-2026-00001' },
        },
        { input: { amount: 9_000_000, currency: 'THB', reason: 'Late' }, outlet: 'needsApproval' },
      ],
    },
    storeCredit: {
      ...actions.storeCredit,
      timeoutMs: 3000,
      examples: [
        {
          input: { customerId: 'c1', amount: 10_000, currency: 'THB' },
          outlet: 'credited',
          output: { creditId: 'credit-1', balance: 10_000, currency: 'THB' },
        },
      ],
    },
  },
} as const
export type RefundDesk = typeof manifest

// biome-ignore lint/style/noDefaultExport: it is what packing reads
export default inAllLanguages(manifest)
