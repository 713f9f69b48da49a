/** What iyzico's plugins ask for when they are set up. */

const text = { type: 'string', maxLength: 200 } as const

export const iyzicoSecretTitle = {
  en: 'Secret key',
  th: 'คีย์ลับ (secret key)',
  tr: 'Gizli anahtar',
  lo: 'ຄີລັບ (secret key)',
  'zh-Hant': '私密金鑰',
} as const

export const iyzicoSettings = {
  apiKey: {
    ...text,
    title: { en: 'API key', th: 'คีย์ API', tr: 'API anahtarı', lo: 'ຄີ API', 'zh-Hant': 'API 金鑰' },
  },
  sandbox: {
    type: 'boolean',
    title: {
      en: 'This is an account of the sandbox',
      th: 'บัญชีนี้อยู่ในแซนด์บ็อกซ์',
      tr: 'Bu, sandbox’taki bir hesap',
      lo: 'ບັນຊີນີ້ຢູ່ໃນແຊນບັອກ',
      'zh-Hant': '這是沙盒環境的帳戶',
    },
  },
  ip: {
    ...text,
    title: {
      en: 'IP address of buyers',
      th: 'ที่อยู่ IP ของผู้ซื้อ',
      tr: 'Alıcıların IP adresi',
      lo: 'ທີ່ຢູ່ IP ຂອງຜູ້ຊື້',
      'zh-Hant': '買方的 IP 位址',
    },
    description: 'iyzico wants one: that of your server.',
  },
} as const
