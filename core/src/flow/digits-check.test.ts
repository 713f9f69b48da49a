import { expect, test } from 'vitest'
import { type DigitsCheck, digitsPass } from './digits-check.ts'

const range = { kind: 'range', from: 10, to: 20 } as const
const date = (order: 'DDMMYYYY' | 'MMDDYYYY' | 'YYYYMMDD' | 'DDMMYY') => ({ kind: 'date', order }) as const

test.each<[string, DigitsCheck, boolean]>([
  ['12*', { kind: 'none' }, true],
  ['12*', range, false],
  ['9', range, false],
  ['10', range, true],
  ['020', range, true],
  ['21', range, false],
  ['251234', { kind: 'pattern', pattern: '25####' }, true],
  ['261234', { kind: 'pattern', pattern: '25####' }, false],
  ['25123', { kind: 'pattern', pattern: '25####' }, false],
  ['79927398713', { kind: 'luhn' }, true],
  ['79927398710', { kind: 'luhn' }, false],
  ['0', { kind: 'luhn' }, false],
  ['29022024', date('DDMMYYYY'), true],
  ['29022023', date('DDMMYYYY'), false],
  ['29021900', date('DDMMYYYY'), false],
  ['02292024', date('MMDDYYYY'), true],
  ['20241301', date('YYYYMMDD'), false],
  ['20240431', date('YYYYMMDD'), false],
  ['311299', date('DDMMYY'), true],
  ['001299', date('DDMMYY'), false],
  ['3112', date('DDMMYY'), false],
  ['0812345678', { kind: 'phone' }, true],
  ['66812345678', { kind: 'phone' }, true],
  ['00123', { kind: 'phone' }, false],
])('%s as %j → %s', (digits, check, passes) => {
  expect(digitsPass(digits, check)).toBe(passes)
})
