import { expect, test } from 'vitest'
import { type SecretInput, secretPasses } from './secret-input.ts'

const now = Date.UTC(2026, 2, 31, 23)
const input = (kind: SecretInput['kind'], minDigits: number, maxDigits: number): SecretInput => ({
  kind,
  minDigits,
  maxDigits,
  lastFour: false,
})
const card = input('cardNumber', 12, 19)
const expiry = input('expiry', 4, 4)
const code = input('securityCode', 3, 4)

test.each<[SecretInput, string, boolean]>([
  [card, '4111111111111111', true],
  [card, '378282246310005', true],
  [card, '4111111111111112', false],
  [card, '41111111111', false],
  [card, '4111 1111 1111 1111', false],
  [card, '', false],
  [expiry, '0326', true],
  [expiry, '0226', false],
  [expiry, '1299', false],
  [expiry, '1327', false],
  [expiry, '0027', false],
  [expiry, '0346', true],
  [expiry, '0446', false],
  [expiry, '327', false],
  [code, '123', true],
  [code, '1234', true],
  [code, '12', false],
  [code, '12345', false],
  [code, '12*', false],
  [input('digits', 2, 6), '00', true],
  [input('digits', 2, 6), '0', false],
])('%j: %s passes: %s', (secret, digits, passes) => expect(secretPasses(secret, digits, now)).toBe(passes))
