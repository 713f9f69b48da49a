import { inAllLanguages } from '../field-words/in-all-languages.ts'
import { iyzicoSecretTitle, iyzicoSettings } from '../iyzico/iyzico-words.ts'
import { cancelPayment, listMethods, paymentActions, paymentTrigger, returnUrl } from '../payment-adapter/payment-actions.ts'

const live = 'https://api.iyzipay.com'
const sandbox = 'https://sandbox-api.iyzipay.com'
const text = { type: 'string', maxLength: 200 } as const
const samples = {
  ...{ amount: 490_000, currency: 'TRY', nothing: '99' },
  link: { linkId: 'form-1', url: 'https://cpp.iyzipay.com?token=form-1', expiresAt: '2026-01-15T09:30:00.000Z' },
  paid: { paymentId: '11', lastFour: '4242', brand: 'visa' },
  declined: { methodId: 'card-declined', customerId: 'user-1', code: 'insufficientFunds' },
  asks: { methodId: 'card-debit', customerId: 'user-1', url: 'https://cpp.iyzipay.com?token=form-1' },
}

const manifest = {
  name: 'iyzico-payments',
  version: '1.0.0',
  sdk: 1,
  title: {
    en: 'iyzico payments',
    th: 'ชำระเงินผ่าน iyzico',
    tr: 'iyzico ödemeleri',
    lo: 'ຊຳລະເງິນຜ່ານ iyzico',
    'zh-Hant': 'iyzico 付款',
  },
  summary: {
    en: 'Takes payments through your iyzico account: cards on the keys, saved cards and payment pages.',
    th: 'รับชำระเงินผ่านบัญชี iyzico ของคุณ ทั้งบัตรที่กดบนแป้น บัตรที่บันทึกไว้ และหน้าชำระเงิน',
    tr: 'iyzico hesabınız üzerinden ödeme alır: tuşlanan kartlar, kayıtlı kartlar ve ödeme sayfaları.',
    lo: 'ຮັບຊຳລະເງິນຜ່ານບັນຊີ iyzico ຂອງທ່ານ: ບັດທີ່ກົດ, ບັດທີ່ບັນທຶກ ແລະ ໜ້າຊຳລະເງິນ',
    'zh-Hant': '透過您的 iyzico 帳戶收款：按鍵輸入的卡片、已存卡片與付款頁面。',
  },
  category: 'payments',
  hosts: [live, sandbox],
  secrets: [{ key: 'IYZICO_SECRET_KEY', title: iyzicoSecretTitle, hosts: [live, sandbox] }],
  dataClasses: ['card', 'contact'],
  limits: { timeoutMs: 20_000, memoryMb: 32 },
  settings: {
    type: 'object',
    properties: {
      ...iyzicoSettings,
      returnUrl,
      page: {
        type: 'string',
        enum: ['checkoutForm', 'payWithIyzico'],
        enumTitles: { checkoutForm: 'Checkout form', payWithIyzico: 'Pay with iyzico' },
        title: 'Page for payment links',
        description: 'The checkout form, when it is blank.',
      },
      email: {
        ...text,
        format: 'email',
        title: 'E-mail address of buyers',
        description: 'iyzico wants one; callers have given none.',
      },
      address: { ...text, title: 'Address of buyers', description: 'iyzico wants one, such as that of your shop.' },
      city: { ...text, title: 'City of buyers' },
      identityNumber: { ...text, title: 'Identity number of buyers', description: '11111111111, when it is blank.' },
    },
    required: ['apiKey', 'returnUrl', 'email', 'address', 'city', 'ip'],
  },
  collections: {
    payments: {
      title: 'Payments that were begun',
      record: {
        type: 'object',
        properties: {
          at: { type: 'integer' },
          code: text,
          token: text,
          url: { type: 'string', maxLength: 2000 },
          until: { type: 'integer' },
          runId: text,
          amount: { type: 'integer' },
          currency: text,
        },
        required: ['at', 'amount', 'currency'],
      },
      indexes: [['token']],
    },
  },
  triggers: { payment: { ...paymentTrigger('iyzico'), signature: { scheme: 'unsigned' } } },
  actions: {
    ...paymentActions(samples),
    cancelPayment: cancelPayment({ waiting: '12', paid: '11', nothing: '99' }),
    listMethods: listMethods('user-1', { methodId: 'card-saved', brand: 'visa', lastFour: '4242' }),
  },
} as const
export type IyzicoPayments = typeof manifest

// biome-ignore lint/style/noDefaultExport: it is what packing reads
export default inAllLanguages(manifest)
