import { z } from 'zod'
import { languageSchema } from '../flow/language.ts'
import { promptSchema } from '../flow/prompt.ts'
import { keySchema } from '../flow/schema.ts'
import { attemptFields, inAttempts, silenceSchema, troubleOutlets } from './attempts.ts'
import { defineNodeType } from './define-node-type.ts'

const choiceSchema = z.strictObject({
  language: languageSchema.meta({ title: 'Language', ui: 'language' }),
  key: keySchema.meta({ title: 'Key' }),
})

const configSchema = z
  .strictObject({
    prompt: promptSchema.meta({
      title: 'What callers hear',
      description: 'Spoken in the main language. Name each language in its own words: “ภาษาไทย กด 2”.',
    }),
    choices: z.array(choiceSchema).min(1).max(12).meta({ title: 'Languages' }),
    timeoutSeconds: silenceSchema,
    ...attemptFields,
  })
  .check((context) => {
    const seen = new Set<string>()
    for (const [index, { key, language }] of context.value.choices.entries()) {
      const path = ['choices', index]
      if (seen.has(key)) {
        context.issues.push({
          code: 'custom',
          input: key,
          path: [...path, 'key'],
          message: 'key used twice',
          params: { reason: 'keyTwice' },
        })
      }
      if (seen.has(language)) {
        const where = [...path, 'language']
        context.issues.push({
          code: 'custom',
          input: language,
          path: where,
          message: 'language twice',
          params: { reason: 'outletTwice' },
        })
      }
      seen.add(key)
      seen.add(language)
    }
  })

/** Asks which language the caller would like to hear, and speaks it from then on. */
export const languageNode = defineNodeType({
  type: 'language',
  version: 1,
  channels: ['voice'],
  config: configSchema,
  outlets: () => [{ name: 'chosen', label: 'Language chosen' }, ...troubleOutlets()],
  compile: ({ prompt, choices, timeoutSeconds, ...attempts }, context) =>
    inAttempts(
      {
        entry: [
          { type: 'say', prompt: context.prompt(prompt), bargeIn: true, loop: 1 },
          { type: 'collectInput', digits: { maxDigits: 1, timeoutSeconds, submitOnHash: false }, speech: null },
        ],
        ...attempts,
        onDigits: choices.map(({ key, language }) => ({
          guard: { type: 'digitsAmong', keys: [key] },
          actions: [{ type: 'setLanguage', language }],
          to: context.outlet('chosen'),
        })),
      },
      context,
    ),
  editor: {
    title: 'Choose language',
    family: 'ask',
    icon: 'language',
    summary: ({ choices }) => choices.map(({ key, language }) => `${key} ${language}`).join(' · '),
    initial: (newText) => ({
      prompt: newText('For English, press 1.'),
      choices: [{ language: 'en' as const, key: '1' as const }],
      attempts: 2,
    }),
  },
  docs: {
    summary: 'Asks which language the caller would like to hear, and speaks it from then on.',
    whenToUse: 'At the beginning of a flow that speaks more than one language. Callers who press nothing hear the main one.',
    example: {
      prompt: { text: { en: 'For English, press 1. Türkçe için 2’ye basın.' } },
      choices: [
        { language: 'en', key: '1' },
        { language: 'tr', key: '2' },
      ],
    },
  },
})
