import type { CategoryInterface } from './category-interface.ts'
import {
  after,
  amount,
  approvalSchema,
  at,
  currency,
  customerId,
  done,
  invoiceId,
  limit,
  notFound,
  paymentId,
  paymentSchema,
  reason,
  refundFields,
  shortText,
  sum,
  unknown,
  words,
} from './money-values.ts'

const refunded = { name: 'refunded', title: words('Given back', 'คืนเงินแล้ว', 'İade edildi', 'ຄືນເງິນແລ້ວ', '已退款') } as const
const pending = { name: 'pending', title: words('Under way', 'กำลังดำเนินการ', 'İşleniyor', 'ກຳລັງດຳເນີນການ', '處理中') } as const
const needsApproval = {
  name: 'needsApproval',
  title: words('Somebody has to agree', 'ต้องได้รับอนุมัติ', 'Onay gerekiyor', 'ຕ້ອງໄດ້ຮັບອະນຸມັດ', '需要核准'),
} as const
const notEligible = {
  name: 'notEligible',
  title: words('Not possible', 'คืนเงินไม่ได้', 'Mümkün değil', 'ຄືນບໍ່ໄດ້', '不符合條件'),
} as const
const exceedsCaptured = {
  name: 'exceedsCaptured',
  title: words('More than was paid', 'เกินยอดที่ชำระ', 'Ödenenden fazla', 'ເກີນຍອດທີ່ຊຳລະ', '超過已付金額'),
} as const
const alreadyRefunded = {
  name: 'alreadyRefunded',
  title: words('Already given back', 'คืนเงินไปแล้ว', 'Zaten iade edildi', 'ຄືນເງິນໄປແລ້ວ', '先前已退款'),
} as const
const refused = { name: 'refused', title: words('Refused', 'ไม่อนุมัติ', 'Reddedildi', 'ບໍ່ອະນຸມັດ', '已拒絕') } as const

const caseId = { ...shortText, title: 'Case' } as const
const orderId = { ...shortText, title: 'Order' } as const
const refund = { type: 'object', properties: refundFields, required: ['refundId', 'paymentId', 'amount', 'currency'] } as const
const approvalId = { ...shortText, title: 'Request' } as const

/**
 * Refunds and credit notes (P05): what may be given back, and giving it back. Never more than was taken, and what is above the limit
 * of whoever asks waits for somebody who may decide.
 */
export const refunds = {
  category: 'refunds',
  title: words('Refunds', 'การคืนเงิน', 'İadeler', 'ການຄືນເງິນ', '退款'),
  required: ['checkEligibility', 'refund', 'getRefund', 'requestApproval', 'getApproval', 'listApprovals', 'decide'],
  actions: {
    checkEligibility: {
      title: words('May it be given back?', 'คืนเงินได้หรือไม่', 'İade edilebilir mi?', 'ຄືນເງິນໄດ້ບໍ?', '可以退款嗎？'),
      summary: words(
        'Whether a payment may be given back, how much of it, and whether somebody has to agree.',
        'คืนเงินได้หรือไม่ ได้เท่าไร และต้องได้รับอนุมัติหรือไม่',
        'Bir ödemenin iade edilip edilemeyeceği, ne kadarının, ve onay gerekip gerekmediği.',
        'ຄືນເງິນໄດ້ບໍ ໄດ້ເທົ່າໃດ ແລະ ຕ້ອງໄດ້ຮັບອະນຸມັດບໍ',
        '付款可否退還、可退多少、是否需要核准。',
      ),
      input: {
        type: 'object',
        properties: { paymentId, amount: { ...amount, description: 'All that is left, when it is blank.' }, customerId },
        required: ['paymentId'],
      },
      output: {
        type: 'object',
        properties: {
          max: { ...sum, title: 'At most' },
          currency,
          captured: sum,
          refunded: sum,
          reason: refundFields.reason,
          paidAt: at,
        },
        required: ['max', 'currency'],
      },
      outlets: [{ name: 'eligible', title: words('Yes', 'ได้', 'Evet', 'ໄດ້', '可以') }, needsApproval, notEligible],
      sideEffect: 'read',
      voiceSafe: true,
    },
    refund: {
      title: words('Give money back', 'คืนเงิน', 'Parayı iade et', 'ຄືນເງິນ', '退款'),
      summary: words(
        'Gives all or a part of a payment back, within the rules.',
        'คืนเงินทั้งหมดหรือบางส่วนตามกฎ',
        'Ödemenin tamamını veya bir kısmını kurallar içinde iade eder.',
        'ຄືນເງິນທັງໝົດ ຫຼື ບາງສ່ວນຕາມກົດ',
        '依規則退還全部或部分付款。',
      ),
      input: {
        type: 'object',
        properties: {
          paymentId,
          amount: { ...amount, description: 'All that is left, when it is blank.' },
          reason,
          customerId,
          orderId,
          restock: { type: 'boolean', title: 'Put the goods back into stock' },
        },
        required: ['paymentId'],
      },
      output: refund,
      outlets: [refunded, pending, needsApproval, exceedsCaptured, alreadyRefunded, notEligible, unknown],
      sideEffect: 'money',
      mode: 'idempotent',
      askFirst: 'getRefund',
    },
    getRefund: {
      title: words('Ask about a refund', 'ตรวจสอบการคืนเงิน', 'İadeyi sorgula', 'ກວດສອບການຄືນເງິນ', '查詢退款'),
      summary: words(
        'What became of a refund. Without one, of the refund that was asked for last at this card.',
        'ผลของการคืนเงิน ถ้าไม่ระบุ หมายถึงครั้งล่าสุดที่การ์ดนี้',
        'Bir iadeye ne olduğu. İade verilmezse bu kartta en son istenen iade.',
        'ຜົນຂອງການຄືນເງິນ ຖ້າບໍ່ລະບຸ ໝາຍເຖິງຄັ້ງຫຼ້າສຸດທີ່ບັດນີ້ຂອງໂຟລ',
        '退款的結果；未指定時為此卡片最近一次要求的退款。',
      ),
      input: { type: 'object', properties: { refundId: { ...shortText, title: 'Refund' } } },
      output: refund,
      outlets: [refunded, pending, notFound],
      sideEffect: 'read',
    },
    requestApproval: {
      title: words('Ask for approval', 'ขออนุมัติ', 'Onay iste', 'ຂໍອະນຸມັດ', '申請核准'),
      summary: words(
        'Puts a refund before somebody who may decide about it.',
        'ส่งคำขอคืนเงินให้ผู้มีอำนาจตัดสินใจ',
        'İadeyi karar verebilecek birinin önüne koyar.',
        'ສົ່ງຄຳຂໍຄືນເງິນໃຫ້ຜູ້ມີສິດຕັດສິນ',
        '將退款送交有權決定的人。',
      ),
      input: {
        type: 'object',
        properties: { paymentId, amount, reason, customerId, caseId },
        required: ['paymentId', 'amount', 'reason'],
      },
      output: { type: 'object', properties: { approvalId, max: sum, reason: refundFields.reason }, required: ['approvalId'] },
      outlets: [{ name: 'requested', title: words('Asked', 'ส่งคำขอแล้ว', 'İstendi', 'ສົ່ງຄຳຂໍແລ້ວ', '已申請') }, notEligible],
      sideEffect: 'write',
      mode: 'idempotent',
    },
    getApproval: {
      title: words('Look at a request', 'ดูคำขอ', 'İsteğe bak', 'ເບິ່ງຄຳຂໍ', '查看申請'),
      summary: words(
        'What was decided about a request, and what else the customer paid.',
        'ผลการตัดสินคำขอ และรายการอื่นที่ลูกค้าชำระ',
        'İstek hakkında ne karar verildiği ve müşterinin diğer ödemeleri.',
        'ຜົນການຕັດສິນຄຳຂໍ ແລະ ລາຍການອື່ນທີ່ລູກຄ້າຊຳລະ',
        '申請的決定，以及客戶的其他付款。',
      ),
      input: { type: 'object', properties: { approvalId }, required: ['approvalId'] },
      output: {
        type: 'object',
        properties: { approval: approvalSchema, history: { type: 'array', items: paymentSchema } },
        required: ['approval', 'history'],
      },
      outlets: [
        { name: 'approved', title: words('Approved', 'อนุมัติแล้ว', 'Onaylandı', 'ອະນຸມັດແລ້ວ', '已核准') },
        refused,
        { name: 'waiting', title: words('Waiting', 'รออยู่', 'Bekliyor', 'ລໍຖ້າ', '等待中') },
        notFound,
      ],
      sideEffect: 'read',
    },
    listApprovals: {
      title: words('List requests', 'รายการคำขอ', 'İstekleri listele', 'ລາຍການຄຳຂໍ', '列出申請'),
      summary: words(
        'Refunds that wait for a decision, and those that were decided.',
        'คำขอคืนเงินที่รอการตัดสินและที่ตัดสินแล้ว',
        'Karar bekleyen ve karara bağlanmış iadeler.',
        'ຄຳຂໍຄືນເງິນທີ່ລໍຖ້າການຕັດສິນ ແລະ ທີ່ຕັດສິນແລ້ວ',
        '等待決定與已決定的退款。',
      ),
      input: {
        type: 'object',
        properties: { state: { type: 'string', enum: ['waiting', 'approved', 'refused'], title: 'State' }, limit, after },
      },
      output: {
        type: 'object',
        properties: { approvals: { type: 'array', items: approvalSchema }, next: { type: 'string', title: 'Where to go on' } },
        required: ['approvals'],
      },
      outlets: [done],
      sideEffect: 'read',
    },
    decide: {
      title: words('Decide about a request', 'ตัดสินคำขอ', 'İsteğe karar ver', 'ຕັດສິນຄຳຂໍ', '決定申請'),
      summary: words(
        'Approves a request, which gives the money back, or refuses it.',
        'อนุมัติคำขอซึ่งจะคืนเงิน หรือไม่อนุมัติ',
        'İsteği onaylar ve parayı iade eder, ya da reddeder.',
        'ອະນຸມັດຄຳຂໍ ເຊິ່ງຈະຄືນເງິນ ຫຼື ບໍ່ອະນຸມັດ',
        '核准申請並退款，或拒絕申請。',
      ),
      input: {
        type: 'object',
        properties: { approvalId, decision: { type: 'string', enum: ['approve', 'refuse'], title: 'Decision' }, reason },
        required: ['approvalId', 'decision'],
      },
      output: refund,
      outlets: [
        refunded,
        pending,
        refused,
        {
          name: 'alreadyDecided',
          title: words('Already decided', 'ตัดสินไปแล้ว', 'Zaten karar verildi', 'ຕັດສິນໄປແລ້ວ', '先前已決定'),
        },
        exceedsCaptured,
        alreadyRefunded,
        notEligible,
        unknown,
      ],
      sideEffect: 'money',
      mode: 'idempotent',
      permission: 'refund.approve',
    },
    creditNote: {
      title: words('Write a credit note', 'ออกใบลดหนี้', 'Alacak dekontu düzenle', 'ອອກໃບຫຼຸດໜີ້', '開立折讓單'),
      summary: words(
        'A numbered document that a bill is less than it says.',
        'เอกสารมีเลขที่ซึ่งระบุว่ายอดในใบแจ้งหนี้ลดลง',
        'Bir faturanın yazdığından az olduğunu belirten numaralı belge.',
        'ເອກະສານມີເລກທີ ທີ່ລະບຸວ່າຍອດໃນໃບແຈ້ງໜີ້ຫຼຸດລົງ',
        '載明帳單金額減少的編號文件。',
      ),
      input: {
        type: 'object',
        properties: {
          ...{ amount, currency, reason, invoiceId, paymentId, orderId, customerId },
          approvalId: {
            ...approvalId,
            description: 'Of what was approved: one note is written for it, however often it is asked.',
          },
        },
        required: ['amount', 'currency', 'reason'],
      },
      output: {
        type: 'object',
        properties: { creditNoteId: shortText, number: shortText, url: { type: 'string', maxLength: 2000, format: 'uri' } },
        required: ['creditNoteId', 'number'],
      },
      outlets: [
        { name: 'issued', title: words('Written', 'ออกแล้ว', 'Düzenlendi', 'ອອກແລ້ວ', '已開立') },
        needsApproval,
        notEligible,
      ],
      sideEffect: 'write',
      mode: 'idempotent',
    },
    storeCredit: {
      title: words('Give store credit', 'ให้เครดิตร้านค้า', 'Mağaza kredisi ver', 'ໃຫ້ເຄຣດິດຮ້ານ', '給予購物金'),
      summary: words(
        'Lets a customer pay with the amount later.',
        'ให้ลูกค้าใช้ยอดนี้ชำระในภายหลัง',
        'Müşterinin bu tutarla daha sonra ödemesini sağlar.',
        'ໃຫ້ລູກຄ້າໃຊ້ຍອດນີ້ຊຳລະໃນພາຍຫຼັງ',
        '讓客戶日後以此金額付款。',
      ),
      input: {
        type: 'object',
        properties: { customerId, amount, currency, reason },
        required: ['customerId', 'amount', 'currency'],
      },
      output: {
        type: 'object',
        properties: { creditId: shortText, balance: sum, currency },
        required: ['creditId', 'balance', 'currency'],
      },
      outlets: [
        { name: 'credited', title: words('Credited', 'ให้แล้ว', 'Verildi', 'ໃຫ້ແລ້ວ', '已給予') },
        needsApproval,
        notEligible,
      ],
      sideEffect: 'write',
      mode: 'idempotent',
    },
  },
} as const satisfies CategoryInterface
