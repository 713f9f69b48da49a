import type { Language } from '@patchbay/core'

/** What callers' languages are called, each in itself. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  th: 'ไทย',
  tr: 'Türkçe',
  lo: 'ລາວ',
  'zh-Hant': '繁體中文',
}
