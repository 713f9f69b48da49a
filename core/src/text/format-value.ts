import { z } from 'zod'
import type { Language } from '../flow/language.ts'
import { CURRENCIES, CURRENCY_NAMES, type Currency, minorDigits } from './money-names.ts'

/** How a value is read out. Our own tables: those of a runtime change with its version, and a replay must not. */
export const valueFormatSchema = z.discriminatedUnion('as', [
  z.strictObject({ as: z.literal('digits') }).meta({ title: 'Digit by digit' }),
  z.strictObject({ as: z.literal('number') }).meta({ title: 'A number' }),
  z
    .strictObject({
      as: z.literal('money'),
      currency: z.enum(CURRENCIES).meta({ title: 'Currency', description: 'The value is in its smallest unit, such as satang.' }),
    })
    .meta({ title: 'Money' }),
  z.strictObject({ as: z.literal('date') }).meta({ title: 'A date', description: 'The value is like 2026-03-31.' }),
])
export type ValueFormat = z.infer<typeof valueFormatSchema>

const MONTHS: Readonly<Record<Language, readonly string[]>> = {
  en: words('January February March April May June July August September October November December'),
  th: words('มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม'),
  tr: words('Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık'),
  lo: words('ມັງກອນ ກຸມພາ ມີນາ ເມສາ ພຶດສະພາ ມິຖຸນາ ກໍລະກົດ ສິງຫາ ກັນຍາ ຕຸລາ ພະຈິກ ທັນວາ'),
  'zh-Hant': Array.from({ length: 12 }, (_, month) => `${month + 1}月`),
}

/** Thai readers count the years of the Buddhist era. */
const BUDDHIST_ERA = 543

/**
 * Writes a value as it should be read out.
 *
 * @param text Digits, a decimal number with a point, an amount in minor units, or a date in ISO 8601.
 * @returns undefined when the text is not of that kind.
 */
export function formatValue(text: string, format: ValueFormat, language: Language): string | undefined {
  const value = text.trim()
  switch (format.as) {
    case 'digits':
      return value === '' ? undefined : spelledOut(value)
    case 'number':
      return /^-?\d{1,15}(\.\d{1,6})?$/.test(value) ? grouped(value, language) : undefined
    case 'money':
      return /^-?\d{1,15}$/.test(value) ? money(value, format.currency, language) : undefined
    case 'date':
      return date(value, language)
  }
}

/** A blank in a long number would be heard as two numbers, so thousands are marked as the language writes them. */
function grouped(value: string, language: Language): string {
  const [thousands, point] = language === 'tr' || language === 'lo' ? ['.', ','] : [',', '.']
  const [whole = '', fraction] = value.split('.')
  const marked = whole.replace(/\B(?=(\d{3})+$)/g, thousands)
  return fraction === undefined ? marked : `${marked}${point}${fraction}`
}

function money(minor: string, currency: Currency, language: Language): string {
  const { unit, one = unit, hundredth, oneHundredth = hundredth } = CURRENCY_NAMES[language][currency]
  const sign = minor.startsWith('-') ? '-' : ''
  const digits = minor.replace('-', '').replace(/^0+(?=\d)/, '')
  const after = minorDigits(currency)
  const whole = digits.slice(0, digits.length - after) || '0'
  const rest = after === 0 ? 0 : Number(digits.slice(-after))
  const between = language === 'zh-Hant' ? '' : ' '
  const major = `${sign}${grouped(whole, language)}${between}${whole === '1' ? one : unit}`
  if (rest === 0 || hundredth === undefined) return major
  const part = `${rest}${between}${rest === 1 ? oneHundredth : hundredth}`
  return whole === '0' ? `${sign}${part}` : `${major}${between}${part}`
}

function date(value: string, language: Language): string | undefined {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})(?:T|$)/.exec(value) ?? []
  const name = MONTHS[language][Number(month) - 1]
  if (name === undefined || Number(day) < 1 || Number(day) > 31) return undefined
  if (language === 'zh-Hant') return `${Number(year)}年${name}${Number(day)}日`
  return `${Number(day)} ${name} ${Number(year) + (language === 'th' ? BUDDHIST_ERA : 0)}`
}

/** A hyphen between digits would be heard as a minus. */
export const spelledOut = (text: string): string => [...text.replace(/[\s-]/g, '')].join(' ')

function words(text: string): string[] {
  return text.split(' ')
}
