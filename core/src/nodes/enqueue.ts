import { z } from 'zod'
import type { NodeStatePlan, TransitionPlan } from '../engine/state-plan.ts'
import { bindingOf } from '../flow/binding.ts'
import { promptSchema } from '../flow/prompt.ts'
import { keySchema } from '../flow/schema.ts'
import { defineNodeType } from './define-node-type.ts'

const wayOut = (title: string) =>
  keySchema.optional().meta({ title, description: 'Offered to callers while they wait; a way out of its own.' })

const configSchema = z
  .strictObject({
    queue: bindingOf('queue').meta({
      title: 'Queue',
      description: 'Its agents, music and limits are kept under Settings.',
    }),
    priority: z
      .string()
      .max(200)
      .default('0')
      .meta({ title: 'Priority', description: 'A number, or what a variable holds; more goes first.', template: 'value' }),
    skills: z
      .array(z.string().trim().min(1).max(40))
      .max(20)
      .default([])
      .meta({ title: 'Skills', description: 'Only agents who have all of them are rung.', advanced: true }),
    callbackKey: wayOut('Key to be called back'),
    voicemailKey: wayOut('Key to leave a message'),
    whisper: promptSchema.optional().meta({
      title: 'Whisper',
      description: 'Spoken to the agent who answers, before the caller is put through.',
      advanced: true,
    }),
  })
  .check((context) => {
    const { callbackKey, voicemailKey } = context.value
    if (callbackKey === undefined || callbackKey !== voicemailKey) return
    const params = { reason: 'keyTwice' }
    context.issues.push({ code: 'custom', input: context.value, path: ['voicemailKey'], message: 'keyTwice', params })
  })

/** Lets callers wait until somebody of a team is free. */
export const enqueueNode = defineNodeType({
  type: 'enqueue',
  version: 1,
  channels: ['voice'],
  config: configSchema,
  outlets: ({ callbackKey, voicemailKey }) => [
    { name: 'connected', label: 'Conversation over' },
    ...(callbackKey === undefined ? [] : [{ name: 'callback', label: 'Wants to be called back' }]),
    ...(voicemailKey === undefined ? [] : [{ name: 'voicemail', label: 'Wants to leave a message' }]),
    { name: 'maxWait', label: 'Waited too long', trouble: true },
    { name: 'full', label: 'Queue full', trouble: true },
    { name: 'failed', label: 'Something went wrong', trouble: true },
  ],
  compile: ({ queue, priority, skills, callbackKey, voicemailKey, whisper }, { outlet, prompt }) => {
    const keys = [
      ...(callbackKey === undefined ? [] : [{ key: callbackKey, offers: 'callback' as const }]),
      ...(voicemailKey === undefined ? [] : [{ key: voicemailKey, offers: 'voicemail' as const }]),
    ]
    const chosen = keys.map(
      ({ key, offers }): TransitionPlan => ({
        guard: { type: 'digitsAre', digits: key },
        actions: [{ type: 'leaveQueue' }],
        to: outlet(offers),
      }),
    )
    const again = { to: { state: 'waiting' } }
    const waiting: NodeStatePlan = {
      entry: [{ type: 'waitInQueue' }],
      on: {
        'connect.finished': [{ to: outlet('connected') }],
        'request.answered': [
          { guard: { type: 'answeredAs', outcome: 'maxWait' }, to: outlet('maxWait') },
          { to: outlet('failed') },
        ],
        ...(keys.length === 0 ? {} : { 'digits.received': [...chosen, again], 'input.timedOut': [again] }),
      },
    }
    const request = { kind: 'queue' as const, queue, priority: { template: priority, as: 'value' as const }, skills }
    return {
      initial: 'entering',
      states: {
        entering: {
          entry: [{ type: 'request', mode: 'idempotent', request }],
          on: {
            'request.answered': [
              {
                guard: { type: 'answeredAs', outcome: 'queued' },
                actions: [{ type: 'enterQueue', queue, whisper: whisper === undefined ? null : prompt(whisper), keys }],
                to: { state: 'waiting' },
              },
              { guard: { type: 'answeredAs', outcome: 'full' }, to: outlet('full') },
              { to: outlet('failed') },
            ],
          },
        },
        waiting,
      },
    }
  },
  editor: {
    title: 'Wait in a queue',
    family: 'connect',
    icon: 'users',
    summary: ({ queue }) => queue,
    initial: () => ({ queue: 'main' }),
  },
  docs: {
    summary: 'Lets callers wait until somebody of a team is free, and puts them through.',
    whenToUse:
      'When several people serve the same callers. Callers hear their place and about how long it takes; whoever hangs up while waiting counts as abandoned.',
    example: {
      queue: 'sales',
      priority: '{{ priority }}',
      skills: ['thai'],
      callbackKey: '1',
      voicemailKey: '2',
      whisper: { text: { en: 'A caller for sales.' } },
    },
  },
})
