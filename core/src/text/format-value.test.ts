import { expect, test } from 'vitest'
import { LANGUAGES, type Language } from '../flow/language.ts'
import { formatValue, type ValueFormat } from './format-value.ts'
import { CURRENCIES } from './money-names.ts'

const money = (currency: (typeof CURRENCIES)[number]) => ({ as: 'money', currency }) as const

test.each<[string, ValueFormat, Language, string | undefined]>([
  ['2612', { as: 'digits' }, 'en', '2 6 1 2'],
  ['CN-20 26', { as: 'digits' }, 'en', 'C N 2 0 2 6'],
  ['', { as: 'digits' }, 'en', undefined],
  ['1234567.5', { as: 'number' }, 'en', '1,234,567.5'],
  ['1234567.5', { as: 'number' }, 'tr', '1.234.567,5'],
  ['-1000', { as: 'number' }, 'th', '-1,000'],
  ['999', { as: 'number' }, 'lo', '999'],
  ['many', { as: 'number' }, 'en', undefined],
  ['125000', money('THB'), 'th', '1,250 บาท'],
  ['125050', money('THB'), 'th', '1,250 บาท 50 สตางค์'],
  ['1205', money('USD'), 'en', '12 US dollars 5 cents'],
  ['5', money('EUR'), 'en', '5 cents'],
  ['101', money('EUR'), 'en', '1 euro 1 cent'],
  ['1', money('GBP'), 'en', '1 penny'],
  ['100', money('USD'), 'tr', '1 dolar'],
  ['2100', money('USD'), 'en', '21 US dollars'],
  ['0', money('EUR'), 'en', '0 euros'],
  ['-1999', money('GBP'), 'en', '-19 pounds 99 pence'],
  ['125000', money('TRY'), 'tr', '1.250 lira'],
  ['125050', money('TWD'), 'zh-Hant', '1,250元50分'],
  ['1500', money('JPY'), 'en', '1,500 yen'],
  ['12.5', money('USD'), 'en', undefined],
  ['2026-03-31', { as: 'date' }, 'en', '31 March 2026'],
  ['2026-03-31T10:00:00Z', { as: 'date' }, 'tr', '31 Mart 2026'],
  ['2026-03-31', { as: 'date' }, 'th', '31 มีนาคม 2569'],
  ['2026-03-31', { as: 'date' }, 'lo', '31 ມີນາ 2026'],
  ['2026-03-31', { as: 'date' }, 'zh-Hant', '2026年3月31日'],
  ['2026-13-31', { as: 'date' }, 'en', undefined],
  ['31.3.2026', { as: 'date' }, 'en', undefined],
])('%s as %j in %s → %s', (text, format, language, expected) => {
  expect(formatValue(text, format, language)).toBe(expected)
})

test('every currency and month has a name in every language', () => {
  for (const language of LANGUAGES) {
    for (const currency of CURRENCIES) expect(formatValue('12345', money(currency), language)).toMatch(/\p{L}/u)
    for (let month = 1; month <= 12; month++) {
      expect(formatValue(`2026-${String(month).padStart(2, '0')}-01`, { as: 'date' }, language)).toMatch(/\p{L}/u)
    }
  }
})
