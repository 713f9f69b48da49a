import { payments } from '@patchbay/core'
import { inAllLanguages } from '../field-words/in-all-languages.ts'
import { subscriptionCollections, subscriptionExamples } from './subscription-manifest.ts'

const { actions } = payments
const text = { type: 'string', maxLength: 120 } as const
const whole = { type: 'integer', minimum: 0 } as const
const paid = {
  ...{ paymentId: 'pay_sample', state: 'paid', amount: 490_000, captured: 490_000, refunded: 0, currency: 'THB' },
  ...{ lastFour: '4242', brand: 'visa', invoiceId: 'i1', at: '2026-01-15T09:00:00.000Z' },
} as const
const invoice = {
  ...{ id: 'i1', number: '2026-0001', amount: 490_000, open: 490_000, currency: 'THB', due: '2026-02-01' },
  ...{ state: 'open', description: 'Internet, January' },
} as const

const manifest = {
  name: 'ledger',
  version: '1.0.0',
  sdk: 1,
  title: {
    en: 'Bills and test cards',
    th: 'ใบแจ้งหนี้และบัตรทดสอบ',
    tr: 'Faturalar ve test kartları',
    lo: 'ໃບແຈ້ງໜີ້ ແລະ ບັດທົດສອບ',
    'zh-Hant': '帳單與測試卡',
  },
  summary: {
    en: 'Keeps bills, and takes payments by test cards, with no account anywhere. For trials: no money moves.',
    th: 'เก็บใบแจ้งหนี้และรับชำระด้วยบัตรทดสอบ โดยไม่ต้องมีบัญชีใด ๆ ใช้สำหรับทดลอง ไม่มีการตัดเงินจริง',
    tr: 'Faturaları tutar ve test kartlarıyla ödeme alır; hiçbir hesap gerekmez. Deneme içindir: para çekilmez.',
    lo: 'ເກັບໃບແຈ້ງໜີ້ ແລະ ຮັບຊຳລະດ້ວຍບັດທົດສອບ ໂດຍບໍ່ຕ້ອງມີບັນຊີໃດ ໃຊ້ສຳລັບທົດລອງ ບໍ່ມີການຕັດເງິນແທ້',
    'zh-Hant': '保存帳單並以測試卡收款，無需任何帳號。供試用：不會真的扣款。',
  },
  category: 'payments',
  hosts: ['https://cards.patchbay.test'],
  dataClasses: ['card', 'contact'],
  limits: { timeoutMs: 8000, memoryMb: 32 },
  settings: {
    type: 'object',
    properties: {
      samples: {
        type: 'boolean',
        title: 'Sample bills',
        description:
          'Whoever calls and has no bill is given one to try with, and there are two plans, unless this is switched off.',
      },
      currency: { type: 'string', title: 'Currency of sample bills', format: 'currency', minLength: 3, maxLength: 3 },
      linkMinutes: { type: 'integer', minimum: 5, maximum: 43_200, title: 'Payment links are valid for, in minutes' },
    },
  },
  collections: {
    invoices: {
      title: 'Bills',
      record: {
        type: 'object',
        properties: {
          number: text,
          customerId: text,
          phone: text,
          amount: whole,
          currency: text,
          due: text,
          description: { type: 'string', maxLength: 200 },
          void: { type: 'boolean' },
          sampleFor: { type: 'string', maxLength: 120, title: 'Who a sample bill is for' },
        },
        required: ['number', 'amount', 'currency'],
      },
      unique: [['number'], ['sampleFor']],
      indexes: [['customerId'], ['phone']],
      // a bill is kept, with its number and amount
      erasing: {
        by: [
          { field: 'phone', names: 'telephone' },
          { field: 'customerId', names: 'customer' },
        ],
        blank: ['phone', 'customerId', 'description', 'sampleFor'],
      },
    },
    ...subscriptionCollections,
  },
  actions: {
    listInvoices: {
      ...actions.listInvoices,
      timeoutMs: 3000,
      examples: [
        { input: { customerId: 'c1', openOnly: true }, outlet: 'found', output: { invoices: [invoice], count: 1 } },
        { input: { customerId: 'nobody' }, outlet: 'notFound', output: { count: 0 } },
      ],
    },
    createInvoice: {
      title: { en: 'Write a bill', th: 'ออกใบแจ้งหนี้', tr: 'Fatura yaz', lo: 'ອອກໃບແຈ້ງໜີ້', 'zh-Hant': '開立帳單' },
      summary: {
        en: 'Puts a bill in, which the customer can pay.',
        th: 'เพิ่มใบแจ้งหนี้ที่ลูกค้าชำระได้',
        tr: 'Müşterinin ödeyebileceği bir fatura ekler.',
        lo: 'ເພີ່ມໃບແຈ້ງໜີ້ທີ່ລູກຄ້າຊຳລະໄດ້',
        'zh-Hant': '新增客戶可支付的帳單。',
      },
      input: {
        type: 'object',
        properties: {
          amount: actions.charge.input.properties.amount,
          currency: actions.charge.input.properties.currency,
          customerId: actions.charge.input.properties.customerId,
          phone: actions.listInvoices.input.properties.phone,
          due: { type: 'string', maxLength: 10, format: 'date', title: 'To be paid by' },
          description: { type: 'string', maxLength: 200, title: 'What for' },
        },
        required: ['amount', 'currency'],
      },
      output: { type: 'object', properties: { id: text, number: text }, required: ['id', 'number'] },
      outlets: ['created', 'invalidInput'],
      sideEffect: 'write',
      mode: 'idempotent',
      examples: [
        {
          input: { amount: 490_000, currency: 'THB', customerId: 'c2', phone: '+66 81 234 5678' },
          outlet: 'created',
          output: { id: 'invoice-1', number: 'B-1' },
        },
        { input: { amount: 1, currency: 'THB', phone: 'not a number' }, outlet: 'invalidInput' },
      ],
    },
    createPaymentLink: {
      ...actions.createPaymentLink,
      timeoutMs: 3000,
      examples: [
        {
          input: { amount: 490_000, currency: 'THB', description: 'Internet, January', invoiceId: 'i1' },
          outlet: 'created',
          output: { linkId: 'link_1', url: 'https://patchbay.example.com/pay/x', expiresAt: '2026-01-15T10:00:00.000Z' },
        },
      ],
    },
    charge: {
      ...actions.charge,
      examples: [
        {
          input: {
            amount: 490_000,
            currency: 'THB',
            card: 'token-of-a-card-number',
            expiry: 'token-of-its-last-month',
            invoiceId: 'i1',
          },
          outlet: 'paid',
          output: paid,
        },
        { input: { amount: 490_000, currency: 'THB' }, outlet: 'declined', output: { code: 'noCard' } },
        { input: { amount: 13, currency: 'THB', methodId: 'card_1' }, outlet: 'declined', output: { code: 'insufficientFunds' } },
      ],
    },
    getPayment: {
      ...actions.getPayment,
      timeoutMs: 3000,
      examples: [
        { input: { paymentId: 'pay_sample' }, outlet: 'paid', output: paid },
        { input: { paymentId: 'pay_nothing' }, outlet: 'notFound' },
      ],
    },
    listPayments: {
      ...actions.listPayments,
      timeoutMs: 3000,
      examples: [{ input: { limit: 10 }, outlet: 'done', output: { payments: [paid] } }],
    },
    cancelPayment: {
      ...actions.cancelPayment,
      timeoutMs: 3000,
      examples: [
        { input: { paymentId: 'pay_waiting' }, outlet: 'cancelled', output: { state: 'cancelled' } },
        { input: { paymentId: 'pay_sample' }, outlet: 'alreadySettled', output: { state: 'paid' } },
        { input: { paymentId: 'pay_nothing' }, outlet: 'notFound' },
      ],
    },
    saveMethod: {
      ...actions.saveMethod,
      timeoutMs: 3000,
      examples: [
        {
          input: { customerId: 'c1', card: 'token-of-a-card-number', expiry: 'token-of-its-last-month' },
          outlet: 'saved',
          output: { methodId: 'card_2', brand: 'visa', lastFour: '4242' },
        },
      ],
    },
    listMethods: {
      ...actions.listMethods,
      timeoutMs: 3000,
      examples: [
        {
          input: { customerId: 'c1' },
          outlet: 'found',
          output: { methods: [{ methodId: 'card_1', brand: 'visa', lastFour: '9995' }], count: 1 },
        },
        { input: { customerId: 'nobody' }, outlet: 'notFound', output: { count: 0 } },
      ],
    },
    ...subscriptionExamples,
  },
} as const
export type Ledger = typeof manifest

// biome-ignore lint/style/noDefaultExport: it is what packing reads
export default inAllLanguages(manifest)
