import { z } from 'zod'
import { bindingOf } from '../flow/binding.ts'
import { defineNodeType } from './define-node-type.ts'

const configSchema = z.strictObject({
  team: bindingOf('team').meta({ title: 'Team', description: 'Its members are kept under Settings.' }),
  text: z.string().min(1).max(500).meta({
    title: 'Text',
    description: 'Sent to each member as a text message.',
    template: 'value',
    ui: 'longText',
  }),
})

/** Tells a team about the call. */
export const notifyTeamNode = defineNodeType({
  type: 'notifyTeam',
  version: 1,
  channels: ['voice'],
  config: configSchema,
  outlets: () => [
    { name: 'done', label: 'Told' },
    { name: 'failed', label: 'Nobody was told', trouble: true },
  ],
  compile: ({ team, text }, { outlet }) => ({
    initial: 'telling',
    states: {
      telling: {
        entry: [
          {
            type: 'request',
            mode: 'atMostOnce',
            request: { kind: 'notifyTeam', team, text: { template: text, as: 'value' } },
          },
        ],
        on: {
          'request.answered': [
            { guard: { type: 'answeredAs', outcome: 'done' }, actions: [{ type: 'recordTold', team }], to: outlet('done') },
            { actions: [{ type: 'recordTold', team }], to: outlet('failed') },
          ],
        },
      },
    },
  }),
  editor: {
    title: 'Tell a team',
    family: 'connect',
    icon: 'users',
    summary: ({ team, text }) => `${team}: ${text}`,
    initial: () => ({ team: '', text: 'A caller waits: {{ caller.number }}' }),
  },
  docs: {
    summary: 'Sends a short text message to every member of a team.',
    whenToUse: 'Waking whoever is on call, or telling the shop that a customer could not be helped.',
    example: { team: 'on-call', text: 'Emergency call from {{ caller.number }}.' },
  },
})
