import { z } from 'zod'

/** The languages that prompts and the product itself are written in. */
export const LANGUAGES = ['en', 'th', 'tr', 'lo', 'zh-Hant'] as const

export const languageSchema = z.enum(LANGUAGES)
export type Language = z.infer<typeof languageSchema>

/** What each language is called by those who speak it. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  th: 'ไทย',
  tr: 'Türkçe',
  lo: 'ລາວ',
  'zh-Hant': '繁體中文',
}
