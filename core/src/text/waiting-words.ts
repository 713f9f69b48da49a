import type { Language } from '../flow/language.ts'

/** Said once when a caller has to wait for an answer from elsewhere; the hold sound follows. Lao has no voice: only the sound. */
export const WAITING_WORDS: Readonly<Record<Language, string | null>> = {
  en: 'One moment, please.',
  th: 'กรุณารอสักครู่ค่ะ',
  tr: 'Bir dakika lütfen.',
  lo: null,
  'zh-Hant': '請稍候。',
}
