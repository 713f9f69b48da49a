import { expect, test } from 'vitest'
import type { Language } from '../flow/language.ts'
import { moneyText } from './money-text.ts'

test.each<[number, string, Language, string]>([
  [125_000, 'THB', 'en', '฿1,250.00'],
  [125_000, 'THB', 'th', '฿1,250.00'],
  [125_050, 'TRY', 'tr', '₺1.250,50'],
  [125_050, 'TWD', 'zh-Hant', '$1,250.50'],
  [1250, 'JPY', 'en', '¥1,250'],
  [125_000, 'LAK', 'en', '₭1,250.00'],
  [1_250_500, 'KWD', 'en', 'KWD 1,250.500'],
  [-5, 'USD', 'en', '-$0.05'],
])('%i %s in %s is %s', (amount, currency, language, text) =>
  expect(moneyText(amount, currency, language).replaceAll('\u00a0', ' ')).toBe(text),
)
