import { z } from 'zod'
import { promptSchema } from '../flow/prompt.ts'
import { defineNodeType } from './define-node-type.ts'

const configSchema = z.strictObject({
  prompt: promptSchema.optional().meta({ title: 'Last words', description: 'Spoken before the call ends.' }),
})

/** Ends the call. */
export const hangUpNode = defineNodeType({
  type: 'hangUp',
  version: 1,
  channels: ['voice'],
  notWhileWaiting: 'leads',
  config: configSchema,
  outlets: () => [],
  compile: ({ prompt }, { prompt: planned }) => ({
    initial: 'ending',
    states: {
      ending: {
        entry: [
          ...(prompt === undefined ? [] : [{ type: 'say' as const, prompt: planned(prompt), bargeIn: false, loop: 1 }]),
          { type: 'hangUp' },
        ],
        always: [{ to: { end: true } }],
      },
    },
  }),
  editor: {
    title: 'Hang up',
    family: 'end',
    icon: 'phone-off',
    summary: ({ prompt }, say) => (prompt === undefined ? '' : say(prompt)),
    initial: (newText) => ({ prompt: newText('Goodbye.') }),
  },
  docs: {
    summary: 'Says goodbye, if you like, and ends the call.',
    whenToUse: 'At every end of a flow: an outlet that leads nowhere cannot be published.',
    example: { prompt: { text: { en: 'Thank you for calling. Goodbye.' } } },
  },
})
