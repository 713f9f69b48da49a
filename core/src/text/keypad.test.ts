import { expect, test } from 'vitest'
import { keypadOf } from './keypad.ts'

test.each([
  ['Lee Ann', '533266'],
  ['Yılmaz', '945629'],
  ['Müller', '685537'],
  ['O’Neil', '66345'],
  ['สมชาย', ''],
])('%s is spelled %s', (name, keys) => {
  expect(keypadOf(name)).toBe(keys)
})
