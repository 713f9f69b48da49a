import { adapterActions, callingCode } from '../crm-adapter/adapter-actions.ts'
import { marks } from '../crm-adapter/once.ts'
import { inAllLanguages } from '../field-words/in-all-languages.ts'

const HOST = 'https://api.pipedrive.com'
const field = (title: string) =>
  ({
    type: 'string',
    title,
    description: 'The key of a field of yours, 40 letters and digits; blank: not kept.',
    maxLength: 40,
  }) as const

/** Customers in Pipedrive. */
const manifest = {
  name: 'pipedrive-crm',
  version: '1.0.0',
  sdk: 1,
  title: 'Pipedrive',
  summary: {
    en: 'Customers in your Pipedrive: who is calling, and calls, notes and tasks with the person.',
    th: 'ลูกค้าใน Pipedrive ของคุณ: ใครโทรมา พร้อมสาย บันทึก และงานของบุคคลนั้น',
    tr: 'Pipedrive’ınızdaki müşteriler: kim arıyor; kişiyle birlikte aramalar, notlar ve görevler.',
    lo: 'ລູກຄ້າໃນ Pipedrive ຂອງທ່ານ: ໃຜໂທມາ ພ້ອມສາຍ, ບັນທຶກ ແລະ ວຽກຂອງບຸກຄົນນັ້ນ',
    'zh-Hant': '您 Pipedrive 中的客戶：來電者是誰，並在聯絡人記錄通話、備註與待辦。',
  },
  category: 'crm',
  hosts: [HOST],
  secrets: [{ key: 'PIPEDRIVE_TOKEN', title: 'API token', hosts: [HOST] }],
  dataClasses: ['personal', 'contact', 'recording'],
  limits: { timeoutMs: 3500, memoryMb: 16 },
  settings: {
    type: 'object',
    properties: {
      callingCode,
      externalIdField: field('Field for your own number'),
      segmentField: field('Field for the segment'),
    },
  },
  collections: { marks },
  actions: adapterActions({
    ...{ contactId: '11', otherId: '12', taskId: '71', nobody: '999' },
    ...{ phone: '66812345678', name: 'สมชาย ใจดี' },
  }),
} as const
export type PipedriveCrm = typeof manifest

// biome-ignore lint/style/noDefaultExport: the tools read it so
export default inAllLanguages(manifest)
