import { z } from 'zod'
import { flowIdSchema, outletSchema } from '../flow/ids.ts'
import { variableNameSchema } from '../flow/variable.ts'
import { defineNodeType } from './define-node-type.ts'
import { refuseSharedOutlets } from './unique-outlets.ts'

/** What is handed to another flow. */
export const handInSchema = z.strictObject({
  variable: z.string().min(1).max(40).meta({ title: 'Its variable', description: 'A variable of the other flow.' }),
  value: z
    .string()
    .max(1000)
    .meta({ title: 'Becomes', description: 'A text, or what a variable here holds: {{ orderNumber }}.', template: 'value' }),
})

/** What is taken over from another flow. */
export const handOutSchema = z.strictObject({
  from: z.string().min(1).max(40).meta({ title: 'Its variable', description: 'A variable of the other flow.' }),
  to: variableNameSchema.meta({ title: 'Is kept in', description: 'A variable of this flow.' }),
})

/** An outcome of another flow, and the way out that it is here. */
export const outcomeSchema = z.strictObject({
  id: outletSchema.meta({ title: 'Outcome', description: 'As the other flow’s Return card calls it.' }),
  label: z.string().min(1).max(60).meta({ title: 'Name', description: 'Shown on the card.' }),
})

const configSchema = z
  .strictObject({
    flowId: flowIdSchema.meta({ title: 'Flow', description: 'Callers go through it and come back.', ui: 'flow' }),
    inputs: z.array(handInSchema).max(20).default([]).meta({ title: 'Hand in' }),
    outputs: z.array(handOutSchema).max(20).default([]).meta({ title: 'Take back' }),
    outcomes: z.array(outcomeSchema).min(1).max(20).meta({ title: 'Ways back', ui: 'outcomes' }),
  })
  .check((context) => refuseSharedOutlets(context, ['outcomes', context.value.outcomes], ['otherwise']))

/** Goes through another flow and comes back by its outcome. */
export const subflowNode = defineNodeType({
  type: 'subflow',
  version: 1,
  channels: ['voice'],
  config: configSchema,
  outlets: ({ outcomes }) => [
    ...outcomes.map(({ id, label }) => ({ name: id, label })),
    { name: 'otherwise', label: 'Any other way', trouble: true },
  ],
  compile: ({ flowId, inputs, outputs, outcomes }, { outlet, typeOf }) => {
    const taken = outputs.map(({ from, to }) => ({ from, to, valueType: typeOf(to) }))
    const actions = [{ type: 'storeReturned' as const, outputs: taken }]
    const handedIn = inputs.map(({ variable, value }) => ({ name: variable, template: value }))
    return {
      initial: 'inside',
      states: {
        inside: {
          entry: [{ type: 'enterFlow', flowId, inputs: handedIn, transfer: false }],
          on: {
            'flow.returned': [
              ...outcomes.map(({ id }) => ({ guard: { type: 'returnedAs' as const, outcome: id }, actions, to: outlet(id) })),
              { actions, to: outlet('otherwise') },
            ],
          },
        },
      },
    }
  },
  editor: {
    title: 'Go through a flow',
    family: 'decide',
    icon: 'arrows-join',
    summary: ({ flowId }) => flowId,
    initial: () => ({ flowId: '', inputs: [], outputs: [], outcomes: [{ id: 'done', label: 'Done' }] }),
  },
  docs: {
    summary: 'Goes through another flow and comes back by its outcome.',
    whenToUse:
      'A part that several flows share, such as finding out who is calling. It runs as it was when this flow was published.',
    example: {
      flowId: 'identify-caller',
      inputs: [{ variable: 'attempts', value: '3' }],
      outputs: [{ from: 'customerName', to: 'name' }],
      outcomes: [
        { id: 'known', label: 'Known' },
        { id: 'unknown', label: 'Unknown' },
      ],
    },
  },
})
