import { expect, test } from 'vitest'
import { durationWords } from './duration-words.ts'

test.each([
  [1, 'hours', 'en', '1 hour'],
  [24, 'hours', 'en', '24 hours'],
  [1, 'days', 'en', '1 day'],
  [10, 'days', 'en', '10 days'],
  [24, 'hours', 'th', '24 ชั่วโมง'],
  [1, 'days', 'tr', '1 gün'],
  [10, 'days', 'lo', '10 ມື້'],
  [24, 'hours', 'zh-Hant', '24小時'],
] as const)('%d %s in %s', (count, unit, language, said) => expect(durationWords(count, unit, language)).toBe(said))
