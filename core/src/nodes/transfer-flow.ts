import { z } from 'zod'
import { flowIdSchema } from '../flow/ids.ts'
import { defineNodeType } from './define-node-type.ts'
import { handInSchema } from './subflow.ts'

const configSchema = z.strictObject({
  flowId: flowIdSchema.meta({ title: 'Flow', description: 'Callers go on there and do not come back.', ui: 'flow' }),
  inputs: z.array(handInSchema).max(20).default([]).meta({ title: 'Hand in' }),
})

/** Hands the call over to another flow for good. */
export const transferFlowNode = defineNodeType({
  type: 'transferFlow',
  version: 1,
  channels: ['voice'],
  notWhileWaiting: 'leads',
  config: configSchema,
  outlets: () => [],
  compile: ({ flowId, inputs }) => ({
    initial: 'handingOver',
    states: {
      handingOver: {
        entry: [
          {
            type: 'enterFlow',
            flowId,
            inputs: inputs.map(({ variable, value }) => ({ name: variable, template: value })),
            transfer: true,
          },
        ],
        always: [{ to: { end: true } }],
      },
    },
  }),
  editor: {
    title: 'Hand over to a flow',
    family: 'end',
    icon: 'arrow-right-circle',
    summary: ({ flowId }) => flowId,
    initial: () => ({ flowId: '', inputs: [] }),
  },
  docs: {
    summary: 'Hands the call over to another flow for good.',
    whenToUse: 'Leading on to a flow that ends by itself. To come back, use Go through a flow.',
    example: { flowId: 'after-hours', inputs: [{ variable: 'topic', value: '{{ topic }}' }] },
  },
})
