import { z } from 'zod'
import type { GuardPlan, TransitionPlan } from '../engine/state-plan.ts'
import { LANGUAGES, languageSchema } from '../flow/language.ts'
import { readableNameSchema } from '../flow/variable.ts'
import { defineNodeType } from './define-node-type.ts'

const prefixSchema = z.strictObject({
  prefix: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .meta({ title: 'Number begins with', description: 'With country code, such as 66 for Thailand.' }),
  language: languageSchema.meta({ title: 'Language', ui: 'language' }),
})

const configSchema = z
  .strictObject({
    variable: readableNameSchema.optional().meta({
      title: 'The customer’s own',
      description: 'A variable that holds en, th, tr, lo or zh-Hant, as a customer file says. It wins over the number.',
    }),
    prefixes: z
      .array(prefixSchema)
      .max(50)
      .default([])
      .meta({ title: 'By number', description: 'The longest that fits is taken.' }),
  })
  .check((context) => {
    const { prefixes } = context.value
    for (const [index, { prefix }] of prefixes.entries()) {
      if (prefixes.findIndex((other) => other.prefix === prefix) === index) continue
      const path = ['prefixes', index, 'prefix']
      context.issues.push({ code: 'custom', input: prefix, path, message: 'prefix used twice', params: { reason: 'keyTwice' } })
    }
  })

const holds = (variable: string, operator: 'equals' | 'startsWith', value: string): GuardPlan => ({
  type: 'conditions',
  match: 'all',
  conditions: [{ variable: variable as 'caller.number', operator, value, variableType: 'text' }],
})

/** Speaks a language that fits the customer, or the country that the number is of, without asking. */
export const callerLanguageNode = defineNodeType({
  type: 'callerLanguage',
  version: 1,
  channels: ['voice'],
  config: configSchema,
  outlets: () => [
    { name: 'chosen', label: 'Language chosen' },
    { name: 'otherwise', label: 'Not known' },
  ],
  compile: ({ variable, prefixes }, { outlet, speaks }) => {
    const speak = (language: (typeof LANGUAGES)[number], guard: GuardPlan): TransitionPlan => ({
      guard,
      actions: [{ type: 'setLanguage', language }],
      to: outlet('chosen'),
    })
    // a customer may speak what this flow does not
    const own = LANGUAGES.filter(speaks)
    const longest = prefixes
      .filter(({ language }) => speaks(language))
      .toSorted((one, other) => other.prefix.length - one.prefix.length)
    return {
      initial: 'choosing',
      states: {
        choosing: {
          always: [
            ...(variable === undefined ? [] : own.map((language) => speak(language, holds(variable, 'equals', language)))),
            ...longest.map(({ prefix, language }) => speak(language, holds('caller.number', 'startsWith', prefix))),
            { to: outlet('otherwise') },
          ],
        },
      },
    }
  },
  editor: {
    title: 'Language of the caller',
    family: 'decide',
    icon: 'world',
    summary: ({ variable, prefixes }) =>
      [...(variable === undefined ? [] : [variable]), ...prefixes.map(({ prefix, language }) => `+${prefix} ${language}`)].join(
        ' · ',
      ),
    initial: () => ({ prefixes: [{ prefix: '66', language: 'th' as const }] }),
  },
  docs: {
    summary: 'Speaks a language that fits the customer or the country of the number, without asking.',
    whenToUse: 'At the head of a flow for callers of several countries. Lead “Not known” to Choose language.',
    example: {
      variable: 'customerLanguage',
      prefixes: [
        { prefix: '66', language: 'th' },
        { prefix: '90', language: 'tr' },
      ],
    },
  },
})
