import { describe, expect, test } from 'vitest'
import { ISSUE_SEVERITY, type IssueCode, issue } from './issue.ts'
import { ISSUE_TEXTS, issueText } from './issue-text.ts'
import { LANGUAGE_NAMES, LANGUAGES } from './language.ts'

const codes = Object.keys(ISSUE_SEVERITY) as IssueCode[]
const holes = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').toSorted()
const others = LANGUAGES.filter((language) => language !== 'en')

describe.each(LANGUAGES)('%s', (language) => {
  test.each(codes)('%s mentions what English mentions', (code) => {
    const text = ISSUE_TEXTS[language][code]
    expect(text.trim()).not.toBe('')
    expect(holes(text)).toEqual(holes(ISSUE_TEXTS.en[code]))
  })
})

test.each(others)('%s says nothing in English', (language) => {
  expect(codes.filter((code) => ISSUE_TEXTS[language][code] === ISSUE_TEXTS.en[code])).toEqual([])
})

test.each(LANGUAGES)('a finding about %s calls it by its own name', (language) => {
  const found = issue('TEXT_MISSING', { data: { language } })
  for (const reader of LANGUAGES) expect(issueText(found, reader)).toContain(LANGUAGE_NAMES[language])
  expect(issueText(found, 'en')).toBe(
    `There is nothing to hear in ${LANGUAGE_NAMES[language]}. Write the text, or give a recording.`,
  )
})

test('a language that is not known keeps what it was called', () => {
  expect(issueText(issue('LANGUAGE_OFF', { data: { language: 'xx' } }), 'tr')).toMatch(/^Arayanlar xx dilini/)
})
