import { z } from 'zod'
import { languageSchema } from '../flow/language.ts'
import { promptSchema } from '../flow/prompt.ts'
import { levelSchema, voiceSchema } from '../flow/voice.ts'
import { defineNodeType } from './define-node-type.ts'

const configSchema = z.strictObject({
  prompt: promptSchema.meta({ title: 'What callers hear' }),
  times: z.int().min(1).max(20).default(1).meta({ title: 'How often', description: 'How many times it is said.' }),
  level: levelSchema,
  voice: voiceSchema.optional().meta({
    title: 'Another voice',
    description: 'For this card alone; otherwise the flow’s own.',
    advanced: true,
  }),
  language: languageSchema.optional().meta({
    title: 'Always in',
    description: 'A language for this card alone; otherwise the one that the caller hears.',
    advanced: true,
    ui: 'language',
  }),
})

/** Speaks a text to the caller and goes on. */
export const sayNode = defineNodeType({
  type: 'say',
  version: 1,
  channels: ['voice'],
  config: configSchema,
  outlets: () => [{ name: 'next', label: 'Next' }],
  compile: ({ prompt, times, level, voice, language }, { outlet, prompt: planned }) => ({
    initial: 'speaking',
    states: {
      speaking: {
        entry: [
          {
            type: 'say',
            prompt: planned(prompt),
            bargeIn: false,
            loop: times,
            level,
            ...(voice === undefined ? {} : { voice }),
            ...(language === undefined ? {} : { language }),
          },
        ],
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
    example: { prompt: { text: { en: 'Welcome to the Lakeside Clinic.' } }, times: 1, level: 0 },
  },
})
