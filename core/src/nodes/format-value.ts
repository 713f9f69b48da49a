import { z } from 'zod'
import { variableNameSchema } from '../flow/variable.ts'
import { valueFormatSchema } from '../text/format-value.ts'
import { defineNodeType } from './define-node-type.ts'

const configSchema = z.strictObject({
  value: z
    .string()
    .min(1)
    .max(500)
    .meta({ title: 'Value', description: 'What a variable holds, such as {{ amount }}.', template: 'value' }),
  format: valueFormatSchema.meta({ title: 'Read it as' }),
  variable: variableNameSchema.meta({ title: 'Keep the words in', description: 'A text variable to speak later.' }),
})

/** Writes a value as it is read out in the caller's language. */
export const formatValueNode = defineNodeType({
  type: 'formatValue',
  version: 1,
  channels: ['voice'],
  config: configSchema,
  outlets: () => [
    { name: 'next', label: 'Next' },
    { name: 'notReadable', label: 'Not such a value', trouble: true },
  ],
  compile: ({ value, format, variable }, { outlet }) => ({
    initial: 'formatting',
    states: {
      formatting: {
        entry: [{ type: 'formatValue', name: variable, template: value, format }],
        always: [
          {
            guard: {
              type: 'conditions',
              match: 'all',
              conditions: [{ variable, operator: 'isNotBlank', value: '', variableType: 'text' }],
            },
            to: outlet('next'),
          },
          { to: outlet('notReadable') },
        ],
      },
    },
  }),
  editor: {
    title: 'Write out a value',
    family: 'data',
    icon: 'currency-baht',
    summary: ({ value, format, variable }) => `${variable} = ${value} as ${format.as}`,
    initial: () => ({ value: '', format: { as: 'number' as const }, variable: 'words' }),
  },
  docs: {
    summary: 'Writes a number, an amount of money or a date as it is read out in the caller’s language.',
    whenToUse: 'Before speaking an amount or a date that came from a system or was typed.',
    example: { value: '{{ amountDue }}', format: { as: 'money', currency: 'THB' }, variable: 'amountWords' },
  },
})
