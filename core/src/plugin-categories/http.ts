import type { CategoryInterface } from './category-interface.ts'

const url = { type: 'string', title: 'Address', maxLength: 2000 } as const
const item = {
  type: 'string',
  title: 'At its end',
  description: 'Put behind the address, escaped: what a caller said changes no other part of it.',
  maxLength: 500,
  dataClass: 'personal',
} as const
const headers = {
  type: 'array',
  title: 'Headers',
  maxItems: 20,
  items: {
    type: 'object',
    properties: { name: { type: 'string', maxLength: 100 }, value: { type: 'string', maxLength: 1000 } },
    required: ['name', 'value'],
  },
} as const
const map = {
  type: 'array',
  title: 'Keep of the answer',
  description: 'Where each value stands in the answer: customer.name, or orders[0].status.',
  maxItems: 20,
  items: {
    type: 'object',
    properties: { from: { type: 'string', maxLength: 200 }, to: { type: 'string', maxLength: 60 } },
    required: ['from', 'to'],
  },
} as const
const body = {
  type: 'string',
  title: 'Body',
  description: 'JSON, or any text.',
  maxLength: 20_000,
  dataClass: 'personal',
} as const
const output = {
  type: 'object',
  properties: {
    status: { type: 'integer', title: 'Status' },
    values: {
      type: 'array',
      items: {
        type: 'object',
        properties: { name: { type: 'string' }, value: { type: 'string', dataClass: 'personal' } },
        required: ['name', 'value'],
      },
    },
    first: { type: 'string', title: 'First value', dataClass: 'personal' },
  },
  required: ['status', 'values', 'first'],
} as const

const done = { name: 'done', title: { en: 'Done', th: 'เรียบร้อย', tr: 'Yapıldı', lo: 'ສຳເລັດ', 'zh-Hant': '完成' } } as const
const notFound = {
  name: 'notFound',
  title: { en: 'Not found', th: 'ไม่พบ', tr: 'Bulunamadı', lo: 'ບໍ່ພົບ', 'zh-Hant': '找不到' },
} as const
const refused = {
  name: 'declined',
  title: { en: 'Refused', th: 'ถูกปฏิเสธ', tr: 'Reddedildi', lo: 'ຖືກປະຕິເສດ', 'zh-Hant': '遭拒絕' },
} as const
const unknown = {
  name: 'unknown',
  title: { en: 'Nobody knows', th: 'ไม่ทราบผล', tr: 'Bilinmiyor', lo: 'ບໍ່ຮູ້ຜົນ', 'zh-Hant': '結果不明' },
} as const

/** Any web service (P28): asked, written to, and told of what happens. */
export const http = {
  category: 'http',
  title: { en: 'Web services', th: 'บริการเว็บ', tr: 'Web hizmetleri', lo: 'ບໍລິການເວັບ', 'zh-Hant': '網路服務' },
  required: ['request', 'send', 'webhookOut'],
  actions: {
    request: {
      title: {
        en: 'Ask a web service',
        th: 'ถามบริการเว็บ',
        tr: 'Web hizmetine sor',
        lo: 'ຖາມບໍລິການເວັບ',
        'zh-Hant': '查詢網路服務',
      },
      summary: {
        en: 'Asks an address that was allowed, and keeps what is named of the answer.',
        th: 'ถามที่อยู่ที่ได้รับอนุญาต และเก็บส่วนของคำตอบที่ระบุ',
        tr: 'İzin verilen bir adrese sorar ve yanıttan adı verilenleri saklar.',
        lo: 'ຖາມທີ່ຢູ່ທີ່ໄດ້ຮັບອະນຸຍາດ ແລະເກັບສ່ວນຂອງຄຳຕອບທີ່ລະບຸ',
        'zh-Hant': '查詢允許的位址，並保留回覆中指定的內容。',
      },
      input: { type: 'object', properties: { url, item, headers, map }, required: ['url'] },
      output,
      outlets: [done, notFound, refused],
      sideEffect: 'read',
      voiceSafe: true,
    },
    send: {
      title: {
        en: 'Write to a web service',
        th: 'ส่งไปยังบริการเว็บ',
        tr: 'Web hizmetine yaz',
        lo: 'ສົ່ງໄປຍັງບໍລິການເວັບ',
        'zh-Hant': '寫入網路服務',
      },
      summary: {
        en: 'Sends something to an address that was allowed, once.',
        th: 'ส่งข้อมูลไปยังที่อยู่ที่ได้รับอนุญาต เพียงครั้งเดียว',
        tr: 'İzin verilen bir adrese bir kez bir şey gönderir.',
        lo: 'ສົ່ງຂໍ້ມູນໄປຍັງທີ່ຢູ່ທີ່ໄດ້ຮັບອະນຸຍາດ ເທື່ອດຽວ',
        'zh-Hant': '向允許的位址傳送一次資料。',
      },
      input: {
        type: 'object',
        properties: {
          method: { type: 'string', title: 'Method', enum: ['POST', 'PUT', 'PATCH', 'DELETE'] },
          url,
          item,
          headers,
          body,
          map,
        },
        required: ['url'],
      },
      output,
      outlets: [done, notFound, refused, unknown],
      sideEffect: 'write',
      mode: 'atMostOnce',
      voiceSafe: true,
    },
    webhookOut: {
      title: {
        en: 'Tell by webhook',
        th: 'แจ้งผ่านเว็บฮุก',
        tr: 'Web kancasıyla bildir',
        lo: 'ແຈ້ງຜ່ານເວັບຮຸກ',
        'zh-Hant': '以 Webhook 通知',
      },
      summary: {
        en: 'Tells a system of yours what happened, signed, and under a number by which it knows a repetition.',
        th: 'แจ้งระบบของคุณว่าเกิดอะไรขึ้น พร้อมลายเซ็น และหมายเลขที่บอกได้ว่าเป็นการแจ้งซ้ำ',
        tr: 'Sisteminize ne olduğunu imzalı olarak ve yinelemeyi tanıyacağı bir numarayla bildirir.',
        lo: 'ແຈ້ງລະບົບຂອງທ່ານວ່າເກີດຫຍັງຂຶ້ນ ພ້ອມລາຍເຊັນ ແລະໝາຍເລກທີ່ບອກໄດ້ວ່າເປັນການແຈ້ງຊ້ຳ',
        'zh-Hant': '以簽章通知您的系統發生的事，並附編號以辨識重複通知。',
      },
      input: {
        type: 'object',
        properties: { url, event: { type: 'string', title: 'What happened', minLength: 1, maxLength: 100 }, body },
        required: ['url', 'event'],
      },
      output: { type: 'object', properties: { status: { type: 'integer', title: 'Status' } }, required: ['status'] },
      outlets: [done, refused],
      sideEffect: 'write',
      mode: 'idempotent',
      voiceSafe: true,
    },
  },
} as const satisfies CategoryInterface
