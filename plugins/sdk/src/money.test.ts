import { describe, expect, test } from 'vitest'
import { addMoney, formatMoney, parseMoney } from './money.ts'

test.each([
  ['12.50', 'THB', 1250],
  ['12.5', 'TRY', 1250],
  ['12', 'USD', 1200],
  ['0.07', 'TWD', 7],
  ['-3.10', 'CNY', -310],
  ['150000', 'LAK', 15_000_000],
  ['1200', 'JPY', 1200],
  ['1200.00', 'JPY', 1200],
  ['1.234', 'KWD', 1234],
  ['-0', 'USD', 0],
])('%s %s is %i minor units, there and back', (text, currency, amount) => {
  expect(parseMoney(text, currency)).toEqual({ amount, currency })
  const [, sign, whole, rest = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? []
  expect(Number(formatMoney({ amount, currency }))).toBeCloseTo(Number(`${sign}${whole}.${rest}`) + 0, 10)
})

describe('what is no amount', () => {
  test.each([
    ['12,50', 'EUR'],
    ['1e3', 'USD'],
    ['', 'USD'],
    ['12.505', 'USD'],
    ['12.5', 'JPY'],
    ['99999999999999999', 'USD'],
    ['1', 'usd'],
  ])('%s %s', (text, currency) => expect(() => parseMoney(text, currency)).toThrow(RangeError))
  test('half a cent', () => expect(() => formatMoney({ amount: 0.5, currency: 'USD' })).toThrow(RangeError))
  test('baht and kip together', () =>
    expect(() => addMoney({ amount: 1, currency: 'THB' }, { amount: 1, currency: 'LAK' })).toThrow(RangeError))
})

test('amounts are added without a float', () =>
  expect(addMoney({ amount: 10, currency: 'USD' }, { amount: 20, currency: 'USD' }, { amount: -5, currency: 'USD' })).toEqual({
    amount: 25,
    currency: 'USD',
  }))
