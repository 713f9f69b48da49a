import { expect, test } from 'vitest'
import { doubtAboutVoice } from './voices.ts'

test.each<[language: string, style: number, ssml: boolean, doubt: string | undefined]>([
  ['en-US', 0, false, undefined],
  ['EN-us', 23, false, undefined],
  ['en-GB', 9, false, undefined],
  ['ar', 7, true, undefined],
  ['en-GB', 8, false, 'en-GB has no style 8, only 0-7,9'],
  ['en-US', 24, false, 'en-US has no style 24, only 0-23'],
  ['lo-LA', 0, false, 'No voice speaks lo-LA'],
  ['zh-Hant', 0, false, 'No voice speaks zh-Hant'],
  ['ar', 5, true, 'Style 5 of ar reads no SSML'],
  ['ar', 5, false, undefined],
])('V1.13: %s style %i, SSML %s: %s', (language, style, ssml, doubt) => {
  expect(doubtAboutVoice(language, style, ssml)).toBe(doubt)
})
