import { inAllLanguages } from '../field-words/in-all-languages.ts'
import {
  cancelPayment,
  listMethods,
  listPayments,
  paymentActions,
  paymentTrigger,
  returnUrl,
} from '../payment-adapter/payment-actions.ts'
import { subscriptionActions, subscriptionNotes } from './subscription-manifest.ts'

const text = { type: 'string', maxLength: 120 } as const
const samples = {
  ...{ amount: 490_000, currency: 'THB', nothing: 'pi_none' },
  link: { linkId: 'cs_1', url: 'https://checkout.stripe.com/c/pay/cs_1', expiresAt: '2026-01-16T09:00:00.000Z' },
  paid: { paymentId: 'pi_sample', lastFour: '4242', brand: 'visa' },
  declined: { methodId: 'pm_declined', code: 'insufficientFunds' },
  asks: { methodId: 'pm_asks', url: 'https://hooks.stripe.com/3d_secure' },
}

const manifest = {
  name: 'stripe-payments',
  version: '1.0.0',
  sdk: 1,
  title: {
    en: 'Stripe payments',
    th: 'ชำระเงินผ่าน Stripe',
    tr: 'Stripe ödemeleri',
    lo: 'ຊຳລະເງິນຜ່ານ Stripe',
    'zh-Hant': 'Stripe 付款',
  },
  summary: {
    en: 'Takes payments through your Stripe account: cards on the keys, saved cards and payment pages.',
    th: 'รับชำระเงินผ่านบัญชี Stripe ของคุณ ทั้งบัตรที่กดบนแป้น บัตรที่บันทึกไว้ และหน้าชำระเงิน',
    tr: 'Stripe hesabınız üzerinden ödeme alır: tuşlanan kartlar, kayıtlı kartlar ve ödeme sayfaları.',
    lo: 'ຮັບຊຳລະເງິນຜ່ານບັນຊີ Stripe ຂອງທ່ານ: ບັດທີ່ກົດ, ບັດທີ່ບັນທຶກ ແລະ ໜ້າຊຳລະເງິນ',
    'zh-Hant': '透過您的 Stripe 帳戶收款：按鍵輸入的卡片、已存卡片與付款頁面。',
  },
  category: 'payments',
  hosts: ['https://api.stripe.com'],
  secrets: [
    { key: 'STRIPE_SECRET_KEY', title: 'Secret key', hosts: ['https://api.stripe.com'] },
    { key: 'STRIPE_WEBHOOK_SECRET', title: 'Signing secret of the webhook', hosts: ['https://api.stripe.com'] },
  ],
  dataClasses: ['card', 'contact'],
  limits: { timeoutMs: 15_000, memoryMb: 32 },
  settings: {
    type: 'object',
    properties: {
      returnUrl,
    },
    required: ['returnUrl'],
  },
  collections: {
    intents: {
      title: 'Payments that were begun',
      record: {
        type: 'object',
        properties: { method: text, intent: text, amount: { type: 'integer' }, currency: text },
        required: ['method'],
      },
    },
    ...subscriptionNotes,
  },
  triggers: {
    payment: {
      ...paymentTrigger('Stripe'),
      signature: {
        scheme: 'hmac-sha256',
        header: 'Stripe-Signature',
        secret: 'STRIPE_WEBHOOK_SECRET',
        parts: { time: 't', signature: 'v1' },
        signed: '{time}.{body}',
      },
      id: { body: 'id' },
    },
  },
  actions: {
    ...paymentActions(samples),
    listPayments: listPayments(samples),
    cancelPayment: cancelPayment({ waiting: 'pi_waiting', paid: 'pi_sample', nothing: 'pi_none' }),
    listMethods: listMethods('cus_1', { methodId: 'pm_saved', brand: 'visa', lastFour: '4242' }),
    ...subscriptionActions,
  },
} as const
export type StripePayments = typeof manifest

// biome-ignore lint/style/noDefaultExport: it is what packing reads
export default inAllLanguages(manifest)
