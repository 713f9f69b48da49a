import { adapterActions, callingCode } from '../crm-adapter/adapter-actions.ts'
import { marks } from '../crm-adapter/once.ts'
import { inAllLanguages } from '../field-words/in-all-languages.ts'

const API = 'https://api.hubapi.com'
const property = (title: string) =>
  ({ type: 'string', title, description: 'The internal name of a property of yours; blank: not kept.', maxLength: 100 }) as const

/** Customers in HubSpot. */
const manifest = {
  name: 'hubspot-crm',
  version: '1.0.0',
  sdk: 1,
  title: 'HubSpot',
  summary: {
    en: 'Customers in your HubSpot: who is calling, and calls, notes and tasks in their timeline.',
    th: 'ลูกค้าใน HubSpot ของคุณ: ใครโทรมา พร้อมสาย บันทึก และงานในไทม์ไลน์',
    tr: 'HubSpot’unuzdaki müşteriler: kim arıyor; zaman çizelgesinde aramalar, notlar ve görevler.',
    lo: 'ລູກຄ້າໃນ HubSpot ຂອງທ່ານ: ໃຜໂທມາ ພ້ອມສາຍ, ບັນທຶກ ແລະ ວຽກໃນໄທມ໌ລາຍ',
    'zh-Hant': '您 HubSpot 中的客戶：來電者是誰，並在時間軸記錄通話、備註與待辦。',
  },
  category: 'crm',
  hosts: [API],
  secrets: [{ key: 'HUBSPOT_TOKEN', title: 'Access token of a private app', hosts: [API] }],
  dataClasses: ['personal', 'contact', 'recording'],
  limits: { timeoutMs: 3500, memoryMb: 16 },
  settings: {
    type: 'object',
    properties: {
      callingCode,
      externalIdProperty: property('Property for your own number'),
      segmentProperty: property('Property for the segment'),
      vipProperty: property('Property for VIP (yes or no)'),
      tagsProperty: property('Property for tags (several choices)'),
    },
  },
  collections: { marks },
  actions: adapterActions({
    ...{ contactId: '501', otherId: '502', taskId: '9001', nobody: '999' },
    ...{ phone: '66812345678', name: 'สมชาย ใจดี' },
  }),
} as const
export type HubspotCrm = typeof manifest

// biome-ignore lint/style/noDefaultExport: the tools read it so
export default inAllLanguages(manifest)
