import { z } from 'zod'
import { conditionSchema } from '../flow/condition.ts'
import { outletSchema } from '../flow/ids.ts'
import { defineNodeType } from './define-node-type.ts'
import { refuseSharedOutlets } from './unique-outlets.ts'

const caseSchema = z.strictObject({
  id: outletSchema.meta({ ui: 'hidden', description: 'The outlet. It stays when the rules change.' }),
  label: z.string().min(1).max(60).meta({ title: 'Name', description: 'Shown on the card.' }),
  match: z.enum(['all', 'any']).default('all').meta({ title: 'Holds when' }),
  conditions: z.array(conditionSchema).min(1).max(20).meta({ title: 'Rules', ui: 'conditions' }),
})

const configSchema = z
  .strictObject({
    cases: z
      .array(caseSchema)
      .min(1)
      .max(20)
      .meta({ title: 'Cases', description: 'Tried in order; the first that holds is taken.' }),
  })
  .check((context) => refuseSharedOutlets(context, ['cases', context.value.cases], ['otherwise']))

/** Leads on by rules over what is known. */
export const branchNode = defineNodeType({
  type: 'branch',
  version: 1,
  channels: ['voice'],
  config: configSchema,

  outlets: ({ cases }) => [...cases.map(({ id, label }) => ({ name: id, label })), { name: 'otherwise', label: 'Otherwise' }],

  compile: ({ cases }, { outlet, typeOf }) => ({
    initial: 'deciding',
    states: {
      deciding: {
        always: [
          ...cases.map(({ id, match, conditions }) => ({
            guard: {
              type: 'conditions' as const,
              match,
              conditions: conditions.map((condition) => ({ ...condition, variableType: typeOf(condition.variable) })),
            },
            to: outlet(id),
          })),
          { to: outlet('otherwise') },
        ],
      },
    },
  }),

  editor: {
    title: 'Branch',
    family: 'decide',
    icon: 'arrows-split',
    // the cases are rows of the card: here stands what they look at
    summary: ({ cases }) =>
      [...new Set(cases.flatMap(({ conditions }) => conditions.map(({ variable }) => variable)))].join(' · '),
    initial: () => ({
      cases: [
        {
          id: 'case1',
          label: 'Known caller',
          match: 'all' as const,
          conditions: [{ variable: 'caller.number', operator: 'isNotBlank' as const, value: '' }],
        },
      ],
    }),
  },
  docs: {
    summary: 'Leads on by rules over variables and facts of the call.',
    whenToUse: 'Treating callers differently by what they typed or where they call from.',
    example: {
      cases: [
        {
          id: 'gold',
          label: 'Gold customer',
          match: 'all',
          conditions: [{ variable: 'tier', operator: 'equals', value: 'gold' }],
        },
      ],
    },
  },
})
