import { adapterActions, callingCode } from '../crm-adapter/adapter-actions.ts'
import { marks } from '../crm-adapter/once.ts'
import { inAllLanguages } from '../field-words/in-all-languages.ts'

const HOST = 'https://*.my.salesforce.com'
const field = (title: string) =>
  ({
    type: 'string',
    title,
    description: 'The API name of a field of Contact, such as Segment__c; blank: not kept.',
    maxLength: 80,
  }) as const
// merging contacts is none of the REST interface's
const { mergeContacts: _mergeContacts, ...actions } = adapterActions({
  ...{
    contactId: '003000000000001AAA',
    otherId: '003000000000002AAA',
    taskId: '00T000000000001AAA',
    nobody: '003000000000999AAA',
  },
  ...{ phone: '66812345678', name: 'สมชาย ใจดี' },
})

/** Customers in Salesforce. */
const manifest = {
  name: 'salesforce-crm',
  version: '1.0.0',
  sdk: 1,
  title: 'Salesforce',
  summary: {
    en: 'Contacts in your Salesforce: who is calling, and calls, notes and tasks among their activities.',
    th: 'รายชื่อติดต่อใน Salesforce ของคุณ: ใครโทรมา พร้อมสาย บันทึก และงานในกิจกรรม',
    tr: 'Salesforce’unuzdaki kişiler: kim arıyor; etkinliklerinde aramalar, notlar ve görevler.',
    lo: 'ລາຍຊື່ຕິດຕໍ່ໃນ Salesforce ຂອງທ່ານ: ໃຜໂທມາ ພ້ອມສາຍ, ບັນທຶກ ແລະ ວຽກໃນກິດຈະກຳ',
    'zh-Hant': '您 Salesforce 中的聯絡人：來電者是誰，並在活動中記錄通話、備註與待辦。',
  },
  category: 'crm',
  hosts: [HOST],
  secrets: [
    { key: 'SALESFORCE_CLIENT_SECRET', title: 'Consumer secret of the connected app', hosts: [HOST] },
    { key: 'SALESFORCE_REFRESH_TOKEN', title: 'Refresh token', hosts: [HOST] },
  ],
  dataClasses: ['personal', 'contact', 'recording'],
  limits: { timeoutMs: 3500, memoryMb: 16 },
  settings: {
    type: 'object',
    properties: {
      instance: {
        type: 'string',
        title: 'Your address',
        description: 'Such as https://acme.my.salesforce.com',
        format: 'uri',
        maxLength: 200,
      },
      clientId: { type: 'string', title: 'Consumer key of the connected app', maxLength: 300 },
      callingCode,
      externalIdField: field('Field for your own number'),
      segmentField: field('Field for the segment'),
      vipField: field('Field for VIP (a checkbox)'),
      languageField: field('Field for the language'),
    },
    required: ['instance', 'clientId'],
  },
  collections: { marks },
  actions,
} as const
export type SalesforceCrm = typeof manifest

// biome-ignore lint/style/noDefaultExport: the tools read it so
export default inAllLanguages(manifest)
