import { refunds } from '@patchbay/core'
import { inAllLanguages } from '../field-words/in-all-languages.ts'
import { getRefundAction, refundActions, refundCollections, refundSettings } from '../refund-rules/refund-manifest.ts'

const manifest = {
  name: 'stripe-refunds',
  version: '1.0.0',
  sdk: 1,
  title: { en: 'Stripe refunds', th: 'คืนเงินผ่าน Stripe', tr: 'Stripe iadeleri', lo: 'ຄືນເງິນຜ່ານ Stripe', 'zh-Hant': 'Stripe 退款' },
  summary: {
    en: 'Gives payments of your Stripe account back, within your rules and with approvals, and writes credit notes about invoices.',
    th: 'คืนเงินที่ชำระผ่านบัญชี Stripe ของคุณ ตามกฎของคุณและมีการอนุมัติ พร้อมออกใบลดหนี้ของใบแจ้งหนี้',
    tr: 'Stripe hesabınızın ödemelerini kurallarınız içinde ve onaylarla iade eder; faturalar için alacak dekontu düzenler.',
    lo: 'ຄືນເງິນທີ່ຊຳລະຜ່ານບັນຊີ Stripe ຂອງທ່ານ ຕາມກົດຂອງທ່ານ ແລະ ມີການອະນຸມັດ ພ້ອມອອກໃບຫຼຸດໜີ້ຂອງໃບແຈ້ງໜີ້',
    'zh-Hant': '依您的規則與核准流程，退還您 Stripe 帳戶的付款，並為帳單開立折讓單。',
  },
  category: 'refunds',
  hosts: ['https://api.stripe.com'],
  secrets: [{ key: 'STRIPE_SECRET_KEY', title: 'Secret key', hosts: ['https://api.stripe.com'] }],
  limits: { timeoutMs: 15_000, memoryMb: 32 },
  settings: { type: 'object', properties: refundSettings },
  collections: refundCollections,
  actions: {
    ...refundActions('pi_sample', 're_2'),
    getRefund: getRefundAction({ refundId: 're_sample', paymentId: 'pi_given', none: 're_none' }),
    creditNote: {
      ...refunds.actions.creditNote,
      examples: [
        {
          input: { amount: 20_000, currency: 'THB', reason: 'Late delivery', invoiceId: 'in_paid' },
          outlet: 'issued',
          output: { creditNoteId: 'cn_1', number: 'ABC-cn_1', url: 'https://pay.stripe.com/credit_notes/cn_1/pdf' },
        },
        {
          input: { amount: 20_000, currency: 'THB', reason: 'Late delivery', invoiceId: 'in_open' },
          outlet: 'issued',
          output: { creditNoteId: 'cn_1', number: 'ABC-cn_1', url: 'https://pay.stripe.com/credit_notes/cn_1/pdf' },
        },
        { input: { amount: 400_000, currency: 'THB', reason: 'Late', invoiceId: 'in_paid' }, outlet: 'needsApproval' },
        { input: { amount: 100, currency: 'THB', reason: 'Late', invoiceId: 'in_none' }, outlet: 'notEligible' },
        { input: { amount: 100, currency: 'THB', reason: 'Late' }, outlet: 'notEligible' },
      ],
    },
  },
} as const
export type StripeRefunds = typeof manifest

// biome-ignore lint/style/noDefaultExport: it is what packing reads
export default inAllLanguages(manifest)
