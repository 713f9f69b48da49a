import { http } from '@patchbay/core'
import { inAllLanguages } from '../field-words/in-all-languages.ts'
import { webhookIn } from './webhook-in.ts'

const { request, send, webhookOut } = http.actions
const NAMED = 'https://*'
const CRM = 'https://crm.example.com'
const values = [{ name: 'name', value: 'สมชาย' }]

/** Web services of anybody's, at hosts that are named when it is installed. */
const manifest = {
  name: 'web-requests',
  version: '1.1.1',
  sdk: 1,
  title: { en: 'Web requests', th: 'คำขอเว็บ', tr: 'Web istekleri', lo: 'ຄຳຂໍເວັບ', 'zh-Hant': '網路請求' },
  summary: {
    en: 'Asks and tells web services of your own, at the hosts that you name and no others, and hears from them by signed webhooks.',
    th: 'ถามและแจ้งบริการเว็บของคุณเอง เฉพาะโฮสต์ที่คุณระบุเท่านั้น และรับแจ้งจากบริการเหล่านั้นผ่านเว็บฮุกที่ลงลายเซ็น',
    tr: 'Kendi web hizmetlerinize sorar ve bildirir, yalnızca adını verdiğiniz sunuculara; onlardan da imzalı web kancalarıyla haber alır.',
    lo: 'ຖາມແລະແຈ້ງບໍລິການເວັບຂອງທ່ານເອງ ສະເພາະໂຮສທີ່ທ່ານລະບຸເທົ່ານັ້ນ ແລະຮັບແຈ້ງຈາກບໍລິການເຫຼົ່ານັ້ນຜ່ານເວັບຮຸກທີ່ເຊັນແລ້ວ',
    'zh-Hant': '查詢並通知您自己的網路服務，僅限您指定的主機；也接收它們以簽章 Webhook 傳來的通知。',
  },
  category: 'http',
  hosts: [NAMED],
  secrets: [
    {
      key: 'WEB_TOKEN',
      title: {
        en: 'Token for your services',
        th: 'โทเค็นสำหรับบริการของคุณ',
        tr: 'Hizmetleriniz için belirteç',
        lo: 'ໂທເຄັນສຳລັບບໍລິການຂອງທ່ານ',
        'zh-Hant': '您服務的權杖',
      },
      hosts: [NAMED],
      optional: true,
    },
    {
      key: 'WEBHOOK_SECRET',
      title: {
        en: 'Secret that webhooks are signed with',
        th: 'คีย์ลับสำหรับลงลายเซ็นเว็บฮุก',
        tr: 'Web kancalarını imzalayan gizli anahtar',
        lo: 'ກະແຈລັບສຳລັບລົງລາຍເຊັນເວັບຮຸກ',
        'zh-Hant': 'Webhook 簽章密鑰',
      },
      hosts: [],
      optional: true,
    },
    {
      key: 'WEBHOOK_IN_SECRET',
      title: {
        en: 'Secret that your systems sign with',
        th: 'คีย์ลับที่ระบบของคุณใช้ลงลายเซ็น',
        tr: 'Sistemlerinizin imza attığı gizli anahtar',
        lo: 'ກະແຈລັບທີ່ລະບົບຂອງທ່ານໃຊ້ເຊັນ',
        'zh-Hant': '您的系統用來簽章的密鑰',
      },
      hosts: [],
      optional: true,
    },
  ],
  dataClasses: ['personal', 'contact'],
  limits: { timeoutMs: 3500, memoryMb: 16 },
  settings: {
    type: 'object',
    properties: {
      useToken: {
        type: 'boolean',
        title: 'Send the token',
        description: 'As Authorization: Bearer …, with every request.',
      },
    },
  },
  actions: {
    request: {
      ...request,
      examples: [
        {
          input: { url: `${CRM}/callers/66812345678`, map: [{ from: 'customer.name', to: 'name' }] },
          outlet: 'done',
          output: { status: 200, values, first: 'สมชาย' },
        },
        { input: { url: `${CRM}/callers/1` }, outlet: 'notFound', output: { status: 404 } },
      ],
    },
    send: {
      ...send,
      examples: [
        {
          input: { method: 'POST', url: `${CRM}/notes`, body: '{"text":"ลูกค้าโทรมา"}', map: [{ from: 'id', to: 'noteId' }] },
          outlet: 'done',
          output: { status: 201, values: [{ name: 'noteId', value: '1' }], first: '1' },
        },
      ],
    },
    webhookOut: {
      ...webhookOut,
      examples: [
        { input: { url: `${CRM}/hooks`, event: 'call.ended', body: '{"minutes":3}' }, outlet: 'done', output: { status: 200 } },
      ],
    },
  },
  triggers: { webhookIn },
} as const
export type WebRequests = typeof manifest

// biome-ignore lint/style/noDefaultExport: the tools read it so
export default inAllLanguages(manifest)
