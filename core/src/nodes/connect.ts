import { z } from 'zod'
import { CONNECT_OUTCOMES } from '../engine/run-event.ts'
import { phoneNumberSchema } from '../flow/schema.ts'
import { defineNodeType, type OutletSpec } from './define-node-type.ts'

const configSchema = z.strictObject({
  to: phoneNumberSchema.meta({ title: 'Number', description: 'With country code. Callers see it ring until somebody answers.' }),
  ringSeconds: z
    .int()
    .min(5)
    .max(120)
    .default(30)
    .meta({ title: 'Seconds to ring', description: 'Nobody answers for so long: the call goes on here.' }),
})

const outlets: readonly (OutletSpec & { name: (typeof CONNECT_OUTCOMES)[number] })[] = [
  { name: 'ended', label: 'Conversation over' },
  { name: 'busy', label: 'Busy', trouble: true },
  { name: 'noAnswer', label: 'Nobody answers', trouble: true },
  { name: 'failed', label: 'Could not be reached', trouble: true },
]

/** Rings a telephone and joins it to the caller. */
export const connectNode = defineNodeType({
  type: 'connect',
  version: 1,
  channels: ['voice'],
  config: configSchema,
  outlets: () => [...outlets],
  compile: ({ to, ringSeconds }, { outlet }) => ({
    initial: 'ringing',
    states: {
      ringing: {
        entry: [{ type: 'connect', to, ringSeconds }],
        on: {
          'connect.finished': CONNECT_OUTCOMES.map((outcome) => ({
            guard: { type: 'outcomeIs' as const, outcome },
            to: outlet(outcome),
          })),
        },
      },
    },
  }),
  editor: {
    title: 'Connect to a phone',
    family: 'connect',
    icon: 'phone-outgoing',
    summary: ({ to, ringSeconds }) => `+${to} · rings ${ringSeconds} s`,
    initial: () => ({ to: '', ringSeconds: 30 }),
  },
  docs: {
    summary: 'Rings a telephone and joins it to the caller; when that ends, the flow goes on.',
    whenToUse: 'Handing a caller to a person. Give each of “busy”, “nobody answers” and “could not be reached” a way on.',
    example: { to: '447700900123', ringSeconds: 20 },
  },
})
