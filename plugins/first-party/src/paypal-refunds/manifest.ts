import { inAllLanguages } from '../field-words/in-all-languages.ts'
import { paypalSecretTitle, paypalSettings } from '../paypal/paypal-words.ts'
import { getRefundAction, refundActions, refundCollections, refundSettings } from '../refund-rules/refund-manifest.ts'

const live = 'https://api-m.paypal.com'
const sandbox = 'https://api-m.sandbox.paypal.com'

const manifest = {
  name: 'paypal-refunds',
  version: '1.0.0',
  sdk: 1,
  title: { en: 'PayPal refunds', th: 'คืนเงินผ่าน PayPal', tr: 'PayPal iadeleri', lo: 'ຄືນເງິນຜ່ານ PayPal', 'zh-Hant': 'PayPal 退款' },
  summary: {
    en: 'Gives payments of your PayPal account back, within your rules and with approvals.',
    th: 'คืนเงินที่ชำระผ่านบัญชี PayPal ของคุณ ตามกฎของคุณและมีการอนุมัติ',
    tr: 'PayPal hesabınızın ödemelerini kurallarınız içinde ve onaylarla iade eder.',
    lo: 'ຄືນເງິນທີ່ຊຳລະຜ່ານບັນຊີ PayPal ຂອງທ່ານ ຕາມກົດຂອງທ່ານ ແລະ ມີການອະນຸມັດ',
    'zh-Hant': '依您的規則與核准流程，退還您 PayPal 帳戶的付款。',
  },
  category: 'refunds',
  hosts: [live, sandbox],
  secrets: [{ key: 'PAYPAL_CLIENT_SECRET', title: paypalSecretTitle, hosts: [live, sandbox] }],
  limits: { timeoutMs: 15_000, memoryMb: 32 },
  settings: { type: 'object', properties: { ...paypalSettings, ...refundSettings }, required: ['clientId'] },
  collections: refundCollections,
  actions: {
    ...refundActions('BAHT', 'REF-2'),
    getRefund: getRefundAction({ refundId: 'REF-SAMPLE', paymentId: 'GIVEN', none: 'REF-NONE' }),
  },
} as const
export type PaypalRefunds = typeof manifest

// biome-ignore lint/style/noDefaultExport: it is what packing reads
export default inAllLanguages(manifest)
