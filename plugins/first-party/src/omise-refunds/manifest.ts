import { inAllLanguages } from '../field-words/in-all-languages.ts'
import { omiseSecretTitle } from '../omise/omise-words.ts'
import {
  getRefundAction,
  refundActions,
  refundCollections,
  refundSettings,
  sentCollection,
} from '../refund-rules/refund-manifest.ts'

const api = 'https://api.omise.co'

const manifest = {
  name: 'omise-refunds',
  version: '1.0.0',
  sdk: 1,
  title: { en: 'Omise refunds', th: 'คืนเงินผ่าน Omise', tr: 'Omise iadeleri', lo: 'ຄືນເງິນຜ່ານ Omise', 'zh-Hant': 'Omise 退款' },
  summary: {
    en: 'Gives payments of your Omise account back, within your rules and with approvals.',
    th: 'คืนเงินที่ชำระผ่านบัญชี Omise ของคุณ ตามกฎของคุณและมีการอนุมัติ',
    tr: 'Omise hesabınızın ödemelerini kurallarınız içinde ve onaylarla iade eder.',
    lo: 'ຄືນເງິນທີ່ຊຳລະຜ່ານບັນຊີ Omise ຂອງທ່ານ ຕາມກົດຂອງທ່ານ ແລະ ມີການອະນຸມັດ',
    'zh-Hant': '依您的規則與核准流程，退還您 Omise 帳戶的付款。',
  },
  category: 'refunds',
  hosts: [api],
  secrets: [{ key: 'OMISE_SECRET_KEY', title: omiseSecretTitle, hosts: [api] }],
  limits: { timeoutMs: 15_000, memoryMb: 32 },
  settings: { type: 'object', properties: refundSettings },
  collections: { ...refundCollections, ...sentCollection },
  actions: {
    ...refundActions('chrg_sample', 'chrg_sample.rfnd_2'),
    getRefund: getRefundAction({ refundId: 'chrg_given.rfnd_sample', paymentId: 'chrg_given', none: 'chrg_given.rfnd_none' }),
  },
} as const
export type OmiseRefunds = typeof manifest

// biome-ignore lint/style/noDefaultExport: it is what packing reads
export default inAllLanguages(manifest)
