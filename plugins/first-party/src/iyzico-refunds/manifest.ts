import { inAllLanguages } from '../field-words/in-all-languages.ts'
import { iyzicoSecretTitle, iyzicoSettings } from '../iyzico/iyzico-words.ts'
import {
  getRefundAction,
  refundActions,
  refundCollections,
  refundSettings,
  sentCollection,
} from '../refund-rules/refund-manifest.ts'

const live = 'https://api.iyzipay.com'
const sandbox = 'https://sandbox-api.iyzipay.com'

const manifest = {
  name: 'iyzico-refunds',
  version: '1.0.0',
  sdk: 1,
  title: { en: 'iyzico refunds', th: 'คืนเงินผ่าน iyzico', tr: 'iyzico iadeleri', lo: 'ຄືນເງິນຜ່ານ iyzico', 'zh-Hant': 'iyzico 退款' },
  summary: {
    en: 'Gives payments of your iyzico account back, within your rules and with approvals.',
    th: 'คืนเงินที่ชำระผ่านบัญชี iyzico ของคุณ ตามกฎของคุณและมีการอนุมัติ',
    tr: 'iyzico hesabınızın ödemelerini kurallarınız içinde ve onaylarla iade eder.',
    lo: 'ຄືນເງິນທີ່ຊຳລະຜ່ານບັນຊີ iyzico ຂອງທ່ານ ຕາມກົດຂອງທ່ານ ແລະ ມີການອະນຸມັດ',
    'zh-Hant': '依您的規則與核准流程，退還您 iyzico 帳戶的付款。',
  },
  category: 'refunds',
  hosts: [live, sandbox],
  secrets: [{ key: 'IYZICO_SECRET_KEY', title: iyzicoSecretTitle, hosts: [live, sandbox] }],
  limits: { timeoutMs: 20_000, memoryMb: 32 },
  settings: { type: 'object', properties: { ...iyzicoSettings, ...refundSettings }, required: ['apiKey', 'ip'] },
  collections: { ...refundCollections, ...sentCollection },
  actions: {
    ...refundActions('11', '11.tried', 'TRY'),
    getRefund: getRefundAction({ refundId: '13.given', paymentId: '13', none: '13.none', currency: 'TRY' }),
  },
} as const
export type IyzicoRefunds = typeof manifest

// biome-ignore lint/style/noDefaultExport: it is what packing reads
export default inAllLanguages(manifest)
