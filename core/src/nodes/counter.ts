import { z } from 'zod'
import { variableNameSchema } from '../flow/variable.ts'
import { defineNodeType } from './define-node-type.ts'

const configSchema = z.strictObject({
  variable: variableNameSchema.meta({ title: 'Variable', description: 'A number; blank counts as 0.' }),
  by: z.int().min(-1000).max(1000).default(1).meta({ title: 'Add', description: 'Negative takes away.' }),
})

/** Adds to a number. */
export const counterNode = defineNodeType({
  type: 'counter',
  version: 1,
  channels: ['voice'],
  config: configSchema,
  outlets: () => [{ name: 'next', label: 'Next' }],
  compile: ({ variable, by }, { outlet, typeOf }) => ({
    initial: 'counting',
    states: {
      counting: {
        entry: [
          {
            type: 'setVariable',
            name: variable,
            valueType: typeOf(variable),
            template: `{{ ${variable} | default: 0 | plus: ${by} }}`,
          },
        ],
        always: [{ to: outlet('next') }],
      },
    },
  }),
  editor: {
    title: 'Counter',
    family: 'data',
    icon: 'plus-minus',
    summary: ({ variable, by }) => `${variable} ${by < 0 ? '−' : '+'} ${Math.abs(by)}`,
    initial: () => ({ variable: 'count', by: 1 }),
  },
  docs: {
    summary: 'Adds to a number, or takes away from it.',
    whenToUse: 'Counting wrong entries or points. To repeat a part of the flow, use Loop.',
    example: { variable: 'wrongEntries', by: 1 },
  },
})
