import { z } from 'zod'
import { outletSchema } from '../flow/ids.ts'
import { readableNameSchema } from '../flow/variable.ts'
import { defineNodeType } from './define-node-type.ts'
import { refuseSharedOutlets } from './unique-outlets.ts'

const caseSchema = z.strictObject({
  id: outletSchema.meta({ ui: 'hidden', description: 'The outlet. It stays when the values change.' }),
  label: z.string().min(1).max(60).meta({ title: 'Name', description: 'Shown on the card.' }),
  values: z.array(z.string().min(1).max(200)).min(1).max(50).meta({ title: 'Values', description: 'Any of them leads here.' }),
})

const configSchema = z
  .strictObject({
    variable: readableNameSchema.meta({ title: 'Look at' }),
    cases: z.array(caseSchema).min(1).max(30).meta({ title: 'Cases' }),
  })
  .check((context) => refuseSharedOutlets(context, ['cases', context.value.cases], ['otherwise']))

/** Leads on by the value of one variable. */
export const switchOnNode = defineNodeType({
  type: 'switchOn',
  version: 1,
  channels: ['voice'],
  config: configSchema,
  outlets: ({ cases }) => [...cases.map(({ id, label }) => ({ name: id, label })), { name: 'otherwise', label: 'Otherwise' }],
  compile: ({ variable, cases }, { outlet, typeOf }) => ({
    initial: 'deciding',
    states: {
      deciding: {
        always: [
          ...cases.map(({ id, values }) => ({
            guard: {
              type: 'conditions' as const,
              match: 'any' as const,
              conditions: values.map((value) => ({
                variable,
                operator: 'equals' as const,
                value,
                variableType: typeOf(variable),
              })),
            },
            to: outlet(id),
          })),
          { to: outlet('otherwise') },
        ],
      },
    },
  }),
  editor: {
    title: 'Switch',
    family: 'decide',
    icon: 'route-alt-left',
    summary: ({ variable, cases }) => `${variable}: ${cases.map(({ label }) => label).join(' · ')}`,
    initial: () => ({ variable: 'caller.number', cases: [{ id: 'case1', label: 'First', values: ['1'] }] }),
  },
  docs: {
    summary: 'Leads on by the value of one variable.',
    whenToUse: 'One value with many ways out, such as a customer tier or a department. For rules over several, use Branch.',
    example: { variable: 'department', cases: [{ id: 'sales', label: 'Sales', values: ['sales', 'shop'] }] },
  },
})
