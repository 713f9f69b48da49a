import { inAllLanguages } from '../field-words/in-all-languages.ts'
import { cancelPayment, listMethods, paymentActions, paymentTrigger, returnUrl } from '../payment-adapter/payment-actions.ts'
import { paypalSecretTitle, paypalSettings } from '../paypal/paypal-words.ts'

const live = 'https://api-m.paypal.com'
const sandbox = 'https://api-m.sandbox.paypal.com'
const text = { type: 'string', maxLength: 120 } as const
const samples = {
  ...{ amount: 4_900, currency: 'USD', nothing: 'NONE' },
  link: { linkId: 'ORDER7', url: 'https://www.paypal.com/checkoutnow?token=ORDER7', expiresAt: '2026-01-15T12:00:00.000Z' },
  paid: { paymentId: 'SAMPLE', lastFour: '4242', brand: 'visa' },
  declined: { methodId: 'vault-declined', code: 'insufficientFunds' },
  asks: { methodId: 'vault-asks', url: 'https://www.paypal.com/webapps/helios?action=verify&flow=3ds&cart_id=ORDER7' },
}

const manifest = {
  name: 'paypal-payments',
  version: '1.0.0',
  sdk: 1,
  title: {
    en: 'PayPal payments',
    th: 'ชำระเงินผ่าน PayPal',
    tr: 'PayPal ödemeleri',
    lo: 'ຊຳລະເງິນຜ່ານ PayPal',
    'zh-Hant': 'PayPal 付款',
  },
  summary: {
    en: 'Takes payments through your PayPal account: cards on the keys, saved cards and PayPal pages.',
    th: 'รับชำระเงินผ่านบัญชี PayPal ของคุณ ทั้งบัตรที่กดบนแป้น บัตรที่บันทึกไว้ และหน้าชำระเงินของ PayPal',
    tr: 'PayPal hesabınız üzerinden ödeme alır: tuşlanan kartlar, kayıtlı kartlar ve PayPal sayfaları.',
    lo: 'ຮັບຊຳລະເງິນຜ່ານບັນຊີ PayPal ຂອງທ່ານ: ບັດທີ່ກົດ, ບັດທີ່ບັນທຶກ ແລະ ໜ້າຊຳລະຂອງ PayPal',
    'zh-Hant': '透過您的 PayPal 帳戶收款：按鍵輸入的卡片、已存卡片與 PayPal 頁面。',
  },
  category: 'payments',
  hosts: [live, sandbox],
  secrets: [{ key: 'PAYPAL_CLIENT_SECRET', title: paypalSecretTitle, hosts: [live, sandbox] }],
  dataClasses: ['card', 'contact'],
  limits: { timeoutMs: 15_000, memoryMb: 32 },
  settings: {
    type: 'object',
    properties: {
      ...paypalSettings,
      returnUrl,
    },
    required: ['clientId', 'returnUrl'],
  },
  collections: {
    orders: {
      title: 'Payments that were begun',
      record: {
        type: 'object',
        properties: {
          order: text,
          state: { type: 'string', enum: ['open', 'capturing', 'declined', 'cancelled'] },
          code: text,
          at: { type: 'integer' },
          url: { type: 'string', maxLength: 2000 },
          until: { type: 'integer' },
          disputed: { type: 'boolean' },
        },
        required: ['order', 'state', 'at'],
      },
      indexes: [['order']],
    },
  },
  triggers: { payment: { ...paymentTrigger('PayPal'), signature: { scheme: 'unsigned' } } },
  actions: {
    ...paymentActions(samples),
    cancelPayment: cancelPayment({ waiting: 'WAITING', paid: 'SAMPLE', nothing: 'NONE' }),
    listMethods: listMethods('customer-1', { methodId: 'vault-saved', brand: 'visa', lastFour: '4242' }),
  },
} as const
export type PaypalPayments = typeof manifest

// biome-ignore lint/style/noDefaultExport: it is what packing reads
export default inAllLanguages(manifest)
