import { crm } from '@patchbay/core'

const { getContact, addNote } = crm.actions
const done = addNote.outlets[0]

/** What the customers of Patchbay can do beside what the category asks for. */
export const ownActions = {
  getContactOutput: {
    ...getContact.output,
    properties: {
      ...getContact.output.properties,
      merged: {
        type: 'array',
        title: 'What has gone into it',
        items: {
          type: 'object',
          properties: {
            id: { type: 'string' },
            name: { type: 'string', dataClass: 'personal' },
            at: { type: 'string', format: 'date-time' },
          },
          required: ['id', 'name', 'at'],
        },
      },
    },
    required: ['contact', 'openTasks', 'merged'],
  },
  addSamples: {
    title: {
      en: 'Add sample customers',
      th: 'เพิ่มลูกค้าตัวอย่าง',
      tr: 'Örnek müşteriler ekle',
      lo: 'ເພີ່ມລູກຄ້າຕົວຢ່າງ',
      'zh-Hant': '加入範例客戶',
    },
    summary: {
      en: 'Puts made-up people in, in five languages, to try things with. Does nothing when there are customers of your own.',
      th: 'ใส่บุคคลสมมุติในห้าภาษาเพื่อทดลองใช้ ไม่ทำอะไรหากมีลูกค้าของคุณเองแล้ว',
      tr: 'Denemek için beş dilde uydurma kişiler ekler. Kendi müşterileriniz varsa hiçbir şey yapmaz.',
      lo: 'ໃສ່ບຸກຄົນສົມມຸດໃນຫ້າພາສາເພື່ອທົດລອງ. ບໍ່ເຮັດຫຍັງຫາກມີລູກຄ້າຂອງທ່ານເອງແລ້ວ',
      'zh-Hant': '加入五種語言的虛構人物供試用；若已有自己的客戶則不動作。',
    },
    input: { type: 'object', properties: {} },
    output: { type: 'object', properties: { contacts: { type: 'integer', minimum: 0 } }, required: ['contacts'] },
    outlets: [{ name: 'added', title: { en: 'Added', th: 'เพิ่มแล้ว', tr: 'Eklendi', lo: 'ເພີ່ມແລ້ວ', 'zh-Hant': '已加入' } }],
    sideEffect: 'write',
    mode: 'idempotent',
    examples: [{ input: {}, outlet: 'added', output: { contacts: 6 } }],
  },
  removeContact: {
    title: {
      en: 'Remove a customer for good',
      th: 'ลบลูกค้าถาวร',
      tr: 'Müşteriyi kalıcı olarak sil',
      lo: 'ລຶບລູກຄ້າຖາວອນ',
      'zh-Hant': '永久移除客戶',
    },
    summary: {
      en: 'Removes a customer and their history, as the law lets them ask for.',
      th: 'ลบลูกค้าและประวัติทั้งหมด ตามสิทธิที่กฎหมายให้',
      tr: 'Yasal hakkı gereği müşteriyi ve tüm geçmişini siler.',
      lo: 'ລຶບລູກຄ້າ ແລະ ປະຫວັດທັງໝົດ ຕາມສິດທີ່ກົດໝາຍໃຫ້',
      'zh-Hant': '依法律賦予的權利，移除客戶及其歷程。',
    },
    input: { type: 'object', properties: { id: { type: 'string', title: 'Customer', maxLength: 120 } }, required: ['id'] },
    output: { type: 'object', properties: {} },
    outlets: [done],
    sideEffect: 'write',
    mode: 'idempotent',
    examples: [{ input: { id: 'c-somchai' }, outlet: 'done' }],
  },
} as const
