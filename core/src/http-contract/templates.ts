import { z } from 'zod'
import { bindingNameSchema } from '../flow/binding.ts'
import { flowIdSchema } from '../flow/ids.ts'
import { languageSchema } from '../flow/language.ts'
import { flowDefinitionSchema } from '../flow/schema.ts'
import { allWordsSchema, questionSchema } from '../templates/question.ts'
import { templateManifestSchema } from '../templates/template.ts'
import { bindingKindSchema } from './bindings.ts'
import { flowSummarySchema } from './flows.ts'

const { id, version, title, summary, industries, types, channels, languages, kpis } = templateManifestSchema.shape

const needSchema = z.strictObject({
  category: z.string(),
  alternatives: z.array(z.string()).describe('Plugins that serve; the first works with no account.'),
  why: allWordsSchema,
  servedBy: z
    .string()
    .nullable()
    .describe('The installed plugin that serves; null: installing the template puts one in, if it can.'),
})

/** A template as the gallery lists it. */
const templateSummarySchema = z
  .strictObject({ id, version, title, summary, industries, types, channels, languages, kpis, needs: z.array(needSchema) })
  .meta({ id: 'TemplateSummary' })
export type TemplateSummary = z.infer<typeof templateSummarySchema>

export const templateListSchema = z.strictObject({ templates: z.array(templateSummarySchema) }).meta({ id: 'TemplateList' })
export type TemplateList = z.infer<typeof templateListSchema>

const callLineSchema = z.discriminatedUnion('who', [
  z.strictObject({ who: z.literal('line'), text: z.string(), language: languageSchema }),
  z.strictObject({
    who: z.literal('caller'),
    does: z.enum(['presses', 'says', 'waits', 'records', 'talks', 'hangsUp', 'types']),
    value: z.string().describe('The keys, the words, or the seconds of a recording.'),
  }),
])

/** A template as it would be with its sample settings, and what it asks for. */
export const templateSchema = z
  .strictObject({
    ...templateSummarySchema.shape,
    questions: z.array(questionSchema),
    sample: z.record(z.string(), z.unknown()).describe('Answers to the questions, as the preview has them.'),
    outcomes: z.array(z.strictObject({ name: z.string(), title: allWordsSchema })),
    bindings: z.array(z.strictObject({ kind: bindingKindSchema, title: allWordsSchema })),
    spoken: z.array(languageSchema).describe('Languages that it can be installed in: those with a voice.'),
    preview: z.strictObject({
      language: languageSchema,
      flows: z.array(flowDefinitionSchema).describe('The first one is what callers reach.'),
      call: z.array(callLineSchema).describe('A call, line by line.'),
    }),
  })
  .meta({ id: 'Template' })
export type TemplateDetail = z.infer<typeof templateSchema>

export const installTemplateSchema = z
  .strictObject({
    settings: z.record(z.string(), z.unknown()).describe('Answers to the questions, by their key.'),
    languages: z.array(languageSchema).min(1).max(5).default(['en']).describe('The first one is the main one.'),
    name: z.string().trim().min(1).max(60).optional().describe('Of the flow; the template’s title unless given.'),
  })
  .meta({ id: 'InstallTemplate' })
export type InstallTemplate = z.input<typeof installTemplateSchema>

/** What an installation made. The flow is published: callers can be led to it. */
export const templateInstalledSchema = z
  .strictObject({
    template: z.string(),
    version: z.string(),
    flowId: flowIdSchema.describe('What callers reach.'),
    name: z.string(),
    flows: z.array(flowSummarySchema),
    bindings: z.array(z.strictObject({ kind: bindingKindSchema, name: bindingNameSchema, label: z.string() })),
    plugins: z.array(z.strictObject({ category: z.string(), plugin: z.string(), added: z.boolean() })),
  })
  .meta({ id: 'TemplateInstalled' })
export type TemplateInstalled = z.infer<typeof templateInstalledSchema>
