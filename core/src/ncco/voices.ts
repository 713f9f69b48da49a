import type { Language } from '../flow/language.ts'

/** Vonage's language of speech for each of ours (spec V1.13); null where it has no voice and a recording is needed. */
export const TALK_LANGUAGE: Readonly<Record<Language, string | null>> = {
  en: 'en-US',
  th: 'th-TH',
  tr: 'tr-TR',
  lo: null,
  'zh-Hant': 'cmn-TW',
}

/** Vonage's language of speech recognition for each of ours (spec V1.13). */
export const LISTEN_LANGUAGE: Readonly<Record<Language, string>> = {
  en: 'en-US',
  th: 'th-TH',
  tr: 'tr-TR',
  lo: 'lo-LA',
  'zh-Hant': 'zh-TW',
}
