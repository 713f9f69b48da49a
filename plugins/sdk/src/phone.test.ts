import { expect, test } from 'vitest'
import { parsePhone, withPlus } from './phone.ts'

test.each<[string, string | undefined, string | undefined]>([
  ['+66 81-234 5678', undefined, '66812345678'],
  ['0066812345678', undefined, '66812345678'],
  ['66812345678', undefined, '66812345678'],
  ['(081) 234 5678', '66', '66812345678'],
  ['๐๘๑ ๒๓๔ ๕๖๗๘', '66', '66812345678'],
  ['໐໒໐ ໕໕໕ ໑໒໓໔', '856', '856205551234'],
  ['+９０ ５３２ １２３ ４５ ６７', undefined, '905321234567'],
  ['+44 7700 900123', '66', '447700900123'],
  ['0812345678', undefined, undefined],
  ['12', '66', undefined],
  ['call me', '66', undefined],
  ['+1234567890123456', undefined, undefined],
  ['', undefined, undefined],
])('%s in %s is %s', (text, callingCode, number) => expect(parsePhone(text, callingCode)).toBe(number))

test('some services want the plus', () => expect(withPlus('66812345678')).toBe('+66812345678'))
