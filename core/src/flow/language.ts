import { z } from 'zod'

/** The languages that prompts and the product itself are written in. */
export const LANGUAGES = ['en', 'th', 'tr', 'lo', 'zh-Hant'] as const

export const languageSchema = z.enum(LANGUAGES)
export type Language = z.infer<typeof languageSchema>
