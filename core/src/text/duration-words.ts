import type { Language } from '../flow/language.ts'

/** Units in which a template's answers count time. */
export const DURATION_UNITS = ['hours', 'days'] as const
type DurationUnit = (typeof DURATION_UNITS)[number]

const counted =
  (between: string, hours: string, days: string) =>
  (count: number, unit: DurationUnit): string =>
    `${count}${between}${unit === 'hours' ? hours : days}`

const WORDS: Readonly<Record<Language, (count: number, unit: DurationUnit) => string>> = {
  en: (count, unit) => (count === 1 ? `1 ${unit.slice(0, -1)}` : `${count} ${unit}`),
  th: counted(' ', 'ชั่วโมง', 'วัน'),
  tr: counted(' ', 'saat', 'gün'),
  lo: counted(' ', 'ຊົ່ວໂມງ', 'ມື້'),
  'zh-Hant': counted('', '小時', '天'),
}

/** A number with its unit as one says it: “1 hour”, “24 hours”, “24小時”. */
export const durationWords = (count: number, unit: DurationUnit, language: Language): string => WORDS[language](count, unit)
