import { z } from 'zod'
import { defineNodeType } from './define-node-type.ts'

const configSchema = z.strictObject({
  name: z
    .string()
    .max(60)
    .regex(/^[a-z][A-Za-z0-9]*(?:\.[a-z][A-Za-z0-9]*)*$/)
    .meta({
      title: 'Event',
      description: 'As reports and other systems know it: letters, digits and dots, such as order.asked.',
    }),
  fields: z
    .array(
      z.strictObject({
        name: z
          .string()
          .regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/)
          .meta({ title: 'Name' }),
        value: z.string().max(1000).meta({ title: 'Value', description: 'A text, or a variable.', template: 'value' }),
      }),
    )
    .max(20)
    .default([])
    .meta({ title: 'What it says' }),
})

/** Records that something happened, under a name of the author's own. */
export const emitEventNode = defineNodeType({
  type: 'emitEvent',
  version: 1,
  channels: ['voice'],
  config: configSchema,
  outlets: () => [{ name: 'next', label: 'Next' }],
  compile: ({ name, fields }, { outlet }) => ({
    initial: 'recording',
    states: {
      recording: {
        entry: [{ type: 'recordEvent', name, fields: fields.map((field) => ({ name: field.name, template: field.value })) }],
        always: [{ to: outlet('next') }],
      },
    },
  }),
  editor: {
    title: 'Event',
    family: 'data',
    icon: 'flag',
    summary: ({ name, fields }) => [name, ...fields.map((field) => `${field.name}: ${field.value}`)].join('\n'),
    initial: () => ({ name: 'call.served', fields: [] }),
  },
  docs: {
    summary: 'Records that something happened, under a name of your own.',
    whenToUse: 'What reports count and other systems listen for, beyond goals: an order asked about, an offer declined.',
    example: { name: 'order.asked', fields: [{ name: 'order', value: '{{ orderNumber }}' }] },
  },
})
