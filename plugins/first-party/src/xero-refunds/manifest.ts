import { refunds } from '@patchbay/core'
import { inAllLanguages } from '../field-words/in-all-languages.ts'
import { getRefundAction, refundActions, refundCollections, refundSettings } from '../refund-rules/refund-manifest.ts'
import { SAMPLE } from './sample.ts'

const API = 'https://api.xero.com'
const IDENTITY = 'https://identity.xero.com'
const code = (title: string, description: string) => ({ type: 'string', title, description, maxLength: 10 }) as const

/** Writes credit notes in Xero, and pays them out. */
const manifest = {
  name: 'xero-refunds',
  version: '1.0.0',
  sdk: 1,
  title: { en: 'Xero refunds', th: 'คืนเงินผ่าน Xero', tr: 'Xero iadeleri', lo: 'ຄືນເງິນຜ່ານ Xero', 'zh-Hant': 'Xero 退款' },
  summary: {
    en: 'Writes credit notes about bills in your Xero and records that they were paid out, within your rules and with approvals.',
    th: 'ออกใบลดหนี้ของใบแจ้งหนี้ใน Xero ของคุณ และบันทึกการจ่ายคืน ตามกฎของคุณและมีการอนุมัติ',
    tr: 'Xero’daki faturalar için alacak dekontu düzenler ve ödendiğini kaydeder; kurallarınız içinde ve onaylarla.',
    lo: 'ອອກໃບຫຼຸດໜີ້ຂອງໃບແຈ້ງໜີ້ໃນ Xero ຂອງທ່ານ ແລະ ບັນທຶກການຈ່າຍຄືນ ຕາມກົດຂອງທ່ານ ແລະ ມີການອະນຸມັດ',
    'zh-Hant': '依您的規則與核准流程，為 Xero 帳單開立折讓單並記錄退款。',
  },
  category: 'refunds',
  hosts: [API, IDENTITY],
  secrets: [
    {
      key: 'XERO_CLIENT_SECRET',
      title: {
        en: 'Client secret',
        th: 'รหัสลับของไคลเอนต์',
        tr: 'İstemci gizli anahtarı',
        lo: 'ລະຫັດລັບຂອງໄຄລເອັນ',
        'zh-Hant': '用戶端密鑰',
      },
      hosts: [IDENTITY],
    },
  ],
  limits: { timeoutMs: 20_000, memoryMb: 32 },
  settings: {
    type: 'object',
    properties: {
      clientId: { type: 'string', title: 'Client id', description: 'Of the custom connection.', maxLength: 100 },
      tenantId: {
        type: 'string',
        title: 'Tenant id',
        description: 'Of the organisation. Blank: the one of the custom connection.',
        maxLength: 60,
      },
      scopes: {
        type: 'string',
        title: 'Scopes',
        description: 'Blank: all that the custom connection was given.',
        maxLength: 400,
      },
      salesAccount: code('Account for credit notes', 'The code of an account for sales, such as 200.'),
      bankAccount: code('Account that is paid from', 'The code of a bank account, such as 090.'),
      ...refundSettings,
    },
    required: ['clientId', 'salesAccount', 'bankAccount'],
  },
  collections: refundCollections,
  actions: {
    ...refundActions('INV-0001', SAMPLE.next),
    getRefund: { ...getRefundAction({ refundId: SAMPLE.given, paymentId: 'INV-0002', none: SAMPLE.none }), timeoutMs: 8000 },
    creditNote: {
      ...refunds.actions.creditNote,
      examples: [
        {
          input: { amount: 20_000, currency: 'THB', reason: 'Late delivery', customerId: SAMPLE.contact },
          outlet: 'issued',
          output: { creditNoteId: SAMPLE.next, number: 'CN-0002' },
        },
        {
          input: { amount: 20_000, currency: 'THB', reason: 'Late delivery', invoiceId: 'INV-0003' },
          outlet: 'issued',
          output: { creditNoteId: SAMPLE.next, number: 'CN-0002' },
        },
        { input: { amount: 9_000_000, currency: 'THB', reason: 'Late', customerId: SAMPLE.contact }, outlet: 'needsApproval' },
        { input: { amount: 100, currency: 'THB', reason: 'Late', invoiceId: 'INV-9999' }, outlet: 'notEligible' },
      ],
    },
  },
} as const
export type XeroRefunds = typeof manifest

// biome-ignore lint/style/noDefaultExport: it is what packing reads
export default inAllLanguages(manifest)
