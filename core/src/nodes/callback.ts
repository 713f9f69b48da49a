import { z } from 'zod'
import { flowIdSchema } from '../flow/ids.ts'
import { defineNodeType } from './define-node-type.ts'

const configSchema = z.strictObject({
  number: z.string().min(1).max(200).default('{{ caller.number }}').meta({
    title: 'Number',
    description: 'Where the customer is called: a number with its country code, or a variable.',
    template: 'value',
  }),
  flowId: flowIdSchema.meta({
    title: 'Flow',
    description: 'What customers go through when they answer, as it is live by then.',
    ui: 'flow',
  }),
  afterMinutes: z.int().min(0).max(1440).default(0).meta({ title: 'Minutes until the call' }),
  attempts: z.int().min(1).max(5).default(3).meta({ title: 'Attempts', description: 'Calls at most, until somebody answers.' }),
  minutesBetween: z.int().min(1).max(1440).default(10).meta({ title: 'Minutes between attempts' }),
})

/** Arranges that a customer is called back. */
export const callbackNode = defineNodeType({
  type: 'callback',
  version: 1,
  channels: ['voice'],
  notWhileWaiting: 'leads',
  config: configSchema,
  outlets: () => [
    { name: 'arranged', label: 'Arranged' },
    { name: 'refused', label: 'Cannot be called', trouble: true },
    { name: 'failed', label: 'Something went wrong', trouble: true },
  ],
  compile: ({ number, flowId, afterMinutes, attempts, minutesBetween }, { outlet }) => ({
    initial: 'arranging',
    states: {
      arranging: {
        entry: [
          {
            type: 'request',
            mode: 'idempotent',
            request: {
              kind: 'callback',
              number: { template: number, as: 'value' },
              flowId,
              afterMinutes,
              attempts,
              minutesBetween,
            },
          },
        ],
        on: {
          'request.answered': [
            { guard: { type: 'answeredAs', outcome: 'arranged' }, to: outlet('arranged') },
            { guard: { type: 'answeredAs', outcome: 'refused' }, to: outlet('refused') },
            { to: outlet('failed') },
          ],
        },
      },
    },
  }),
  editor: {
    title: 'Call back',
    family: 'connect',
    icon: 'phone-calling',
    summary: ({ flowId }) => flowId,
    initial: () => ({ number: '{{ caller.number }}', flowId: '', afterMinutes: 0, attempts: 3, minutesBetween: 10 }),
  },
  docs: {
    summary: 'Arranges that the customer is called back.',
    whenToUse:
      'For callers who would rather not wait, such as those who leave a queue by its callback key. The call comes from the number that they called, and whoever answers goes through the flow chosen here. Answering machines do not count as an answer. The call in which it was asked goes on at once.',
    example: { flowId: 'callback-desk', afterMinutes: 15 },
  },
})
