import { z } from 'zod'
import { keySchema } from '../flow/schema.ts'
import { defineNodeType } from './define-node-type.ts'

const configSchema = z.strictObject({
  key: keySchema.meta({ title: 'Key', description: 'Wherever this flow waits for keys and the card there has no use for it.' }),
})

/** Where callers go on who press a key that holds everywhere in the flow. */
export const globalKeyNode = defineNodeType({
  type: 'globalKey',
  version: 1,
  channels: ['voice'],
  entry: 'globalKey',
  config: configSchema,
  outlets: () => [{ name: 'next', label: 'Next' }],
  compile: (_config, { outlet }) => ({ initial: 'beginning', states: { beginning: { always: [{ to: outlet('next') }] } } }),
  editor: {
    title: 'A key at any time',
    family: 'ask',
    icon: 'keyboard',
    summary: ({ key }) => `Callers who press ${key} at any question go on here.`,
    initial: () => ({ key: '0' as const }),
  },
  docs: {
    summary: 'Where callers go on who press a key that holds everywhere in the flow.',
    whenToUse:
      'Leading to a person by 0, or back to the first menu by *, without drawing it at every question. A card’s own keys win.',
    example: { key: '0' },
  },
})
