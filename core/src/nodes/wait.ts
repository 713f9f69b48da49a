import { z } from 'zod'
import { defineNodeType } from './define-node-type.ts'

const configSchema = z.strictObject({
  seconds: z.number().min(0.5).max(30).default(2).meta({ title: 'Seconds', description: 'How long the line is silent.' }),
})

/** Keeps the caller on the line in silence for a moment. */
export const waitNode = defineNodeType({
  type: 'wait',
  version: 1,
  channels: ['voice'],
  config: configSchema,
  outlets: () => [{ name: 'next', label: 'Next' }],
  compile: ({ seconds }, { outlet }) => ({
    initial: 'waiting',
    states: { waiting: { entry: [{ type: 'wait', seconds }], always: [{ to: outlet('next') }] } },
  }),
  editor: {
    title: 'Wait',
    family: 'speak',
    icon: 'clock-pause',
    summary: ({ seconds }) => `${seconds} s of silence`,
    initial: () => ({ seconds: 2 }),
  },
  docs: {
    summary: 'Keeps the caller on the line in silence for a moment.',
    whenToUse: 'A pause between two texts, or time to find a pen. Callers take long silence for a lost call.',
    example: { seconds: 1.5 },
  },
})
