import { z } from 'zod'
import { promptSchema } from '../flow/prompt.ts'
import { defineNodeType } from './define-node-type.ts'

const configSchema = z.strictObject({
  prompt: promptSchema.meta({ title: 'What callers hear' }),
})

/** Speaks a text to the caller and goes on. */
export const sayNode = defineNodeType({
  type: 'say',
  version: 1,
  channels: ['voice'],
  config: configSchema,
  outlets: () => [{ name: 'next', label: 'Next' }],
  compile: ({ prompt }, { outlet, prompt: planned }) => ({
    initial: 'speaking',
    states: {
      speaking: {
        entry: [{ type: 'say', prompt: planned(prompt), bargeIn: false, loop: 1 }],
        always: [{ to: outlet('next') }],
      },
    },
  }),
  editor: {
    title: 'Say',
    family: 'speak',
    icon: 'message',
    summary: ({ prompt }, say) => say(prompt),
    initial: (newText) => ({ prompt: newText('Thank you for calling.') }),
  },
  docs: {
    summary: 'Speaks a text to the caller and goes on.',
    whenToUse: 'Greeting callers or telling them something. To ask for a key, use Menu: callers can then press while it speaks.',
    example: { prompt: { text: { en: 'Welcome to the Lakeside Clinic.' } } },
  },
})
