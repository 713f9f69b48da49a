import { refunds } from '@patchbay/core'
import { refundActions, refundCollections, refundSettings } from '../refund-rules/refund-manifest.ts'

const manifest = {
  name: 'stripe-refunds',
  version: '1.0.0',
  sdk: 1,
  title: { en: 'Stripe refunds', th: 'คืนเงินผ่าน Stripe', tr: 'Stripe iadeleri', lo: 'ຄືນເງິນຜ່ານ Stripe', 'zh-Hant': 'Stripe 退款' },
  summary: {
    en: 'Gives payments of your Stripe account back, within your rules and with approvals.',
    th: 'คืนเงินที่ชำระผ่านบัญชี Stripe ของคุณ ตามกฎของคุณและมีการอนุมัติ',
    tr: 'Stripe hesabınızın ödemelerini kurallarınız içinde ve onaylarla iade eder.',
    lo: 'ຄືນເງິນທີ່ຊຳລະຜ່ານບັນຊີ Stripe ຂອງທ່ານ ຕາມກົດຂອງທ່ານ ແລະ ມີການອະນຸມັດ',
    'zh-Hant': '依您的規則與核准流程，退還您 Stripe 帳戶的付款。',
  },
  category: 'refunds',
  hosts: ['https://api.stripe.com'],
  secrets: [{ key: 'STRIPE_SECRET_KEY', title: 'Secret key', hosts: ['https://api.stripe.com'] }],
  limits: { timeoutMs: 15_000, memoryMb: 32 },
  settings: { type: 'object', properties: refundSettings },
  collections: refundCollections,
  actions: {
    ...refundActions('pi_sample', 're_2'),
    getRefund: {
      ...refunds.actions.getRefund,
      timeoutMs: 5000,
      examples: [
        {
          input: { refundId: 're_sample' },
          outlet: 'refunded',
          output: { refundId: 're_sample', paymentId: 'pi_given', amount: 100, currency: 'THB' },
        },
        { input: { refundId: 're_none' }, outlet: 'notFound' },
      ],
    },
  },
} as const
export type StripeRefunds = typeof manifest

// biome-ignore lint/style/noDefaultExport: it is what packing reads
export default manifest
