import { z } from 'zod'
import { variableNameSchema } from '../flow/variable.ts'
import { defineNodeType } from './define-node-type.ts'

const assignmentSchema = z.strictObject({
  variable: variableNameSchema.meta({ title: 'Variable' }),
  value: z.string().max(1000).meta({
    title: 'Becomes',
    description: 'A text, a number, or what another variable holds: {{ orderNumber }}.',
    template: 'value',
  }),
})

const configSchema = z.strictObject({
  assignments: z.array(assignmentSchema).min(1).max(20).meta({ title: 'Variables', description: 'Set one after the other.' }),
})

/** Gives variables a value and goes on. */
export const setVariablesNode = defineNodeType({
  type: 'setVariables',
  version: 1,
  channels: ['voice'],
  config: configSchema,
  outlets: () => [{ name: 'next', label: 'Next' }],
  compile: ({ assignments }, { outlet, typeOf }) => ({
    initial: 'setting',
    states: {
      setting: {
        entry: assignments.map(({ variable, value }) => ({
          type: 'setVariable' as const,
          name: variable,
          valueType: typeOf(variable),
          template: value,
        })),
        always: [{ to: outlet('next') }],
      },
    },
  }),
  editor: {
    title: 'Set variables',
    family: 'data',
    icon: 'variable',
    summary: ({ assignments }) => assignments.map(({ variable, value }) => `${variable} = ${value}`).join(' · '),
    initial: () => ({ assignments: [{ variable: 'topic', value: '' }] }),
  },
  docs: {
    summary: 'Gives variables a value and goes on.',
    whenToUse: 'Remembering which way a caller came, or composing a text that several nodes use.',
    example: { assignments: [{ variable: 'topic', value: 'sales' }] },
  },
})
