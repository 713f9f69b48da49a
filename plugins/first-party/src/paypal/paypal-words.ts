/** What PayPal's plugins ask for when they are set up. */

export const paypalSecretTitle = {
  en: 'Secret of the app',
  th: 'รหัสลับของแอป',
  tr: 'Uygulamanın gizli anahtarı',
  lo: 'ລະຫັດລັບຂອງແອັບ',
  'zh-Hant': '應用程式密鑰',
} as const

export const paypalSettings = {
  clientId: {
    type: 'string',
    maxLength: 120,
    title: {
      en: 'Client id of the app',
      th: 'Client ID ของแอป',
      tr: 'Uygulamanın istemci kimliği',
      lo: 'Client ID ຂອງແອັບ',
      'zh-Hant': '應用程式的用戶端 ID',
    },
  },
  sandbox: {
    type: 'boolean',
    title: {
      en: 'This is an app of the sandbox',
      th: 'แอปนี้อยู่ในแซนด์บ็อกซ์',
      tr: 'Bu, sandbox’taki bir uygulama',
      lo: 'ແອັບນີ້ຢູ່ໃນແຊນບັອກ',
      'zh-Hant': '這是沙盒環境的應用程式',
    },
  },
} as const
