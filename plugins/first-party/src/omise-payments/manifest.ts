import { inAllLanguages } from '../field-words/in-all-languages.ts'
import { omiseSecretTitle } from '../omise/omise-words.ts'
import {
  cancelPayment,
  listMethods,
  listPayments,
  paymentActions,
  paymentTrigger,
  returnUrl,
} from '../payment-adapter/payment-actions.ts'

const api = 'https://api.omise.co'
const vault = 'https://vault.omise.co'
const samples = {
  ...{ amount: 490_000, currency: 'THB', nothing: 'chrg_none' },
  link: { linkId: 'link_1', url: 'https://link.omise.co/link_1' },
  paid: { paymentId: 'chrg_sample', lastFour: '4242', brand: 'visa' },
  declined: { methodId: 'card_declined', customerId: 'cust_1', code: 'insufficientFunds' },
  asks: { methodId: 'promptpay', url: `${api}/charges/chrg_5/documents/qr.svg` },
}

const manifest = {
  name: 'omise-payments',
  version: '1.0.0',
  sdk: 1,
  title: {
    en: 'Omise payments',
    th: 'ชำระเงินผ่าน Omise',
    tr: 'Omise ödemeleri',
    lo: 'ຊຳລະເງິນຜ່ານ Omise',
    'zh-Hant': 'Omise 付款',
  },
  summary: {
    en: 'Takes payments through your Omise account: cards on the keys, saved cards, PromptPay and payment links.',
    th: 'รับชำระเงินผ่านบัญชี Omise ของคุณ ทั้งบัตรที่กดบนแป้น บัตรที่บันทึกไว้ พร้อมเพย์ และลิงก์ชำระเงิน',
    tr: 'Omise hesabınız üzerinden ödeme alır: tuşlanan kartlar, kayıtlı kartlar, PromptPay ve ödeme bağlantıları.',
    lo: 'ຮັບຊຳລະເງິນຜ່ານບັນຊີ Omise ຂອງທ່ານ: ບັດທີ່ກົດ, ບັດທີ່ບັນທຶກ, PromptPay ແລະ ລິ້ງຊຳລະເງິນ',
    'zh-Hant': '透過您的 Omise 帳戶收款：按鍵輸入的卡片、已存卡片、PromptPay 與付款連結。',
  },
  category: 'payments',
  hosts: [api, vault],
  secrets: [
    { key: 'OMISE_SECRET_KEY', title: omiseSecretTitle, hosts: [api] },
    { key: 'OMISE_WEBHOOK_SECRET', title: 'Secret of the webhooks', hosts: [] },
  ],
  dataClasses: ['card', 'contact'],
  limits: { timeoutMs: 15_000, memoryMb: 32 },
  settings: {
    type: 'object',
    properties: {
      publicKey: { type: 'string', maxLength: 100, title: 'Public key', description: 'It begins with pkey_.' },
      returnUrl,
    },
    required: ['publicKey', 'returnUrl'],
  },
  collections: {
    begun: {
      title: 'Payments that were begun',
      record: {
        type: 'object',
        properties: { method: { type: 'string', maxLength: 120 }, at: { type: 'integer' } },
        required: ['method', 'at'],
      },
    },
  },
  triggers: {
    payment: {
      ...paymentTrigger('Omise'),
      signature: {
        scheme: 'hmac-sha256',
        header: 'Omise-Signature',
        timeHeader: 'Omise-Signature-Timestamp',
        secret: 'OMISE_WEBHOOK_SECRET',
        secretEncoding: 'base64',
        signed: '{time}.{body}',
      },
      id: { body: 'id' },
    },
  },
  actions: {
    ...paymentActions(samples),
    listPayments: listPayments(samples),
    cancelPayment: cancelPayment({ waiting: 'chrg_waiting', paid: 'chrg_sample', nothing: 'chrg_none' }),
    listMethods: listMethods('cust_1', { methodId: 'card_saved', brand: 'visa', lastFour: '4242' }),
  },
} as const
export type OmisePayments = typeof manifest

// biome-ignore lint/style/noDefaultExport: it is what packing reads
export default inAllLanguages(manifest)
