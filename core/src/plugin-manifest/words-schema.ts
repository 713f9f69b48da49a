import { z } from 'zod'
import { type Language, languageSchema } from '../flow/language.ts'

/** English, or a text for each language with English among them. */
export const wordsSchema = (most: number) => {
  const text = z.string().trim().min(1).max(most)
  return z.union([
    text,
    z.partialRecord(languageSchema, text).refine((words) => words.en !== undefined, 'needs a text in English (en)'),
  ])
}

export type Words = string | Partial<Record<Language, string>>

export const wordsIn = (words: Words, language: Language): string =>
  typeof words === 'string' ? words : (words[language] ?? words.en ?? '')
