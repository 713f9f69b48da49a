import { expect, test } from 'vitest'
import { matchPhrase } from './match-phrase.ts'

const departments = ['sales', 'support', 'technical support']

test.each<[readonly string[], string, string | undefined]>([
  [['Sales.'], 'en', 'sales'],
  [['I would like technical support, please'], 'en', 'technical support'],
  [['wholesales'], 'en', undefined],
  [['sails', 'sales'], 'en', 'sales'],
  [['support', 'sales'], 'en', 'support'],
  [[''], 'en', undefined],
  [[], 'en', undefined],
])('%j in %s → %s', (heard, language, phrase) => {
  expect(matchPhrase(heard, departments, language)).toBe(phrase)
})

test.each([
  ['th', 'ขอติดต่อฝ่ายขายครับ', 'ฝ่ายขาย'],
  ['zh-Hant', '我要找業務部,謝謝', '業務部'],
  ['tr', 'SATIŞ lütfen', 'satış'],
  ['tr', 'İade', 'iade'],
])('in %s, %s has %s in it', (language, heard, phrase) => {
  expect(matchPhrase([heard], [phrase], language)).toBe(phrase)
})
