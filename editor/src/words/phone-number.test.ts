import { describe, expect, test } from 'vitest'
import { formatPhoneNumber, parsePhoneNumber } from './phone-number.ts'

describe('a number is written as people of its country write it', () => {
  test.each([
    ['12025550100', '+1 202 555 0100'],
    ['447700900123', '+44 7700 900123'],
    ['442079460123', '+44 20 7946 0123'],
    ['6621234567', '+66 2 123 4567'],
    ['66812345678', '+66 81 234 5678'],
    ['905321234567', '+90 532 123 45 67'],
    ['8562055512345', '+856 20 5551 2345'],
    ['886212345678', '+886 2 1234 5678'],
    ['886912345678', '+886 912 345 678'],
    ['4930901820', '+49 309 018 20'],
    ['351912345678', '+351 912 345 678'],
    ['1202555010099', '+1 202 555 010099'],
  ])('%s is %s', (digits, written) => expect(formatPhoneNumber(digits)).toBe(written))

  test.each(['', '12', 'sip:ann'])('%j, which is no whole number, is shown without making one up', (text) =>
    expect(formatPhoneNumber(text)).toBe(text === '12' ? '+12' : text),
  )
})

describe('a number is stored as digits with its country code', () => {
  test.each([
    ['+44 7700 900123', '447700900123'],
    ['0044 7700-900123', '447700900123'],
    ['+44 (0) 7700 900123', '447700900123'],
    ['(1) 202.555.0100', '12025550100'],
    ['07700 900123', '07700900123'],
    ['', ''],
  ])('%j becomes %j', (typed, stored) => expect(parsePhoneNumber(typed)).toBe(stored))

  test('what was formatted is read back unchanged', () => {
    for (const digits of ['12025550100', '447700900123', '6621234567', '8562055512345', '351912345678'])
      expect(parsePhoneNumber(formatPhoneNumber(digits))).toBe(digits)
  })
})
