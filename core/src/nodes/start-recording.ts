import { z } from 'zod'
import { retentionDaysSchema } from '../bindings/mailbox.ts'
import type { ActionPlan, NodeStatePlan } from '../engine/state-plan.ts'
import { promptSchema } from '../flow/prompt.ts'
import { keySchema } from '../flow/schema.ts'
import { silenceSchema } from './attempts.ts'
import { defineNodeType } from './define-node-type.ts'

const consentSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }).meta({ title: 'Say nothing: callers know already' }),
  z
    .strictObject({
      kind: z.literal('announce'),
      prompt: promptSchema.meta({ title: 'What callers hear', description: 'Spoken before it records.' }),
    })
    .meta({ title: 'Tell callers' }),
  z
    .strictObject({
      kind: z.literal('ask'),
      prompt: promptSchema.meta({
        title: 'What callers hear',
        description: 'Asks whether the call may be recorded. Name both keys.',
      }),
      yesKey: keySchema.default('1').meta({ title: 'Key for yes' }),
      noKey: keySchema.default('2').meta({ title: 'Key for no' }),
      timeoutSeconds: silenceSchema,
    })
    .meta({ title: 'Ask callers' }),
])

const configSchema = z
  .strictObject({
    consent: consentSchema.meta({ title: 'Consent', description: 'In many countries callers must know, or agree.' }),
    retentionDays: retentionDaysSchema,
  })
  .check((context) => {
    const { consent } = context.value
    if (consent.kind !== 'ask' || consent.yesKey !== consent.noKey) return
    context.issues.push({
      code: 'custom',
      input: consent.noKey,
      path: ['consent', 'noKey'],
      message: 'key used twice',
      params: { reason: 'keyTwice' },
    })
  })

/** How often consent is asked for; whoever does not answer has not agreed. */
const ATTEMPTS = 2

/** Records the call from here on, after the caller was told or has agreed. */
export const startRecordingNode = defineNodeType({
  type: 'startRecording',
  version: 1,
  channels: ['voice'],
  notWhileWaiting: 'records',
  config: configSchema,

  outlets: ({ consent }) => [
    { name: 'started', label: 'Recording' },
    ...(consent.kind === 'ask' ? [{ name: 'declined', label: 'Not agreed' }] : []),
    { name: 'failed', label: 'Something went wrong', trouble: true },
  ],

  compile({ consent, retentionDays }, { outlet, prompt }) {
    const ask: ActionPlan = {
      type: 'request',
      mode: 'idempotent',
      request: { kind: 'recording', action: 'start', retentionDays },
    }
    const told: ActionPlan[] =
      consent.kind === 'announce' ? [{ type: 'say', prompt: prompt(consent.prompt), bargeIn: false, loop: 1 }] : []
    const states: Record<string, NodeStatePlan> = {
      starting: {
        entry: [...told, ask],
        on: {
          'request.answered': [
            { guard: { type: 'answeredAs', outcome: 'started' }, to: outlet('started') },
            { to: outlet('failed') },
          ],
        },
      },
    }
    if (consent.kind !== 'ask') return { initial: 'starting', states }
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const on = attempt < ATTEMPTS ? { state: `attempt${attempt + 1}` } : outlet('declined')
      states[`attempt${attempt}`] = {
        entry: [
          { type: 'say', prompt: prompt(consent.prompt), bargeIn: true, loop: 1 },
          {
            type: 'collectInput',
            digits: { maxDigits: 1, timeoutSeconds: consent.timeoutSeconds, submitOnHash: false },
            speech: null,
          },
        ],
        on: {
          'digits.received': [
            { guard: { type: 'digitsAmong', keys: [consent.yesKey] }, to: { state: 'starting' } },
            { guard: { type: 'digitsAmong', keys: [consent.noKey] }, to: outlet('declined') },
            { to: on },
          ],
          'input.timedOut': [{ to: on }],
        },
      }
    }
    return { initial: 'attempt1', states }
  },

  editor: {
    title: 'Start recording',
    family: 'record',
    icon: 'player-record',
    summary: ({ consent }, say) => (consent.kind === 'none' ? '' : say(consent.prompt)),
    initial: (newText) => ({
      consent: { kind: 'announce' as const, prompt: newText('This call is recorded.') },
      retentionDays: 30,
    }),
  },
  docs: {
    summary: 'Records the call from here on, after the caller was told or has agreed.',
    whenToUse:
      'Before a caller is connected, where conversations are kept. Nothing is recorded before this card. A second one after Pause recording goes on in a recording of its own.',
    example: {
      consent: {
        kind: 'ask',
        prompt: { text: { en: 'May we record this call? For yes, press 1. For no, press 2.' } },
        yesKey: '1',
        noKey: '2',
        timeoutSeconds: 5,
      },
      retentionDays: 30,
    },
  },
})
