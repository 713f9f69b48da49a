import { z } from 'zod'
import { bindingOf } from '../flow/binding.ts'
import { messageTextSchema } from '../flow/message-text.ts'
import { defineNodeType } from './define-node-type.ts'

const configSchema = z.strictObject({
  to: z.string().min(1).max(200).default('{{ caller.number }}').meta({
    title: 'To',
    description: 'A mobile number with its country code, or a variable.',
    template: 'value',
  }),
  text: messageTextSchema.meta({ title: 'Text', description: 'Sent in the language that the call is in by then.' }),
  sender: bindingOf('sender').optional().meta({
    title: 'From',
    description: 'Without one the message comes from the number that was called.',
  }),
})

const OUTCOMES = ['sent', 'refused', 'unknown'] as const

/** Sends a text message. */
export const sendMessageNode = defineNodeType({
  type: 'sendMessage',
  version: 1,
  channels: ['voice'],
  config: configSchema,
  outlets: () => [
    { name: 'sent', label: 'Sent' },
    { name: 'refused', label: 'Not taken', trouble: true },
    { name: 'unknown', label: 'Not known', trouble: true },
    { name: 'failed', label: 'Something went wrong', trouble: true },
  ],
  compile: ({ to, text, sender }, { outlet }) => ({
    initial: 'sending',
    states: {
      sending: {
        entry: [
          {
            type: 'request',
            mode: 'atMostOnce',
            request: {
              kind: 'sendMessage',
              to: { template: to, as: 'value' },
              text: { texts: text, as: 'value' },
              sender: sender ?? null,
            },
          },
        ],
        on: {
          'request.answered': [
            ...OUTCOMES.map((outcome) => ({ guard: { type: 'answeredAs' as const, outcome }, to: outlet(outcome) })),
            { to: outlet('failed') },
          ],
        },
      },
    },
  }),
  editor: {
    title: 'Text message',
    family: 'connect',
    icon: 'message-2',
    summary: ({ text }, say) => say({ text }),
    initial: (newText) => ({ to: '{{ caller.number }}', text: newText('').text ?? {} }),
  },
  docs: {
    summary: 'Sends a text message (SMS).',
    whenToUse:
      'Sending callers an address, a code or a confirmation while they are on the line. It is sent once and never again: when it is not known whether it went out, callers leave by “Not known”.',
    example: { text: { en: 'Your order {{ orderNumber }} is on its way.' } },
  },
})
