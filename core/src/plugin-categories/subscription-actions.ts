import type { CategoryInterface } from './category-interface.ts'
import {
  after,
  currency,
  customerId,
  done,
  limit,
  notFound,
  paymentFields,
  shortText,
  sum,
  unknown,
  words,
} from './money-values.ts'

const subscriptionId = { ...shortText, title: words('Subscription', 'การสมัคร', 'Abonelik', 'ການສະໝັກ', '訂閱') } as const
const planId = { ...shortText, title: words('Plan', 'แพ็กเกจ', 'Plan', 'ແພັກເກັດ', '方案') } as const
const methodId = { ...shortText, title: words('Saved card', 'บัตรที่บันทึกไว้', 'Kayıtlı kart', 'ບັດທີ່ບັນທຶກໄວ້', '已存卡片') } as const
const day = { type: 'string', format: 'date' } as const

/** What is paid for again and again: an amount for each `count` of `every`. */
const planFields = {
  planId,
  name: { type: 'string', maxLength: 200, title: words('Name', 'ชื่อ', 'Ad', 'ຊື່', '名稱') },
  amount: { ...sum, title: words('For each time', 'ต่อรอบ', 'Her dönem için', 'ຕໍ່ຮອບ', '每期') },
  currency,
  every: {
    type: 'string',
    enum: ['day', 'week', 'month', 'year'],
    enumTitles: {
      day: words('Day', 'วัน', 'Gün', 'ມື້', '日'),
      week: words('Week', 'สัปดาห์', 'Hafta', 'ອາທິດ', '週'),
      month: words('Month', 'เดือน', 'Ay', 'ເດືອນ', '月'),
      year: words('Year', 'ปี', 'Yıl', 'ປີ', '年'),
    },
    title: words('Every', 'ทุก', 'Her', 'ທຸກ', '每'),
  },
  count: { type: 'integer', minimum: 1, title: words('How many of them', 'กี่หน่วย', 'Kaç tanesi', 'ຈັກໜ່ວຍ', '幾個單位') },
} as const

const STATES = ['active', 'pastDue', 'ending', 'ended', 'requiresAction', 'declined'] as const

/** A subscription. `pastDue`: the next time has come and is not paid. `ending`: it was cancelled, and is paid until `endsOn`. */
const subscriptionFields = {
  subscriptionId,
  state: { type: 'string', enum: STATES, title: words('State', 'สถานะ', 'Durum', 'ສະຖານະ', '狀態') },
  ...planFields,
  customerId,
  methodId,
  nextDate: { ...day, title: words('Paid again on', 'ชำระครั้งต่อไปวันที่', 'Sonraki ödeme', 'ຊຳລະຄັ້ງຕໍ່ໄປວັນທີ', '下次付款日') },
  endsOn: { ...day, title: words('Ends on', 'สิ้นสุดวันที่', 'Bitiş', 'ສິ້ນສຸດວັນທີ', '結束日') },
  since: { ...day, title: words('Since', 'ตั้งแต่', 'Başlangıç', 'ຕັ້ງແຕ່', '起始日') },
  paymentId: { ...paymentFields.paymentId, title: words('Last payment', 'การชำระล่าสุด', 'Son ödeme', 'ການຊຳລະຫຼ້າສຸດ', '最近付款') },
  code: paymentFields.code,
  url: paymentFields.url,
} as const
const REQUIRED = ['subscriptionId', 'state', 'planId', 'amount', 'currency', 'every', 'count'] as const
const subscription = { type: 'object', properties: subscriptionFields, required: REQUIRED } as const

const outlet = <Name extends string>(name: Name, ...said: Parameters<typeof words>) => ({ name, title: words(...said) }) as const
const active = outlet('active', 'Active', 'ใช้งานอยู่', 'Etkin', 'ໃຊ້ງານຢູ່', '有效')
const pastDue = outlet('pastDue', 'Past due', 'เกินกำหนดชำระ', 'Vadesi geçmiş', 'ເກີນກຳນົດຊຳລະ', '逾期未付')
const ending = outlet(
  'ending',
  'Cancelled, paid until its end',
  'ยกเลิกแล้ว ใช้ได้ถึงวันสิ้นสุด',
  'İptal edildi, sonuna kadar ödendi',
  'ຍົກເລີກແລ້ວ ໃຊ້ໄດ້ເຖິງວັນສິ້ນສຸດ',
  '已取消，已付至期末',
)
const ended = outlet('ended', 'Over', 'สิ้นสุดแล้ว', 'Bitti', 'ສິ້ນສຸດແລ້ວ', '已結束')
const declined = outlet('declined', 'Declined', 'ถูกปฏิเสธ', 'Reddedildi', 'ຖືກປະຕິເສດ', '被拒絕')
const requiresAction = outlet(
  'requiresAction',
  'The payer has to do something',
  'ผู้ชำระต้องยืนยัน',
  'Ödeyenin onayı gerekiyor',
  'ຜູ້ຊຳລະຕ້ອງຢືນຢັນ',
  '需付款人確認',
)

/**
 * Subscriptions, of plugins that keep them (P02). Whoever begins one pays its first time at once. `renew` takes the next time once, whoever
 * asks how often, and nothing before its day.
 */
export const subscriptionActions = {
  listPlans: {
    title: words('List plans', 'รายการแพ็กเกจ', 'Planları listele', 'ລາຍການແພັກເກັດ', '列出方案'),
    summary: words(
      'What can be subscribed to.',
      'แพ็กเกจที่สมัครได้',
      'Abone olunabilecek planlar.',
      'ແພັກເກັດທີ່ສະໝັກໄດ້',
      '可訂閱的方案。',
    ),
    input: { type: 'object', properties: {} },
    output: {
      type: 'object',
      properties: {
        plans: {
          type: 'array',
          items: { type: 'object', properties: planFields, required: ['planId', 'amount', 'currency', 'every', 'count'] },
        },
      },
      required: ['plans'],
    },
    outlets: [done],
    sideEffect: 'read',
  },
  createSubscription: {
    title: words('Begin a subscription', 'เริ่มการสมัคร', 'Abonelik başlat', 'ເລີ່ມການສະໝັກ', '開始訂閱'),
    summary: words(
      'Takes the first payment from a saved card, and the same again each time.',
      'รับชำระครั้งแรกจากบัตรที่บันทึกไว้ และยอดเดิมทุกรอบ',
      'İlk ödemeyi kayıtlı karttan alır ve her dönemde aynısını yineler.',
      'ຮັບຊຳລະຄັ້ງທຳອິດຈາກບັດທີ່ບັນທຶກໄວ້ ແລະ ຍອດເກົ່າທຸກຮອບ',
      '從已存卡片收取首期款項，之後每期相同。',
    ),
    input: { type: 'object', properties: { planId, customerId, methodId }, required: ['planId', 'customerId', 'methodId'] },
    output: subscription,
    outlets: [
      active,
      declined,
      requiresAction,
      outlet('noPlan', 'No such plan', 'ไม่มีแพ็กเกจนี้', 'Böyle bir plan yok', 'ບໍ່ມີແພັກເກັດນີ້', '沒有此方案'),
      unknown,
    ],
    sideEffect: 'money',
    mode: 'idempotent',
    askFirst: 'getSubscription',
  },
  getSubscription: {
    title: words('Ask about a subscription', 'ตรวจสอบการสมัคร', 'Aboneliği sorgula', 'ກວດສອບການສະໝັກ', '查詢訂閱'),
    summary: words(
      'How a subscription stands. Without one, the one that was asked for last at this card.',
      'สถานะของการสมัคร ถ้าไม่ระบุ หมายถึงครั้งล่าสุดที่การ์ดนี้',
      'Bir aboneliğin durumu. Verilmezse bu kartta en son istenen abonelik.',
      'ສະຖານະຂອງການສະໝັກ ຖ້າບໍ່ລະບຸ ໝາຍເຖິງຄັ້ງຫຼ້າສຸດທີ່ບັດນີ້ຂອງໂຟລ',
      '訂閱的狀況；未指定時為此卡片最近一次要求的訂閱。',
    ),
    input: { type: 'object', properties: { subscriptionId } },
    output: subscription,
    outlets: [active, pastDue, ending, ended, declined, requiresAction, notFound],
    sideEffect: 'read',
  },
  listSubscriptions: {
    title: words('List subscriptions', 'รายการสมัคร', 'Abonelikleri listele', 'ລາຍການສະໝັກ', '列出訂閱'),
    summary: words(
      'The subscriptions of one customer or of all, the newest first.',
      'การสมัครของลูกค้าหนึ่งรายหรือทั้งหมด เรียงจากใหม่สุด',
      'Bir müşterinin veya herkesin abonelikleri, en yenisi önce.',
      'ການສະໝັກຂອງລູກຄ້າໜຶ່ງຄົນ ຫຼື ທັງໝົດ ໃໝ່ສຸດກ່ອນ',
      '某位客戶或所有客戶的訂閱，由新到舊。',
    ),
    input: { type: 'object', properties: { customerId, limit, after } },
    output: {
      type: 'object',
      properties: {
        subscriptions: { type: 'array', items: subscription },
        next: { type: 'string', title: words('Where to go on', 'ไปต่อจาก', 'Devam noktası', 'ໄປຕໍ່ຈາກ', '接續位置') },
      },
      required: ['subscriptions'],
    },
    outlets: [done],
    sideEffect: 'read',
  },
  cancelSubscription: {
    title: words('Cancel a subscription', 'ยกเลิกการสมัคร', 'Aboneliği iptal et', 'ຍົກເລີກການສະໝັກ', '取消訂閱'),
    summary: words(
      'Ends it with what is paid for: nothing more is taken, and nothing given back.',
      'สิ้นสุดเมื่อครบรอบที่ชำระแล้ว ไม่เก็บเงินเพิ่มและไม่คืนเงิน',
      'Ödenmiş dönemin sonunda bitirir: başka para alınmaz, iade yapılmaz.',
      'ສິ້ນສຸດເມື່ອຄົບຮອບທີ່ຊຳລະແລ້ວ ບໍ່ເກັບເງິນເພີ່ມ ແລະ ບໍ່ຄືນເງິນ',
      '於已付期間結束時終止：不再收款，也不退款。',
    ),
    input: { type: 'object', properties: { subscriptionId }, required: ['subscriptionId'] },
    output: subscription,
    outlets: [
      outlet('cancelled', 'Cancelled', 'ยกเลิกแล้ว', 'İptal edildi', 'ຍົກເລີກແລ້ວ', '已取消'),
      outlet('alreadyEnded', 'It was over already', 'สิ้นสุดไปแล้ว', 'Zaten bitmiş', 'ສິ້ນສຸດໄປແລ້ວ', '先前已結束'),
      notFound,
    ],
    sideEffect: 'write',
    mode: 'idempotent',
  },
  renew: {
    title: words('Renew a subscription', 'ต่ออายุการสมัคร', 'Aboneliği yenile', 'ຕໍ່ອາຍຸການສະໝັກ', '續訂'),
    summary: words(
      'Takes what is due, once for each time, by the card that is saved or by another one.',
      'รับชำระยอดที่ถึงกำหนด รอบละครั้ง จากบัตรที่บันทึกไว้หรือบัตรอื่น',
      'Vadesi geleni her dönem için bir kez, kayıtlı veya başka bir karttan alır.',
      'ຮັບຊຳລະຍອດທີ່ຮອດກຳນົດ ຮອບລະຄັ້ງ ຈາກບັດທີ່ບັນທຶກໄວ້ ຫຼື ບັດອື່ນ',
      '以已存或其他卡片收取到期款項，每期一次。',
    ),
    input: { type: 'object', properties: { subscriptionId, methodId }, required: ['subscriptionId'] },
    output: subscription,
    outlets: [
      outlet('renewed', 'Renewed', 'ต่ออายุแล้ว', 'Yenilendi', 'ຕໍ່ອາຍຸແລ້ວ', '已續訂'),
      outlet('notDue', 'Not due yet', 'ยังไม่ถึงกำหนด', 'Vadesi gelmedi', 'ຍັງບໍ່ຮອດກຳນົດ', '尚未到期'),
      declined,
      requiresAction,
      ended,
      notFound,
      unknown,
    ],
    sideEffect: 'money',
    mode: 'idempotent',
  },
} as const satisfies CategoryInterface['actions']
