import type { Issue, IssueCode } from './issue.ts'
import { en } from './issue-texts/en.ts'
import type { Language } from './language.ts'

/** The texts of issues by language; a language that is not here speaks English. */
const ISSUE_TEXTS: Partial<Record<Language, Readonly<Record<IssueCode, string>>>> = { en }

/** An issue in words. */
export function issueText({ code, data }: Issue, language: Language): string {
  const text = (ISSUE_TEXTS[language] ?? en)[code]
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(data[name] ?? ''))
}
