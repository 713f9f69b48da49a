import type { CategoryInterface } from './category-interface.ts'
import {
  after,
  amount,
  at,
  currency,
  customerId,
  done,
  invoiceId,
  limit,
  notFound,
  paymentFields,
  paymentId,
  paymentSchema,
  phone,
  shortText,
  sum,
  unknown,
  words,
} from './money-values.ts'
import { subscriptionActions } from './subscription-actions.ts'

const paid = { name: 'paid', title: words('Paid', 'ชำระแล้ว', 'Ödendi', 'ຊຳລະແລ້ວ', '已付款') } as const
const partlyPaid = {
  name: 'partlyPaid',
  title: words('Partly paid', 'ชำระบางส่วน', 'Kısmen ödendi', 'ຊຳລະບາງສ່ວນ', '部分付款'),
} as const
const declined = {
  name: 'declined',
  title: words('Declined', 'ถูกปฏิเสธ', 'Reddedildi', 'ຖືກປະຕິເສດ', '被拒絕'),
} as const
const requiresAction = {
  name: 'requiresAction',
  title: words('The payer has to do something', 'ผู้ชำระต้องยืนยัน', 'Ödeyenin onayı gerekiyor', 'ຜູ້ຊຳລະຕ້ອງຢືນຢັນ', '需付款人確認'),
} as const

/** Of a secure question: a token that stands for what was typed. */
const cardFields = {
  card: { ...shortText, title: 'Card number', description: 'Of a secure question.', dataClass: 'card' },
  expiry: { ...shortText, title: 'Month and year that it runs out', dataClass: 'card' },
  securityCode: { ...shortText, title: 'Security code', dataClass: 'card' },
} as const
/** What is charged, and what is asked about when nobody knows what came of it: one form, for the one answers in place of the other. */
const payment = {
  type: 'object',
  properties: {
    ...paymentFields,
    refunds: {
      type: 'array',
      title: 'What was given back',
      items: {
        type: 'object',
        properties: { refundId: shortText, amount: sum, reason: { type: 'string', maxLength: 200 }, at },
        required: ['refundId', 'amount'],
      },
    },
  },
  required: ['paymentId', 'state', 'amount', 'captured', 'currency'],
} as const
const method = {
  type: 'object',
  properties: { methodId: shortText, brand: shortText, lastFour: { type: 'string', maxLength: 4 } },
  required: ['methodId', 'lastFour'],
} as const

const invoice = {
  type: 'object',
  properties: {
    id: shortText,
    number: shortText,
    amount: sum,
    open: { ...sum, title: 'Still to be paid' },
    currency,
    due: { type: 'string', format: 'date' },
    state: { type: 'string', enum: ['open', 'partlyPaid', 'paid', 'void'] },
    description: { type: 'string', maxLength: 200 },
  },
  required: ['id', 'number', 'amount', 'open', 'currency', 'state'],
} as const

/**
 * Payments (P02): what is owed, and taking it, by card on the keys or by a link. Amounts are whole minor units. A card's digits are
 * never here: fields of the class `card` hold tokens of secure questions.
 */
export const payments = {
  category: 'payments',
  title: words('Payments', 'การชำระเงิน', 'Ödemeler', 'ການຊຳລະເງິນ', '付款'),
  required: ['createPaymentLink', 'charge', 'getPayment'],
  actions: {
    listInvoices: {
      title: words('Find bills', 'ค้นหาใบแจ้งหนี้', 'Faturaları bul', 'ຊອກຫາໃບແຈ້ງໜີ້', '尋找帳單'),
      summary: words(
        'What a customer has to pay, the oldest first.',
        'รายการที่ลูกค้าต้องชำระ เรียงจากเก่าที่สุด',
        'Müşterinin ödemesi gerekenler, en eskisi önce.',
        'ລາຍການທີ່ລູກຄ້າຕ້ອງຊຳລະ ເກົ່າສຸດກ່ອນ',
        '客戶應付的款項，由舊到新。',
      ),
      input: {
        type: 'object',
        properties: { customerId, phone, openOnly: { type: 'boolean', title: 'Only what is still open' } },
      },
      output: {
        type: 'object',
        properties: { invoices: { type: 'array', items: invoice }, count: { type: 'integer', minimum: 0, title: 'How many' } },
        required: ['invoices', 'count'],
      },
      outlets: [{ name: 'found', title: words('Found', 'พบแล้ว', 'Bulundu', 'ພົບແລ້ວ', '已找到') }, notFound],
      sideEffect: 'read',
      voiceSafe: true,
    },
    createPaymentLink: {
      title: words('Make a payment link', 'สร้างลิงก์ชำระเงิน', 'Ödeme bağlantısı oluştur', 'ສ້າງລິ້ງຊຳລະເງິນ', '建立付款連結'),
      summary: words(
        'An address where the customer pays, to be sent to them.',
        'ที่อยู่สำหรับให้ลูกค้าชำระเงิน เพื่อส่งให้ลูกค้า',
        'Müşterinin ödeme yapacağı, ona gönderilecek adres.',
        'ທີ່ຢູ່ສຳລັບໃຫ້ລູກຄ້າຊຳລະເງິນ ເພື່ອສົ່ງໃຫ້ລູກຄ້າ',
        '給客戶付款用的網址，可傳送給客戶。',
      ),
      input: {
        type: 'object',
        properties: {
          amount,
          currency,
          description: { type: 'string', minLength: 1, maxLength: 200, title: 'What for' },
          customerId,
          invoiceId,
          language: { type: 'string', maxLength: 10, title: 'Language' },
          expiresInMinutes: { type: 'integer', minimum: 5, maximum: 43_200, title: 'Valid for, in minutes' },
        },
        required: ['amount', 'currency', 'description'],
      },
      output: {
        type: 'object',
        properties: { linkId: shortText, url: { type: 'string', maxLength: 2000, format: 'uri' }, expiresAt: at },
        required: ['linkId', 'url'],
      },
      outlets: [{ name: 'created', title: words('Made', 'สร้างแล้ว', 'Oluşturuldu', 'ສ້າງແລ້ວ', '已建立') }],
      sideEffect: 'write',
      mode: 'idempotent',
    },
    charge: {
      title: words('Take a payment', 'รับชำระเงิน', 'Ödeme al', 'ຮັບຊຳລະເງິນ', '收款'),
      summary: words(
        'Takes an amount from a card that was typed at a secure question, or from a saved one.',
        'รับชำระจากบัตรที่กดในคำถามที่ปลอดภัย หรือจากบัตรที่บันทึกไว้',
        'Güvenli soruda tuşlanan veya kayıtlı bir karttan tutarı alır.',
        'ຮັບຊຳລະຈາກບັດທີ່ກົດໃນຄຳຖາມທີ່ປອດໄພ ຫຼື ຈາກບັດທີ່ບັນທຶກໄວ້',
        '從安全輸入的卡片或已儲存的卡片收款。',
      ),
      input: {
        type: 'object',
        properties: {
          amount,
          currency,
          ...cardFields,
          methodId: { ...shortText, title: 'Saved card' },
          customerId,
          invoiceId,
          description: { type: 'string', maxLength: 200, title: 'What for' },
        },
        required: ['amount', 'currency'],
      },
      output: payment,
      outlets: [paid, partlyPaid, declined, requiresAction, unknown],
      sideEffect: 'money',
      mode: 'idempotent',
      askFirst: 'getPayment',
    },
    getPayment: {
      title: words('Ask about a payment', 'ตรวจสอบการชำระเงิน', 'Ödemeyi sorgula', 'ກວດສອບການຊຳລະ', '查詢付款'),
      summary: words(
        'What became of a payment. Without one, of the payment that was asked for last at this card.',
        'ผลของการชำระเงิน ถ้าไม่ระบุ หมายถึงการชำระครั้งล่าสุดที่การ์ดนี้',
        'Bir ödemeye ne olduğu. Ödeme verilmezse bu kartta en son istenen ödeme.',
        'ຜົນຂອງການຊຳລະ ຖ້າບໍ່ລະບຸ ໝາຍເຖິງການຊຳລະຄັ້ງຫຼ້າສຸດທີ່ບັດນີ້ຂອງໂຟລ',
        '付款的結果；未指定時為此卡片最近一次要求的付款。',
      ),
      input: { type: 'object', properties: { paymentId } },
      output: payment,
      outlets: [paid, partlyPaid, declined, requiresAction, notFound],
      sideEffect: 'read',
    },
    listPayments: {
      title: words('List payments', 'รายการชำระเงิน', 'Ödemeleri listele', 'ລາຍການຊຳລະ', '列出付款'),
      summary: words(
        'The latest payments, of one customer or of all.',
        'การชำระเงินล่าสุดของลูกค้าหนึ่งรายหรือทั้งหมด',
        'Bir müşterinin veya herkesin son ödemeleri.',
        'ການຊຳລະຫຼ້າສຸດຂອງລູກຄ້າໜຶ່ງຄົນ ຫຼື ທັງໝົດ',
        '某位客戶或所有客戶最近的付款。',
      ),
      input: { type: 'object', properties: { customerId, limit, after } },
      output: {
        type: 'object',
        properties: { payments: { type: 'array', items: paymentSchema }, next: { type: 'string', title: 'Where to go on' } },
        required: ['payments'],
      },
      outlets: [done],
      sideEffect: 'read',
    },
    cancelPayment: {
      title: words('Cancel a payment', 'ยกเลิกการชำระเงิน', 'Ödemeyi iptal et', 'ຍົກເລີກການຊຳລະ', '取消付款'),
      summary: words(
        'Takes back what has not been paid yet.',
        'ยกเลิกรายการที่ยังไม่ได้ชำระ',
        'Henüz ödenmemiş olanı geri alır.',
        'ຍົກເລີກລາຍການທີ່ຍັງບໍ່ໄດ້ຊຳລະ',
        '取消尚未付清的付款。',
      ),
      input: { type: 'object', properties: { paymentId }, required: ['paymentId'] },
      output: { type: 'object', properties: { state: paymentFields.state }, required: ['state'] },
      outlets: [
        { name: 'cancelled', title: words('Cancelled', 'ยกเลิกแล้ว', 'İptal edildi', 'ຍົກເລີກແລ້ວ', '已取消') },
        { name: 'alreadySettled', title: words('Too late', 'ช้าเกินไป', 'Çok geç', 'ຊ້າເກີນໄປ', '為時已晚') },
        notFound,
      ],
      sideEffect: 'write',
      mode: 'idempotent',
    },
    saveMethod: {
      title: words('Save a card', 'บันทึกบัตร', 'Kartı kaydet', 'ບັນທຶກບັດ', '儲存卡片'),
      summary: words(
        'Keeps a card with the payment service, for later. Here stays only what stands for it.',
        'เก็บบัตรไว้กับผู้ให้บริการชำระเงินเพื่อใช้ภายหลัง ที่นี่เก็บเพียงรหัสแทน',
        'Kartı daha sonrası için ödeme hizmetinde saklar. Burada yalnızca onun yerine geçen kod kalır.',
        'ເກັບບັດໄວ້ກັບຜູ້ໃຫ້ບໍລິການຊຳລະເພື່ອໃຊ້ພາຍຫຼັງ ບ່ອນນີ້ເກັບພຽງລະຫັດແທນ',
        '將卡片存於支付服務供日後使用，這裡只保留代碼。',
      ),
      input: {
        type: 'object',
        properties: { customerId, ...cardFields },
        required: ['customerId', 'card', 'expiry'],
      },
      output: method,
      outlets: [{ name: 'saved', title: words('Saved', 'บันทึกแล้ว', 'Kaydedildi', 'ບັນທຶກແລ້ວ', '已儲存') }, declined],
      sideEffect: 'write',
      mode: 'idempotent',
    },
    listMethods: {
      title: words('List saved cards', 'รายการบัตรที่บันทึก', 'Kayıtlı kartlar', 'ລາຍການບັດທີ່ບັນທຶກ', '列出已存卡片'),
      summary: words(
        'The cards that a customer has saved.',
        'บัตรที่ลูกค้าบันทึกไว้',
        'Müşterinin kayıtlı kartları.',
        'ບັດທີ່ລູກຄ້າບັນທຶກໄວ້',
        '客戶已儲存的卡片。',
      ),
      input: { type: 'object', properties: { customerId }, required: ['customerId'] },
      output: {
        type: 'object',
        properties: { methods: { type: 'array', items: method }, count: { type: 'integer', minimum: 0 } },
        required: ['methods', 'count'],
      },
      outlets: [{ name: 'found', title: words('Found', 'พบแล้ว', 'Bulundu', 'ພົບແລ້ວ', '已找到') }, notFound],
      sideEffect: 'read',
      voiceSafe: true,
    },
    ...subscriptionActions,
  },
} as const satisfies CategoryInterface
