import type { Language } from '@patchbay/core'

/** Letters that the first font lacks; the browser fetches only what is on the page. */
export async function loadLettersOfAllLanguages(): Promise<void> {
  await Promise.all([
    import('@fontsource-variable/noto-sans-thai/wght.css'),
    import('@fontsource-variable/noto-sans-lao/wght.css'),
    import('@fontsource-variable/noto-sans-tc/wght.css'),
  ])
}

/** What callers' languages are called, each in itself. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  th: 'ไทย',
  tr: 'Türkçe',
  lo: 'ລາວ',
  'zh-Hant': '繁體中文',
}
