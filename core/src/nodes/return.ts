import { z } from 'zod'
import { outletSchema } from '../flow/ids.ts'
import { defineNodeType } from './define-node-type.ts'

const configSchema = z.strictObject({
  outcome: outletSchema.meta({ title: 'Outcome', description: 'The way by which the other flow goes on.' }),
})

/** Ends this flow and goes back to the one that it was entered from. */
export const returnNode = defineNodeType({
  type: 'return',
  version: 1,
  channels: ['voice'],
  config: configSchema,
  outlets: () => [],
  compile: ({ outcome }) => ({
    initial: 'returning',
    states: { returning: { entry: [{ type: 'returnFrom', outcome }], always: [{ to: { end: true } }] } },
  }),
  editor: {
    title: 'Return',
    family: 'end',
    icon: 'corner-up-left',
    summary: ({ outcome }) => outcome,
    initial: () => ({ outcome: 'done' }),
  },
  docs: {
    summary: 'Ends this flow and goes back to the one that it was entered from, by an outcome.',
    whenToUse:
      'In a flow that others go through, and in one that is heard in a queue, where it leads out or begins the flow anew. A flow that was called directly ends the call here.',
    example: { outcome: 'known' },
  },
})
