import { z } from 'zod'
import { defineNodeType } from './define-node-type.ts'

const configSchema = z.strictObject({})
const OUTCOMES = ['on', 'off', 'drill'] as const

/** Sends callers on by the emergency switch. */
export const emergencyNode = defineNodeType({
  type: 'emergency',
  version: 1,
  channels: ['voice'],
  config: configSchema,
  outlets: () => [
    { name: 'off', label: 'All is well' },
    { name: 'on', label: 'Emergency' },
    { name: 'drill', label: 'Drill' },
    { name: 'failed', label: 'Something went wrong', trouble: true },
  ],
  compile: (_config, { outlet }) => ({
    initial: 'asking',
    states: {
      asking: {
        entry: [{ type: 'request', mode: 'read', request: { kind: 'emergency' } }],
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
    title: 'Emergency?',
    family: 'decide',
    icon: 'urgent',
    summary: () => 'Asks the emergency switch.',
    initial: () => ({}),
  },
  docs: {
    summary: 'Sends callers on by the emergency switch.',
    whenToUse:
      'Where a flow that is not led to the emergency flow has to know of an emergency, such as one that goes on after hours. In a drill only test callers leave by “Drill”.',
    example: {},
  },
})
