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

interface Styles {
  /** Voices are numbered from 0 to this. */
  last: number
  premium: readonly number[]
  /** Voices that read SSML tags out, or stay silent. */
  withoutSsml: readonly number[]
}

/** What is known of the voices (spec V1.13, a table of 2022 to 2024): newer ones may exist, so that doubt is a warning. */
export const VOICE_STYLES: Readonly<Record<Language, Styles | null>> = {
  en: { last: 23, premium: [5, 6, 10, 11, 12, 13, 14, 20, 21, 22], withoutSsml: [15, 16, 17, 18, 19, 23] },
  th: { last: 1, premium: [], withoutSsml: [0] },
  tr: { last: 7, premium: [1, 2, 3, 5, 6], withoutSsml: [4, 7] },
  lo: null,
  'zh-Hant': { last: 3, premium: [1, 2, 3], withoutSsml: [0] },
}
