import { z } from 'zod'
import { outletSchema } from '../flow/ids.ts'
import { defineNodeType } from './define-node-type.ts'
import { refuseSharedOutlets } from './unique-outlets.ts'

const waySchema = z.strictObject({
  id: outletSchema.meta({ ui: 'hidden', description: 'The outlet. It stays when the share changes.' }),
  label: z.string().min(1).max(60).meta({ title: 'Name', description: 'Shown on the card.' }),
  weight: z.int().min(1).max(1000).meta({ title: 'Share', description: 'Relative to the other shares.' }),
})

const configSchema = z
  .strictObject({ ways: z.array(waySchema).min(2).max(10).meta({ title: 'Ways' }) })
  .check((context) => refuseSharedOutlets(context, ['ways', context.value.ways]))

/** Sends callers different ways by lot, in the shares given. */
export const randomSplitNode = defineNodeType({
  type: 'randomSplit',
  version: 1,
  channels: ['voice'],
  config: configSchema,
  outlets: ({ ways }) => ways.map(({ id, label, weight }) => ({ name: id, label: `${percent(weight, ways)} · ${label}` })),
  compile: ({ ways }, { outlet }) => {
    const total = ways.reduce((sum, { weight }) => sum + weight, 0)
    let upTo = 0
    const drawn = ways.map(({ id, weight }) => {
      upTo += weight
      return { guard: { type: 'lotBelow' as const, limit: upTo / total }, to: outlet(id) }
    })
    // the last way takes what is left, so that no rounding can leave a caller without one
    const last = drawn.pop()
    return { initial: 'drawing', states: { drawing: { always: [...drawn, ...(last === undefined ? [] : [{ to: last.to }])] } } }
  },
  editor: {
    title: 'Random split',
    family: 'decide',
    icon: 'dice',
    summary: ({ ways }) => ways.map(({ label }) => label).join(' · '),
    initial: () => ({
      ways: [
        { id: 'way1', label: 'First', weight: 50 },
        { id: 'way2', label: 'Second', weight: 50 },
      ],
    }),
  },
  docs: {
    summary: 'Sends callers different ways by lot, in the shares given.',
    whenToUse: 'Comparing two wordings, or asking only some callers for their opinion.',
    example: {
      ways: [
        { id: 'asked', label: 'Asked', weight: 1 },
        { id: 'notAsked', label: 'Not asked', weight: 3 },
      ],
    },
  },
})

const percent = (weight: number, ways: readonly { weight: number }[]): string =>
  `${Math.round((100 * weight) / ways.reduce((sum, way) => sum + way.weight, 0))} %`
