import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { LANGUAGE_NAMES } from '@patchbay/core'
import { expect, test } from 'vitest'
import { CHINESE_NAME, readPageLetters } from './page-letters.ts'

const TC = resolve(import.meta.dirname, '../../../../node_modules/@fontsource-variable/noto-sans-tc')

test('pages have the letters of the editor, where it is built', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'letters-'))
  await mkdir(join(folder, '.vite'))
  const fonts = '../node_modules/@fontsource-variable/noto-sans'
  const built = {
    [`${fonts}/files/noto-sans-latin-wght-normal.woff2`]: { file: 'assets/latin.woff2' },
    [`${fonts}-thai/wght.css`]: { file: 'assets/thai.css' },
    [`${fonts}-lao/wght.css`]: { file: 'assets/lao.css' },
    [`${fonts}-tc/wght.css`]: { file: 'assets/tc.css' },
  }
  await writeFile(join(folder, '.vite/manifest.json'), JSON.stringify(built))
  const { style, sheets } = readPageLetters(folder)
  expect(style).toMatch(/^@font-face\{.*url\(\/assets\/latin\.woff2\)/)
  expect(sheets('tr')).toEqual(['/assets/thai.css', '/assets/lao.css'])
  expect(sheets('zh-Hant')).toEqual(['/assets/thai.css', '/assets/lao.css', '/assets/tc.css'])
  await rm(folder, { recursive: true })
})

test('Chinese calls itself by letters of three files of the package', () => {
  const ranges = JSON.parse(readFileSync(join(TC, 'unicode.json'), 'utf8')) as Record<string, string>
  const codes = [...LANGUAGE_NAMES['zh-Hant']].map((letter) => `U+${letter.codePointAt(0)?.toString(16).toUpperCase()}`)
  expect(CHINESE_NAME.flatMap(([, range]) => range.split(',')).toSorted()).toEqual(codes.toSorted())
  for (const [subset, range] of CHINESE_NAME) {
    const within = (ranges[`[${subset}]`] ?? '').toUpperCase().split(',')
    for (const code of range.split(','))
      expect([subset, code, within.some((one) => holds(one, code))]).toEqual([subset, code, true])
  }
})

/** Whether `U+4E00-4E2F`, or a single one, holds a letter. */
function holds(range: string, code: string): boolean {
  const [from = '', to = from] = range.replace('U+', '').split('-')
  const at = Number.parseInt(code.slice(2), 16)
  return Number.parseInt(from, 16) <= at && at <= Number.parseInt(to, 16)
}
