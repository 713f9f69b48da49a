import { z } from 'zod'
import { answerPathSchema } from '../flow/answer-path.ts'
import { outletSchema } from '../flow/ids.ts'
import { variableNameSchema } from '../flow/variable.ts'
import { defineNodeType } from './define-node-type.ts'
import { refuseSharedOutlets } from './unique-outlets.ts'

const inputSchema = z.strictObject({
  name: z.string().min(1).max(60).meta({ title: 'Its field', description: 'As the plugin calls it.' }),
  value: z
    .string()
    .max(1000)
    .meta({ title: 'Becomes', description: 'A text, or what a variable here holds: {{ orderNumber }}.', template: 'value' }),
})

const outputSchema = z.strictObject({
  from: answerPathSchema.meta({ title: 'In the answer', description: 'As the plugin calls it: name, or items[0].price.' }),
  to: variableNameSchema.meta({ title: 'Is kept in', description: 'A variable of this flow.' }),
})

const wayOutSchema = z.strictObject({
  id: outletSchema.meta({ title: 'Way out' }),
  label: z.string().min(1).max(60).meta({ title: 'Name' }),
})

const configSchema = z
  .strictObject({
    plugin: z.string().min(1).max(60).meta({ title: 'Plugin', ui: 'plugin' }),
    action: z.string().min(1).max(60).meta({ title: 'What it does', ui: 'pluginAction' }),
    inputs: z.array(inputSchema).max(50).default([]).meta({ title: 'Give it', ui: 'pluginInputs' }),
    outputs: z.array(outputSchema).max(50).default([]).meta({ title: 'Keep of the answer', ui: 'pluginOutputs' }),
    // taken over from the manifest when the action is chosen, so that a flow says by itself where it can go
    outlets: z.array(wayOutSchema).max(12).default([]).meta({ title: 'Ways out', ui: 'hidden' }),
    sideEffect: z.enum(['read', 'write', 'money']).default('read').meta({ title: 'What it changes', ui: 'hidden' }),
    mode: z.enum(['read', 'idempotent', 'atMostOnce']).default('read').meta({ title: 'How often it may be done', ui: 'hidden' }),
  })
  .check((context) => refuseSharedOutlets(context, ['outlets', context.value.outlets], ['failed']))

/** Lets an installed plugin do something, and keeps what it answers. */
export const pluginActionNode = defineNodeType({
  type: 'pluginAction',
  version: 1,
  channels: ['voice'],
  notWhileWaiting: ({ sideEffect }) => (sideEffect === 'money' ? 'money' : undefined),
  config: configSchema,
  outlets: ({ outlets }) => [
    ...outlets.map(({ id, label }) => ({ name: id, label, ...(id === 'unknown' ? { trouble: true as const } : {}) })),
    { name: 'failed', label: 'Something went wrong', trouble: true },
  ],
  compile: ({ plugin, action, inputs, outputs, outlets, mode }, { outlet, typeOf }) => {
    const kept = outputs.map(({ from, to }) => ({ from, to, valueType: typeOf(to) }))
    const input = inputs.map(({ name, value }) => ({ name, value: { template: value, as: 'value' as const } }))
    return {
      initial: 'asking',
      states: {
        asking: {
          entry: [
            { type: 'request', mode, request: { kind: 'plugin', plugin, action, input, keep: outputs.map(({ from }) => from) } },
          ],
          on: {
            'request.answered': [
              ...outlets.map(({ id }) => ({
                guard: { type: 'answeredAs' as const, outcome: id },
                actions: [{ type: 'storeAnswer' as const, outputs: kept }],
                to: outlet(id),
              })),
              { to: outlet('failed') },
            ],
          },
        },
      },
    }
  },
  editor: {
    title: 'Plugin',
    family: 'plugin',
    icon: 'puzzle',
    summary: ({ plugin, action }, _say, deed) => deed?.(plugin, action) ?? `${plugin}: ${action}`,
    initial: () => ({ plugin: '', action: '', inputs: [], outputs: [] }),
  },
  docs: {
    summary: 'Lets an installed plugin do something, and keeps what it answers.',
    whenToUse:
      'Customers, payments, orders, tickets: whatever an installed plugin connects. A value that the answer does not have becomes blank.',
    example: {
      plugin: 'crm-lookup',
      action: 'findCaller',
      inputs: [{ name: 'number', value: '{{ caller.number }}' }],
      outputs: [{ from: 'name', to: 'customerName' }],
      outlets: [
        { id: 'found', label: 'Found' },
        { id: 'notFound', label: 'Not found' },
      ],
      sideEffect: 'read',
      mode: 'read',
    },
  },
})
