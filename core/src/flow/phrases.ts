import { z } from 'zod'
import type { Phrases } from '../engine/state-plan.ts'
import { languageSchema } from './language.ts'

/** Words that callers may say, by language. */
export const phrasesSchema = z
  .partialRecord(languageSchema, z.array(z.string().trim().min(1).max(80)).max(50))
  .meta({ title: 'Words', description: 'Words that callers may say for it, by language.', ui: 'phrases' })

/** All phrases of several lists, by language. */
export function allPhrases(lists: readonly (Phrases | undefined)[]): Phrases {
  const all: Partial<Record<keyof Phrases, string[]>> = {}
  for (const list of lists) {
    for (const [language, phrases] of Object.entries(list ?? {}) as [keyof Phrases, readonly string[]][]) {
      all[language] = [...(all[language] ?? []), ...phrases]
    }
  }
  return all
}
