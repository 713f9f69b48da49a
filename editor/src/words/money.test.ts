import { expect, test } from 'vitest'
import { formatMoney } from './money.ts'

test.each([
  ['0.0333', 'EUR', 'en', '€0.0333'],
  ['12', 'EUR', 'en', '€12.00'],
  ['1.5', 'THB', 'en', 'THB 1.50'],
])('%s %s is written as people do', (price, currency, language, written) =>
  expect(formatMoney({ price, currency }, language).replace(/\s/g, ' ')).toBe(written),
)
