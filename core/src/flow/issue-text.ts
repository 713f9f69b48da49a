import { BINDING_KIND_WORDS } from '../bindings/kind-words.ts'
import { BINDING_KIND_NAMES } from './binding.ts'
import type { Issue, IssueCode } from './issue.ts'
import { en } from './issue-texts/en.ts'
import { lo } from './issue-texts/lo.ts'
import { th } from './issue-texts/th.ts'
import { tr } from './issue-texts/tr.ts'
import { zhHant } from './issue-texts/zh-hant.ts'
import { LANGUAGE_NAMES, LANGUAGES, type Language } from './language.ts'

export const ISSUE_TEXTS: Readonly<Record<Language, Readonly<Record<IssueCode, string>>>> = { en, th, tr, lo, 'zh-Hant': zhHant }

/** An issue in words. */
export function issueText({ code, data }: Issue, language: Language): string {
  return ISSUE_TEXTS[language][code].replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'language') return languageName(data[name])
    if (name === 'kind') return kindWord(data[name], language)
    return String(data[name] ?? '')
  })
}

/** Findings carry the name of a kind; people know it by a word. */
function kindWord(kind: string | number | undefined, language: Language): string {
  const known = BINDING_KIND_NAMES.find((one) => one === kind)
  return known === undefined ? String(kind ?? '') : BINDING_KIND_WORDS[language][known]
}

/** Findings carry a language's code; people know it by its name. */
function languageName(code: string | number | undefined): string {
  const language = LANGUAGES.find((known) => known === code)
  return language === undefined ? String(code ?? '') : LANGUAGE_NAMES[language]
}
