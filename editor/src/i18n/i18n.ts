import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type en from '../locales/en.json'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'ui'
    resources: { ui: typeof en }
  }
}

/** The languages of the interface, each under its own name. Only those whose texts are complete stand here. */
export const UI_LANGUAGES = { en: 'English', th: 'ไทย', tr: 'Türkçe', lo: 'ລາວ', 'zh-Hant': '繁體中文' } as const
export type UiLanguage = keyof typeof UI_LANGUAGES

const STORED = 'patchbay.language'

/** Texts, and what letters need that the first font lacks; loaded when the language is chosen. */
const load: Readonly<Record<UiLanguage, () => Promise<object>>> = {
  en: async () => (await import('../locales/en.json')).default,
  th: async () => withFont(import('../locales/th.json'), import('@fontsource-variable/noto-sans-thai/wght.css')),
  tr: async () => (await import('../locales/tr.json')).default,
  lo: async () => withFont(import('../locales/lo.json'), import('@fontsource-variable/noto-sans-lao/wght.css')),
  'zh-Hant': async () => withFont(import('../locales/zh-Hant.json'), import('@fontsource-variable/noto-sans-tc/wght.css')),
}

async function withFont(texts: Promise<{ default: object }>, font: Promise<unknown>): Promise<object> {
  const [loaded] = await Promise.all([texts, font])
  return loaded.default
}

const isUiLanguage = (language: string): language is UiLanguage => language in UI_LANGUAGES

function firstLanguage(): UiLanguage {
  const wished = [localStorage.getItem(STORED) ?? '', ...navigator.languages]
  for (const language of wished) {
    const known = /^zh-(tw|hk|mo|hant)/i.test(language) ? 'zh-Hant' : (language.split('-')[0] ?? '')
    if (isUiLanguage(known)) return known
  }
  return 'en'
}

async function show(language: UiLanguage): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'ui')) i18next.addResourceBundle(language, 'ui', await load[language]())
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}

/** Loads the texts of the reader's language. Nothing is drawn before, so that no text jumps. */
export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: {},
    lng: 'en',
    fallbackLng: false,
    // otherwise zh-Hant would ask for zh as well
    load: 'currentOnly',
    ns: ['ui'],
    defaultNS: 'ui',
    // React escapes
    interpolation: { escapeValue: false },
  })
  await show(firstLanguage())
}

export async function chooseLanguage(language: UiLanguage): Promise<void> {
  localStorage.setItem(STORED, language)
  await show(language)
}
