import { crm } from '@patchbay/core'
import { inAllLanguages } from '../field-words/in-all-languages.ts'
import { ownActions } from './actions.ts'
import { collections } from './collections.ts'
import { EXAMPLES } from './examples.ts'

const { actions } = crm

/** Customers that Patchbay keeps itself. */
const manifest = {
  name: 'contacts',
  version: '1.0.0',
  sdk: 1,
  title: { en: 'Customers', th: 'ลูกค้า', tr: 'Müşteriler', lo: 'ລູກຄ້າ', 'zh-Hant': '客戶' },
  summary: {
    en: 'Knows who is calling, and keeps what was said and done. Needs no account: everything stays in Patchbay.',
    th: 'รู้ว่าใครโทรมา และเก็บสิ่งที่พูดและทำไว้ ไม่ต้องมีบัญชี ทุกอย่างอยู่ใน Patchbay',
    tr: 'Kimin aradığını bilir, konuşulanı ve yapılanı saklar. Hesap gerekmez: her şey Patchbay içinde kalır.',
    lo: 'ຮູ້ວ່າໃຜໂທມາ ແລະ ເກັບສິ່ງທີ່ເວົ້າ ແລະ ເຮັດໄວ້. ບໍ່ຕ້ອງມີບັນຊີ: ທຸກຢ່າງຢູ່ໃນ Patchbay',
    'zh-Hant': '知道來電者是誰，並保存談話與處理紀錄。無需帳號：一切都留在 Patchbay。',
  },
  category: 'crm',
  dataClasses: ['personal', 'contact', 'recording'],
  limits: { timeoutMs: 3000, memoryMb: 16 },
  settings: {
    type: 'object',
    properties: {
      callingCode: {
        type: 'string',
        title: 'Calling code of your country',
        description: 'Numbers that are written without a country are of this one, such as 66 for Thailand.',
        maxLength: 4,
      },
    },
  },
  collections,
  actions: {
    findContact: { ...actions.findContact, examples: EXAMPLES.findContact },
    getContact: { ...actions.getContact, output: ownActions.getContactOutput, examples: EXAMPLES.getContact },
    searchContacts: { ...actions.searchContacts, examples: EXAMPLES.searchContacts },
    createContact: { ...actions.createContact, examples: EXAMPLES.createContact },
    updateContact: { ...actions.updateContact, examples: EXAMPLES.updateContact },
    mergeContacts: { ...actions.mergeContacts, examples: EXAMPLES.mergeContacts },
    splitContact: { ...actions.splitContact, examples: EXAMPLES.splitContact },
    logInteraction: { ...actions.logInteraction, examples: EXAMPLES.logInteraction },
    addNote: { ...actions.addNote, examples: EXAMPLES.addNote },
    addTask: { ...actions.addTask, examples: EXAMPLES.addTask },
    completeTask: { ...actions.completeTask, examples: EXAMPLES.completeTask },
    timeline: { ...actions.timeline, examples: EXAMPLES.timeline },
    addSamples: ownActions.addSamples,
    removeContact: ownActions.removeContact,
  },
} as const
export type Contacts = typeof manifest

// biome-ignore lint/style/noDefaultExport: the tools read it so
export default inAllLanguages(manifest)
