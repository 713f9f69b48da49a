import { payments } from '@patchbay/core'

const { actions } = payments
const text = { type: 'string', maxLength: 120 } as const
const paid = {
  ...{ paymentId: 'pi_sample', state: 'paid', amount: 490_000, captured: 490_000, refunded: 0, currency: 'THB' },
  ...{ lastFour: '4242', brand: 'visa' },
} as const

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
      returnUrl: {
        type: 'string',
        maxLength: 500,
        format: 'uri',
        title: 'Where customers come back to',
        description: 'After a payment page, or after their bank has asked. An address of yours, with https.',
      },
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
  },
  triggers: {
    payment: {
      title: {
        en: 'A payment changed',
        th: 'การชำระเงินเปลี่ยนแปลง',
        tr: 'Bir ödeme değişti',
        lo: 'ການຊຳລະປ່ຽນແປງ',
        'zh-Hant': '付款有變動',
      },
      summary: {
        en: 'Stripe tells that a payment went through, failed or is disputed.',
        th: 'Stripe แจ้งว่าการชำระเงินสำเร็จ ล้มเหลว หรือมีข้อโต้แย้ง',
        tr: 'Stripe bir ödemenin başarılı, başarısız veya itirazlı olduğunu bildirir.',
        lo: 'Stripe ແຈ້ງວ່າການຊຳລະສຳເລັດ, ລົ້ມເຫຼວ ຫຼື ມີຂໍ້ໂຕ້ແຍ້ງ',
        'zh-Hant': 'Stripe 通知付款成功、失敗或有爭議。',
      },
      signature: {
        scheme: 'hmac-sha256',
        header: 'Stripe-Signature',
        secret: 'STRIPE_WEBHOOK_SECRET',
        parts: { time: 't', signature: 'v1' },
        signed: '{time}.{body}',
      },
      id: { body: 'id' },
      output: {
        type: 'object',
        properties: {
          paymentId: text,
          what: { type: 'string', enum: ['succeeded', 'failed', 'disputed'] },
          amount: { type: 'integer', minimum: 0 },
          currency: text,
        },
        required: ['paymentId', 'what', 'amount', 'currency'],
      },
      key: 'paymentId',
    },
  },
  actions: {
    createPaymentLink: {
      ...actions.createPaymentLink,
      examples: [
        {
          input: { amount: 490_000, currency: 'THB', description: 'Internet, January', language: 'th' },
          outlet: 'created',
          output: { linkId: 'cs_1', url: 'https://checkout.stripe.com/c/pay/cs_1', expiresAt: '2026-01-16T09:00:00.000Z' },
        },
      ],
    },
    charge: {
      ...actions.charge,
      examples: [
        {
          input: { amount: 490_000, currency: 'THB', card: 'token-of-a-card-number', expiry: 'token-of-its-last-month' },
          outlet: 'paid',
          output: paid,
        },
        {
          input: { amount: 490_000, currency: 'THB', methodId: 'pm_declined' },
          outlet: 'declined',
          output: { code: 'insufficientFunds' },
        },
        {
          input: { amount: 490_000, currency: 'THB', methodId: 'pm_asks' },
          outlet: 'requiresAction',
          output: { url: 'https://hooks.stripe.com/3d_secure' },
        },
        { input: { amount: 490_000, currency: 'THB' }, outlet: 'declined', output: { code: 'noCard' } },
      ],
    },
    getPayment: {
      ...actions.getPayment,
      timeoutMs: 5000,
      examples: [
        { input: { paymentId: 'pi_sample' }, outlet: 'paid', output: paid },
        { input: { paymentId: 'pi_none' }, outlet: 'notFound' },
      ],
    },
    listPayments: {
      ...actions.listPayments,
      timeoutMs: 5000,
      examples: [{ input: { limit: 5 }, outlet: 'done', output: { payments: [paid] } }],
    },
    cancelPayment: {
      ...actions.cancelPayment,
      timeoutMs: 5000,
      examples: [
        { input: { paymentId: 'pi_waiting' }, outlet: 'cancelled', output: { state: 'cancelled' } },
        { input: { paymentId: 'pi_sample' }, outlet: 'alreadySettled', output: { state: 'paid' } },
        { input: { paymentId: 'pi_none' }, outlet: 'notFound' },
      ],
    },
    listMethods: {
      ...actions.listMethods,
      timeoutMs: 3000,
      examples: [
        {
          input: { customerId: 'cus_1' },
          outlet: 'found',
          output: { methods: [{ methodId: 'pm_saved', brand: 'visa', lastFour: '4242' }], count: 1 },
        },
      ],
    },
  },
} as const
export type StripePayments = typeof manifest

// biome-ignore lint/style/noDefaultExport: it is what packing reads
export default manifest
