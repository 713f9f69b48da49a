import { z } from 'zod'
import { BINDING_KIND_NAMES } from '../flow/binding.ts'
import { languageSchema } from '../flow/language.ts'
import type { CallScript } from '../test-kit/call-script.ts'
import { allWordsSchema, questionSchema } from './question.ts'

/** Kinds of call centre (spec 3.6) that a template is for. */
export const TEMPLATE_TYPES = ['inbound', 'outbound', 'virtual', 'multichannel', 'omnichannel'] as const
export const TEMPLATE_INDUSTRIES = [
  ...(['any', 'shop', 'restaurant', 'clinic', 'hotel', 'repair', 'utility', 'office', 'school', 'finance'] as const),
] as const
export const TEMPLATE_CHANNELS = ['voice', 'sms', 'chat', 'email'] as const

/** More questions than this are no short form. */
const QUESTIONS_MOST = 6

const fileName = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be small letters, digits and -, such as main-menu')

const outcomeSchema = z.strictObject({
  name: z.string().regex(/^[a-z][A-Za-z]{0,39}$/),
  title: allWordsSchema,
  at: z
    .array(z.string().regex(/^[a-z][a-z0-9-]*:[A-Za-z0-9-]+\/[A-Za-z0-9]+$/, 'must be like main:menu/sales'))
    .min(1)
    .describe('Where a call that ends so comes by: flow:card/way out.'),
})

/** `template.json`: what a template is, asks for and makes. Flows, prompts, names of cards and calls stand in files beside it. */
export const templateManifestSchema = z.strictObject({
  id: fileName,
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'must be a version such as 1.0.0'),
  title: allWordsSchema,
  summary: allWordsSchema,
  place: z.int().min(1).default(100).describe('Where it stands in the gallery: the smallest first.'),
  industries: z.array(z.enum(TEMPLATE_INDUSTRIES)).min(1),
  types: z.array(z.enum(TEMPLATE_TYPES)).min(1),
  channels: z.array(z.enum(TEMPLATE_CHANNELS)).min(1),
  languages: z.array(languageSchema).min(1).describe('It is written in these.'),
  needs: z
    .array(
      z.strictObject({
        category: z.string().min(1).max(40),
        alternatives: z.array(z.string().min(1)).min(1).describe('Plugins that serve; the first works with no account.'),
        why: allWordsSchema,
      }),
    )
    .max(8)
    .default([]),
  questions: z.array(questionSchema).min(1).max(QUESTIONS_MOST),
  fixed: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .default({})
    .describe('What flows and prompts leave open and this template does not ask for.'),
  kpis: z.array(z.string().regex(/^K\d\d$/)).default([]),
  bindings: z
    .record(fileName, z.strictObject({ kind: z.enum(BINDING_KIND_NAMES), title: allWordsSchema, value: z.unknown() }))
    .default({})
    .describe('What it makes that flows name: [[binding:…]].'),
  flows: z.array(fileName).min(1).describe('Of its own; the first one is what callers reach.'),
  shared: z.array(fileName).default([]).describe('Flows of templates/shared that it goes through.'),
  outcomes: z.array(outcomeSchema).min(1),
  sampleCall: fileName.describe('The call that the gallery lets people hear.'),
  sample: z.record(z.string(), z.unknown()).describe('Answers to the questions, for trying it.'),
})
export type TemplateManifest = z.infer<typeof templateManifestSchema>

/** Texts by their key. */
export type Texts = Readonly<Record<string, string>>
export type TextsByLanguage = Readonly<Partial<Record<z.infer<typeof languageSchema>, Texts>>>

/** A template with all that belongs to it, those of the shared flows included. */
export interface Template {
  manifest: TemplateManifest
  /** Unfilled, by file name without `.json`. */
  flows: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** What callers hear and are sent. */
  prompts: TextsByLanguage
  /** What cards and their ways out are called. */
  cards: TextsByLanguage
  /** By file name without `.call.json`. */
  calls: Readonly<Record<string, CallScript>>
}
