import { z } from 'zod'
import { recordingSchema } from '../flow/prompt.ts'
import { defineNodeType } from './define-node-type.ts'

const configSchema = z.strictObject({
  room: z.string().min(1).max(200).meta({
    title: 'Room',
    description: 'Callers of the same room meet, whichever flow brings them. A text, or what a variable holds.',
    template: 'value',
  }),
  role: z
    .enum(['participant', 'moderator', 'listener'])
    .default('participant')
    .meta({
      title: 'Joins as',
      description: 'A listener hears the others and is not heard.',
      enumTitles: { participant: 'Participant', moderator: 'Moderator', listener: 'Listener' },
    }),
  moderated: z
    .boolean()
    .default(false)
    .meta({ title: 'Waits for a moderator', description: 'Callers hear music until a moderator is there.' }),
  endsWithModerator: z
    .boolean()
    .default(true)
    .meta({ title: 'Ends with the moderator', description: 'When the last moderator leaves, everybody’s flow goes on.' }),
  music: recordingSchema.optional().meta({
    title: 'Music',
    description: 'The https address of a recording that callers hear while they wait.',
    advanced: true,
  }),
})

/** Brings callers together in a room. */
export const conferenceNode = defineNodeType({
  type: 'conference',
  version: 1,
  channels: ['voice'],
  notWhileWaiting: 'connects',
  config: configSchema,
  outlets: () => [
    { name: 'left', label: 'Conference over' },
    { name: 'failed', label: 'Something went wrong', trouble: true },
  ],
  compile: ({ room, role, moderated, endsWithModerator, music }, { outlet }) => {
    const moderates = role === 'moderator'
    const request = {
      kind: 'conference' as const,
      room: { template: room, as: 'value' as const },
      moderates,
      endsIt: moderates && endsWithModerator,
    }
    const join = {
      type: 'joinConference' as const,
      begins: moderates || !moderated,
      mute: role === 'listener',
      music: music ?? null,
    }
    return {
      initial: 'entering',
      states: {
        entering: {
          entry: [{ type: 'request', mode: 'idempotent', request }],
          on: {
            'request.answered': [
              { guard: { type: 'answeredAs', outcome: 'entered' }, actions: [join], to: { state: 'inside' } },
              { to: outlet('failed') },
            ],
          },
        },
        inside: { on: { 'request.answered': [{ to: outlet('left') }], 'connect.finished': [{ to: outlet('left') }] } },
      },
    }
  },
  editor: {
    title: 'Conference',
    family: 'connect',
    icon: 'users-group',
    summary: ({ room }) => room,
    initial: () => ({ room: 'meeting' }),
  },
  docs: {
    summary: 'Brings callers together in a room, with or without a moderator.',
    whenToUse:
      'A meeting by telephone. Up to 200 can be in a room. When a moderator ends it, everybody else goes on by “Conference over”.',
    example: { room: 'team {{ team }}', role: 'participant', moderated: true },
  },
})
