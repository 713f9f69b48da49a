/** What Omise's plugins ask for when they are set up. */
export const omiseSecretTitle = {
  en: 'Secret key',
  th: 'คีย์ลับ (secret key)',
  tr: 'Gizli anahtar',
  lo: 'ຄີລັບ (secret key)',
  'zh-Hant': '私密金鑰',
} as const
