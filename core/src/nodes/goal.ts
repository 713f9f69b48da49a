import { z } from 'zod'
import { defineNodeType } from './define-node-type.ts'

const configSchema = z.strictObject({
  goal: z.enum(['sale', 'appointment', 'renewal', 'payment', 'lead', 'upsell', 'crosssell', 'resolved', 'other']).meta({
    title: 'Goal',
    description: 'What was reached; reports count it.',
    enumTitles: {
      sale: 'Sale',
      appointment: 'Appointment',
      renewal: 'Renewal',
      payment: 'Payment',
      lead: 'New contact',
      upsell: 'Sold a better one',
      crosssell: 'Sold something besides',
      resolved: 'Question answered',
      other: 'Something else',
    },
  }),
  amount: z.string().max(200).default('').meta({
    title: 'Amount',
    description: 'In the smallest unit, such as cents; a number or {{ variable }}.',
    template: 'value',
  }),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional()
    .meta({ title: 'Currency', description: 'Three letters, such as THB.' }),
})

/** Notes that a business goal was reached. */
export const goalNode = defineNodeType({
  type: 'goal',
  version: 1,
  channels: ['voice'],
  config: configSchema,
  outlets: () => [{ name: 'next', label: 'Next' }],
  compile: ({ goal, amount, currency }, { outlet }) => ({
    initial: 'recording',
    states: {
      recording: {
        entry: [{ type: 'recordGoal', goal, amount, currency: currency ?? null }],
        always: [{ to: outlet('next') }],
      },
    },
  }),
  editor: {
    title: 'Goal reached',
    family: 'data',
    icon: 'target-arrow',
    summary: ({ goal, amount, currency }) => [goal, amount, currency].filter(Boolean).join(' '),
    initial: () => ({ goal: 'resolved' as const, amount: '' }),
  },
  docs: {
    summary: 'Notes that a business goal was reached, for reports.',
    whenToUse: 'Where a call has done what it was for: a sale, an appointment, a question answered without a person.',
    example: { goal: 'payment', amount: '125000', currency: 'THB' },
  },
})
