import { z } from 'zod'
import { defineNodeType } from './define-node-type.ts'

const configSchema = z.strictObject({
  text: z.string().min(1).max(1000).meta({
    title: 'Note',
    description: 'For the people who read about this call later; never spoken.',
    template: 'value',
    ui: 'longText',
  }),
})

/** Leaves a note with the call. */
export const noteNode = defineNodeType({
  type: 'note',
  version: 1,
  channels: ['voice'],
  config: configSchema,
  outlets: () => [{ name: 'next', label: 'Next' }],
  compile: ({ text }, { outlet }) => ({
    initial: 'noting',
    states: { noting: { entry: [{ type: 'recordNote', template: text }], always: [{ to: outlet('next') }] } },
  }),
  editor: {
    title: 'Note',
    family: 'data',
    icon: 'notes',
    summary: ({ text }) => text,
    initial: () => ({ text: 'Asked about {{ caller.number }}' }),
  },
  docs: {
    summary: 'Leaves a note with the call; nobody hears it.',
    whenToUse: 'Telling the people who follow up what the caller chose or typed.',
    example: { text: 'Asked about order {{ orderNumber }}.' },
  },
})
