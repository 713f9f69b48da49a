import type { Language } from '@patchbay/core'
import type { TemplateDetail, TemplateSummary } from '@patchbay/core/http-contract'
import { useTranslation } from 'react-i18next'

type Words = TemplateSummary['title']

/** What a template says of itself, in the reader's language. */
export function useTemplateWords(): (words: Words) => string {
  const { i18n } = useTranslation()
  return (words) => words[i18n.language as Language] ?? words.en
}

export type Question = TemplateDetail['questions'][number]
export type QuestionOf<Kind extends Question['kind']> = Extract<Question, { kind: Kind }>
