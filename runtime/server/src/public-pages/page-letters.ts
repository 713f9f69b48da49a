import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Language } from '@patchbay/core'

/** The letters of the product, for pages that are no part of the editor: a telephone may have none for Lao. */
export interface PageLetters {
  /** Rules of style for the letters that all languages share. */
  style: string
  /** Addresses of style sheets. A browser fetches letters only where they are on the page. */
  sheets(language: Language): string[]
}

const FONTS = '@fontsource-variable/noto-sans'
/** Ranges as @fontsource-variable/noto-sans/wght.css has them. */
const SHARED = [
  [
    'latin-ext',
    'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF',
  ],
  [
    'latin',
    'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
  ],
] as const

/** What the language calls itself, on pages in another one: three files, fetched where the reader's machine has no such letters. */
export const CHINESE_NAME = [
  ['118', 'U+7E41'],
  ['122', 'U+9AD4'],
  ['123', 'U+4E2D,U+6587'],
] as const

/** Finds them in what the editor was built to; without it the reader's own letters have to do. */
export function readPageLetters(editorFolder: string): PageLetters {
  const list = join(editorFolder, '.vite/manifest.json')
  const built: Record<string, { file: string }> = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : {}
  const addressOf = (end: string): string[] =>
    Object.entries(built).flatMap(([source, { file }]) => (source.endsWith(end) ? [`/${file}`] : []))
  const faces = SHARED.flatMap(([subset, range]) =>
    addressOf(`${FONTS}/files/noto-sans-${subset}-wght-normal.woff2`).map(
      (url) =>
        '@font-face{font-family:"Noto Sans Variable";font-display:swap;font-weight:100 900;' +
        `src:url(${url}) format("woff2");unicode-range:${range}}`,
    ),
  )
  const names = CHINESE_NAME.flatMap(([subset, range]) =>
    addressOf(`${FONTS}-tc/files/noto-sans-tc-${subset}-wght-normal.woff2`).map(
      (url) =>
        '@font-face{font-family:"Names of languages";font-display:swap;font-weight:100 900;' +
        `src:url(${url}) format("woff2");unicode-range:${range}}`,
    ),
  )
  // a page may have texts of its business, the sign of a currency and names of other languages, in whatever language it is
  const always = ['thai', 'lao'].flatMap((script) => addressOf(`${FONTS}-${script}/wght.css`))
  const chinese = addressOf(`${FONTS}-tc/wght.css`)
  return {
    style: [...faces, ...names].join(''),
    sheets: (language) => (language === 'zh-Hant' ? [...always, ...chinese] : always),
  }
}
