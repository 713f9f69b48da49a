import { z } from 'zod'
import { defineNodeType } from './define-node-type.ts'

/** More rounds than this without a question would keep a caller listening for ever. */
const MAX_ROUNDS = 50

const configSchema = z.strictObject({
  times: z
    .int()
    .min(1)
    .max(MAX_ROUNDS)
    .default(3)
    .meta({ title: 'Rounds', description: 'How often callers are sent round before they go on.' }),
})

/** Sends the call round a part of the flow so many times, then on. Coming by again later begins anew. */
export const loopNode = defineNodeType({
  type: 'loop',
  version: 1,
  channels: ['voice'],
  config: configSchema,
  outlets: () => [
    { name: 'again', label: 'Each round' },
    { name: 'done', label: 'Afterwards' },
  ],
  compile: ({ times }, { outlet, nodeId }) => {
    const name = `count:${nodeId}` as const
    return {
      initial: 'deciding',
      states: {
        deciding: {
          always: [
            { guard: { type: 'countBelow', name, limit: times }, actions: [{ type: 'count', name }], to: outlet('again') },
            { actions: [{ type: 'resetCount', name }], to: outlet('done') },
          ],
        },
      },
    }
  },
  editor: {
    title: 'Loop',
    family: 'decide',
    icon: 'repeat',
    summary: ({ times }) => `${times} rounds`,
    initial: () => ({ times: 3 }),
  },
  docs: {
    summary: 'Sends the call round a part of the flow so many times, then on.',
    whenToUse: 'Trying a line several times with a word in between. Lead the end of the round back to this card.',
    example: { times: 2 },
  },
})
