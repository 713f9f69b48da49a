import type { CategoryInterface } from './category-interface.ts'
import { contactFields, contactSchema, interactionFields, timelineItemSchema } from './crm-values.ts'

const id = { type: 'string', maxLength: 120 } as const
const contactId = { ...id, title: 'Customer' } as const
const text = { type: 'string', minLength: 1, maxLength: 4000, dataClass: 'personal' } as const

const notFound = {
  name: 'notFound',
  title: { en: 'Not found', th: 'ไม่พบ', tr: 'Bulunamadı', lo: 'ບໍ່ພົບ', 'zh-Hant': '找不到' },
} as const
const found = { name: 'found', title: { en: 'Found', th: 'พบแล้ว', tr: 'Bulundu', lo: 'ພົບແລ້ວ', 'zh-Hant': '已找到' } } as const
const done = { name: 'done', title: { en: 'Done', th: 'เรียบร้อย', tr: 'Yapıldı', lo: 'ສຳເລັດ', 'zh-Hant': '完成' } } as const

const saved = { type: 'object', properties: { id }, required: ['id'] } as const
const one = { type: 'object', properties: { id: contactId }, required: ['id'] } as const

/**
 * Customers (P01): who is calling, and what was said and done. Telephone numbers are E.164 without `+`; a number to look for may be
 * in any spelling.
 */
export const crm = {
  category: 'crm',
  title: { en: 'Customers', th: 'ลูกค้า', tr: 'Müşteriler', lo: 'ລູກຄ້າ', 'zh-Hant': '客戶' },
  required: [
    'findContact',
    'getContact',
    'searchContacts',
    'createContact',
    'updateContact',
    'logInteraction',
    'addNote',
    'addTask',
    'timeline',
  ],
  actions: {
    findContact: {
      title: { en: 'Find a customer', th: 'ค้นหาลูกค้า', tr: 'Müşteri bul', lo: 'ຊອກຫາລູກຄ້າ', 'zh-Hant': '尋找客戶' },
      summary: {
        en: 'Finds who a telephone number, an e-mail address, a number of your own or a chat name belongs to.',
        th: 'ค้นหาเจ้าของหมายเลขโทรศัพท์ อีเมล รหัสของคุณ หรือชื่อแชต',
        tr: 'Bir telefon numarasının, e-posta adresinin, kendi numaranızın veya sohbet adının kime ait olduğunu bulur.',
        lo: 'ຊອກຫາເຈົ້າຂອງເບີໂທລະສັບ, ອີເມວ, ລະຫັດຂອງທ່ານ ຫຼື ຊື່ແຊັດ',
        'zh-Hant': '依電話號碼、電子郵件、自有編號或聊天名稱找出客戶。',
      },
      input: {
        type: 'object',
        properties: {
          phone: { type: 'string', maxLength: 40, title: 'Telephone number', format: 'phone', dataClass: 'contact' },
          email: { type: 'string', maxLength: 254, title: 'E-mail', format: 'email', dataClass: 'contact' },
          externalId: { type: 'string', maxLength: 120, title: 'Your own number' },
          handle: { type: 'string', maxLength: 120, title: 'Chat name', dataClass: 'contact' },
        },
      },
      output: {
        type: 'object',
        properties: { contact: contactSchema, matches: { type: 'integer', minimum: 1, title: 'How many there are' } },
        required: ['contact', 'matches'],
      },
      outlets: [found, notFound],
      sideEffect: 'read',
      voiceSafe: true,
    },
    getContact: {
      title: { en: 'Look at a customer', th: 'ดูข้อมูลลูกค้า', tr: 'Müşteriye bak', lo: 'ເບິ່ງຂໍ້ມູນລູກຄ້າ', 'zh-Hant': '查看客戶' },
      summary: {
        en: 'All that is known of one customer.',
        th: 'ข้อมูลทั้งหมดของลูกค้าหนึ่งราย',
        tr: 'Bir müşteri hakkında bilinen her şey.',
        lo: 'ຂໍ້ມູນທັງໝົດຂອງລູກຄ້າໜຶ່ງຄົນ',
        'zh-Hant': '一位客戶的所有資料。',
      },
      input: one,
      output: {
        type: 'object',
        properties: { contact: contactSchema, openTasks: { type: 'integer', minimum: 0, title: 'Open tasks' } },
        required: ['contact', 'openTasks'],
      },
      outlets: [found, notFound],
      sideEffect: 'read',
      voiceSafe: true,
    },
    searchContacts: {
      title: { en: 'Search customers', th: 'ค้นหารายชื่อลูกค้า', tr: 'Müşterilerde ara', lo: 'ຄົ້ນຫາລາຍຊື່ລູກຄ້າ', 'zh-Hant': '搜尋客戶' },
      summary: {
        en: 'Lists customers by a part of a name, an address or a number; without a text, all of them.',
        th: 'แสดงรายชื่อลูกค้าตามส่วนหนึ่งของชื่อ อีเมล หรือหมายเลข ถ้าไม่ใส่ข้อความจะแสดงทั้งหมด',
        tr: 'Müşterileri adın, adresin veya numaranın bir bölümüne göre listeler; metin yoksa hepsini.',
        lo: 'ສະແດງລາຍຊື່ລູກຄ້າຕາມສ່ວນໜຶ່ງຂອງຊື່, ທີ່ຢູ່ ຫຼື ເບີ; ຖ້າບໍ່ໃສ່ຂໍ້ຄວາມຈະສະແດງທັງໝົດ',
        'zh-Hant': '依姓名、地址或號碼的一部分列出客戶；未輸入文字則列出全部。',
      },
      input: {
        type: 'object',
        properties: {
          text: { type: 'string', maxLength: 100, title: 'Search for', dataClass: 'personal' },
          limit: { type: 'integer', minimum: 1, maximum: 50, title: 'At most' },
          after: { type: 'string', maxLength: 200, title: 'Go on after', description: 'What the answer before had in next.' },
        },
      },
      output: {
        type: 'object',
        properties: { contacts: { type: 'array', items: contactSchema }, next: { type: 'string', title: 'Where to go on' } },
        required: ['contacts'],
      },
      outlets: [done],
      sideEffect: 'read',
    },
    createContact: {
      title: { en: 'Add a customer', th: 'เพิ่มลูกค้า', tr: 'Müşteri ekle', lo: 'ເພີ່ມລູກຄ້າ', 'zh-Hant': '新增客戶' },
      summary: {
        en: 'Puts a new customer in, unless one with the same number or address is there already.',
        th: 'เพิ่มลูกค้าใหม่ เว้นแต่มีลูกค้าที่ใช้หมายเลขหรืออีเมลเดียวกันอยู่แล้ว',
        tr: 'Aynı numara veya adresle biri yoksa yeni müşteri ekler.',
        lo: 'ເພີ່ມລູກຄ້າໃໝ່ ເວັ້ນແຕ່ມີລູກຄ້າທີ່ໃຊ້ເບີ ຫຼື ທີ່ຢູ່ດຽວກັນຢູ່ແລ້ວ',
        'zh-Hant': '新增客戶；若已有相同號碼或地址的客戶則不重複新增。',
      },
      input: { type: 'object', properties: contactFields },
      output: saved,
      outlets: [
        { name: 'created', title: { en: 'Added', th: 'เพิ่มแล้ว', tr: 'Eklendi', lo: 'ເພີ່ມແລ້ວ', 'zh-Hant': '已新增' } },
        { name: 'alreadyThere', title: { en: 'Already there', th: 'มีอยู่แล้ว', tr: 'Zaten var', lo: 'ມີຢູ່ແລ້ວ', 'zh-Hant': '已存在' } },
      ],
      sideEffect: 'write',
      mode: 'idempotent',
    },
    updateContact: {
      title: { en: 'Change a customer', th: 'แก้ไขข้อมูลลูกค้า', tr: 'Müşteriyi değiştir', lo: 'ແກ້ໄຂຂໍ້ມູນລູກຄ້າ', 'zh-Hant': '變更客戶' },
      summary: {
        en: 'Changes what is given and leaves the rest; says what was there before.',
        th: 'เปลี่ยนเฉพาะข้อมูลที่ให้มา และบอกค่าเดิม',
        tr: 'Verileni değiştirir, kalanını bırakır; öncekini söyler.',
        lo: 'ປ່ຽນສະເພາະຂໍ້ມູນທີ່ໃຫ້ມາ ແລະ ບອກຄ່າເກົ່າ',
        'zh-Hant': '只變更所給的資料，並說明原本的值。',
      },
      input: {
        type: 'object',
        properties: {
          ...contactFields,
          id: contactId,
          source: { type: 'string', maxLength: 60, title: 'Where it comes from' },
          reason: { type: 'string', maxLength: 200, title: 'Why' },
        },
        required: ['id'],
      },
      output: {
        type: 'object',
        properties: {
          id,
          changed: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                field: { type: 'string' },
                old: { type: 'string', dataClass: 'personal' },
                new: { type: 'string', dataClass: 'personal' },
              },
              required: ['field', 'old', 'new'],
            },
          },
        },
        required: ['id', 'changed'],
      },
      outlets: [
        { name: 'changed', title: { en: 'Changed', th: 'แก้ไขแล้ว', tr: 'Değiştirildi', lo: 'ແກ້ໄຂແລ້ວ', 'zh-Hant': '已變更' } },
        notFound,
      ],
      sideEffect: 'write',
      mode: 'idempotent',
    },
    mergeContacts: {
      title: {
        en: 'Merge two customers',
        th: 'รวมลูกค้าสองราย',
        tr: 'İki müşteriyi birleştir',
        lo: 'ລວມລູກຄ້າສອງຄົນ',
        'zh-Hant': '合併兩位客戶',
      },
      summary: {
        en: 'Makes one of two entries of the same person.',
        th: 'รวมสองรายการของคนเดียวกันเป็นรายการเดียว',
        tr: 'Aynı kişinin iki kaydını tek kayıt yapar.',
        lo: 'ລວມສອງລາຍການຂອງຄົນດຽວກັນເປັນລາຍການດຽວ',
        'zh-Hant': '將同一人的兩筆資料合而為一。',
      },
      input: {
        type: 'object',
        properties: { keepId: { ...id, title: 'Stays' }, dropId: { ...id, title: 'Goes into it' } },
        required: ['keepId', 'dropId'],
      },
      output: saved,
      outlets: [
        { name: 'merged', title: { en: 'Merged', th: 'รวมแล้ว', tr: 'Birleştirildi', lo: 'ລວມແລ້ວ', 'zh-Hant': '已合併' } },
        notFound,
      ],
      sideEffect: 'write',
      mode: 'idempotent',
    },
    splitContact: {
      title: {
        en: 'Split a merged customer',
        th: 'แยกลูกค้าที่รวมไว้',
        tr: 'Birleştirilen müşteriyi ayır',
        lo: 'ແຍກລູກຄ້າທີ່ລວມໄວ້',
        'zh-Hant': '拆分已合併的客戶',
      },
      summary: {
        en: 'Makes two again of what was merged by mistake.',
        th: 'แยกรายการที่รวมกันโดยผิดพลาดกลับเป็นสองรายการ',
        tr: 'Yanlışlıkla birleştirilenleri yeniden ikiye ayırır.',
        lo: 'ແຍກລາຍການທີ່ລວມຜິດກັບຄືນເປັນສອງລາຍການ',
        'zh-Hant': '將誤合併的資料還原為兩筆。',
      },
      input: {
        type: 'object',
        properties: { id: contactId, mergedId: { ...id, title: 'What went into it' } },
        required: ['id', 'mergedId'],
      },
      output: saved,
      outlets: [
        { name: 'split', title: { en: 'Split', th: 'แยกแล้ว', tr: 'Ayrıldı', lo: 'ແຍກແລ້ວ', 'zh-Hant': '已拆分' } },
        notFound,
      ],
      sideEffect: 'write',
      mode: 'idempotent',
    },
    logInteraction: {
      title: { en: 'Log a contact', th: 'บันทึกการติดต่อ', tr: 'Görüşmeyi kaydet', lo: 'ບັນທຶກການຕິດຕໍ່', 'zh-Hant': '記錄往來' },
      summary: {
        en: 'Keeps a call or a message in the customer’s history.',
        th: 'เก็บสายหรือข้อความไว้ในประวัติของลูกค้า',
        tr: 'Bir aramayı veya mesajı müşterinin geçmişine yazar.',
        lo: 'ເກັບສາຍ ຫຼື ຂໍ້ຄວາມໄວ້ໃນປະຫວັດຂອງລູກຄ້າ',
        'zh-Hant': '將來電或訊息記入客戶的歷程。',
      },
      input: { type: 'object', properties: { contactId, ...interactionFields }, required: ['contactId', 'channel', 'direction'] },
      output: saved,
      outlets: [done, notFound],
      sideEffect: 'write',
      mode: 'idempotent',
    },
    addNote: {
      title: { en: 'Write a note', th: 'เขียนบันทึก', tr: 'Not yaz', lo: 'ຂຽນບັນທຶກ', 'zh-Hant': '寫備註' },
      summary: {
        en: 'Keeps a note with the customer.',
        th: 'เก็บบันทึกไว้กับลูกค้า',
        tr: 'Müşteriye bir not ekler.',
        lo: 'ເກັບບັນທຶກໄວ້ກັບລູກຄ້າ',
        'zh-Hant': '在客戶資料中留下備註。',
      },
      input: { type: 'object', properties: { contactId, text: { ...text, title: 'Note' } }, required: ['contactId', 'text'] },
      output: saved,
      outlets: [done, notFound],
      sideEffect: 'write',
      mode: 'idempotent',
    },
    addTask: {
      title: { en: 'Add a task', th: 'เพิ่มงาน', tr: 'Görev ekle', lo: 'ເພີ່ມວຽກ', 'zh-Hant': '新增待辦' },
      summary: {
        en: 'Something that somebody is to do for the customer.',
        th: 'สิ่งที่ต้องทำให้ลูกค้า',
        tr: 'Müşteri için yapılacak bir iş.',
        lo: 'ສິ່ງທີ່ຕ້ອງເຮັດໃຫ້ລູກຄ້າ',
        'zh-Hant': '要為客戶做的事。',
      },
      input: {
        type: 'object',
        properties: {
          contactId,
          text: { ...text, title: 'What is to be done' },
          due: { type: 'string', maxLength: 40, title: 'Until when', format: 'date-time' },
          owner: { type: 'string', maxLength: 120, title: 'By whom' },
        },
        required: ['contactId', 'text'],
      },
      output: saved,
      outlets: [done, notFound],
      sideEffect: 'write',
      mode: 'idempotent',
    },
    completeTask: {
      title: { en: 'Tick off a task', th: 'ทำงานเสร็จแล้ว', tr: 'Görevi tamamla', lo: 'ວຽກສຳເລັດແລ້ວ', 'zh-Hant': '完成待辦' },
      summary: {
        en: 'Marks a task as done.',
        th: 'ทำเครื่องหมายว่างานเสร็จแล้ว',
        tr: 'Bir görevi yapıldı olarak işaretler.',
        lo: 'ໝາຍວ່າວຽກສຳເລັດແລ້ວ',
        'zh-Hant': '將待辦標記為完成。',
      },
      input: { type: 'object', properties: { id: { ...id, title: 'Task' } }, required: ['id'] },
      output: saved,
      outlets: [done, notFound],
      sideEffect: 'write',
      mode: 'idempotent',
    },
    timeline: {
      title: { en: 'Read the history', th: 'อ่านประวัติ', tr: 'Geçmişi oku', lo: 'ອ່ານປະຫວັດ', 'zh-Hant': '查看歷程' },
      summary: {
        en: 'Calls, messages, notes and tasks of a customer, the latest first.',
        th: 'สาย ข้อความ บันทึก และงานของลูกค้า เรียงจากล่าสุด',
        tr: 'Müşterinin aramaları, mesajları, notları ve görevleri; en yenisi önce.',
        lo: 'ສາຍ, ຂໍ້ຄວາມ, ບັນທຶກ ແລະ ວຽກຂອງລູກຄ້າ, ຫຼ້າສຸດກ່ອນ',
        'zh-Hant': '客戶的來電、訊息、備註與待辦，由新到舊。',
      },
      input: {
        type: 'object',
        properties: {
          contactId,
          since: { type: 'string', maxLength: 40, title: 'Since', format: 'date-time' },
          limit: { type: 'integer', minimum: 1, maximum: 100, title: 'At most' },
        },
        required: ['contactId'],
      },
      output: { type: 'object', properties: { items: { type: 'array', items: timelineItemSchema } }, required: ['items'] },
      outlets: [done, notFound],
      sideEffect: 'read',
    },
  },
} as const satisfies CategoryInterface
