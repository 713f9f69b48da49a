import { payments } from '@patchbay/core'

const { actions } = payments
const text = { type: 'string', maxLength: 120 } as const

interface Samples {
  amount: number
  currency: string
  /** What is answered to the question for a page. */
  link: { linkId: string; url: string; expiresAt?: string }
  /** Of a card that was typed. */
  paid: { paymentId: string; lastFour: string; brand: string }
  /** What is refused, and why. */
  declined: { methodId: string; customerId?: string; code: string }
  /** What the payer has to say yes to, and where. */
  asks: { methodId: string; customerId?: string; url: string }
  /** Of no payment. */
  nothing: string
}

const paidOf = ({ amount, currency, paid }: Samples) =>
  ({ ...paid, state: 'paid', amount, captured: amount, refunded: 0, currency }) as const

/** The actions that an adapter has at least, with examples that name what the fake of its service holds. */
export const paymentActions = (samples: Samples) => {
  const { amount, currency, link, declined, asks, nothing } = samples
  const paid = paidOf(samples)
  const { code, ...refused } = declined
  const { url, ...asking } = asks
  return {
    createPaymentLink: {
      ...actions.createPaymentLink,
      examples: [
        { input: { amount, currency, description: 'Internet, January', language: 'th' }, outlet: 'created', output: link },
      ],
    },
    charge: {
      ...actions.charge,
      examples: [
        {
          input: { amount, currency, card: 'token-of-a-card-number', expiry: 'token-of-its-last-month' },
          outlet: 'paid',
          output: paid,
        },
        { input: { amount, currency, ...refused }, outlet: 'declined', output: { code } },
        { input: { amount, currency, ...asking }, outlet: 'requiresAction', output: { url } },
        { input: { amount, currency }, outlet: 'declined', output: { code: 'noCard' } },
      ],
    },
    getPayment: {
      ...actions.getPayment,
      timeoutMs: 5000,
      examples: [
        { input: { paymentId: paid.paymentId }, outlet: 'paid', output: paid },
        { input: { paymentId: nothing }, outlet: 'notFound' },
      ],
    },
  } as const
}

/** Of services that list what was paid. */
export const listPayments = (samples: Samples) =>
  ({
    ...actions.listPayments,
    timeoutMs: 5000,
    examples: [{ input: { limit: 5 }, outlet: 'done', output: { payments: [paidOf(samples)] } }],
  }) as const

/** Of services that take back what is not paid yet. */
export const cancelPayment = ({ waiting, paid, nothing }: { waiting: string; paid: string; nothing: string }) =>
  ({
    ...actions.cancelPayment,
    timeoutMs: 5000,
    examples: [
      { input: { paymentId: waiting }, outlet: 'cancelled', output: { state: 'cancelled' } },
      { input: { paymentId: paid }, outlet: 'alreadySettled', output: { state: 'paid' } },
      { input: { paymentId: nothing }, outlet: 'notFound' },
    ],
  }) as const

/** Of services that keep cards. */
export const listMethods = (customerId: string, method: { methodId: string; brand: string; lastFour: string }) =>
  ({
    ...actions.listMethods,
    timeoutMs: 3000,
    examples: [{ input: { customerId }, outlet: 'found', output: { methods: [method], count: 1 } }],
  }) as const

/** What a webhook of a payment service tells; how it is signed is each service's own. */
export const paymentTrigger = (service: string) =>
  ({
    title: {
      en: 'A payment changed',
      th: 'การชำระเงินเปลี่ยนแปลง',
      tr: 'Bir ödeme değişti',
      lo: 'ການຊຳລະປ່ຽນແປງ',
      'zh-Hant': '付款有變動',
    },
    summary: {
      en: `${service} tells that a payment went through, failed or is disputed.`,
      th: `${service} แจ้งว่าการชำระเงินสำเร็จ ล้มเหลว หรือมีข้อโต้แย้ง`,
      tr: `${service} bir ödemenin başarılı, başarısız veya itirazlı olduğunu bildirir.`,
      lo: `${service} ແຈ້ງວ່າການຊຳລະສຳເລັດ, ລົ້ມເຫຼວ ຫຼື ມີຂໍ້ໂຕ້ແຍ້ງ`,
      'zh-Hant': `${service} 通知付款成功、失敗或有爭議。`,
    },
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
  }) as const

export const returnUrl = {
  type: 'string',
  maxLength: 500,
  format: 'uri',
  title: 'Where customers come back to',
  description: 'After a payment page, or after their bank has asked. An address of yours, with https.',
} as const
