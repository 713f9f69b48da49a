import { z } from 'zod'
import { bindingOf } from '../flow/binding.ts'
import { defineNodeType } from './define-node-type.ts'

const configSchema = z.strictObject({
  calendar: bindingOf('calendar').meta({
    title: 'Calendar',
    description: 'Its hours, holidays and time zone are kept under Settings.',
  }),
})

const OUTCOMES = ['open', 'closed', 'holiday'] as const

/** Sends callers on by whether a calendar says open, closed or holiday. */
export const openingHoursNode = defineNodeType({
  type: 'openingHours',
  version: 1,
  channels: ['voice'],
  config: configSchema,
  outlets: () => [
    { name: 'open', label: 'Open' },
    { name: 'closed', label: 'Closed' },
    { name: 'holiday', label: 'Holiday' },
    { name: 'failed', label: 'Something went wrong', trouble: true },
  ],
  compile: ({ calendar }, { outlet }) => ({
    initial: 'asking',
    states: {
      asking: {
        entry: [{ type: 'request', mode: 'read', request: { kind: 'openingHours', calendar } }],
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
    title: 'Opening hours',
    family: 'decide',
    icon: 'clock-hour-9',
    summary: ({ calendar }) => calendar,
    initial: () => ({ calendar: 'main' }),
  },
  docs: {
    summary: 'Sends callers on by whether a calendar says open, closed or holiday.',
    whenToUse: 'At the head of a flow, so that nobody waits for a team that has gone home. A holiday wins over the hours.',
    example: { calendar: 'main' },
  },
})
