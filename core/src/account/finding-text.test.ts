import { describe, expect, test } from 'vitest'
import { LANGUAGES } from '../flow/language.ts'
import { FINDING_SEVERITY, type FindingCode, finding } from './finding.ts'
import { FINDING_TEXTS, findingText } from './finding-text.ts'

const codes = Object.keys(FINDING_SEVERITY) as FindingCode[]
const holes = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').toSorted()

describe.each(LANGUAGES)('%s', (language) => {
  test.each(codes)('%s mentions what English mentions', (code) => {
    const text = FINDING_TEXTS[language][code]
    expect(text.trim()).not.toBe('')
    expect(holes(text)).toEqual(holes(FINDING_TEXTS.en[code]))
  })
})

test.each(LANGUAGES.filter((language) => language !== 'en'))('%s says nothing in English', (language) => {
  expect(codes.filter((code) => FINDING_TEXTS[language][code] === FINDING_TEXTS.en[code])).toEqual([])
})

test('numbers are written as the reader writes them', () => {
  const found = finding('NUMBER_NOT_LINKED', { number: '12025550100' })
  expect(findingText(found, 'en')).toMatch(/^\+12025550100 has a flow/)
  expect(findingText(found, 'tr', (digits) => `<${digits}>`)).toMatch(/^<12025550100> burada/)
})
