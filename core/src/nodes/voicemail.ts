import { z } from 'zod'
import type { ActionPlan, NodeStatePlan, TransitionPlan } from '../engine/state-plan.ts'
import { bindingOf } from '../flow/binding.ts'
import { promptSchema } from '../flow/prompt.ts'
import { keySchema } from '../flow/schema.ts'
import { reviewWords } from '../text/review-words.ts'
import { defineNodeType } from './define-node-type.ts'

const reviewSchema = z
  .strictObject({
    prompt: promptSchema.optional().meta({
      title: 'What callers hear',
      description: 'Names the three keys. Left out, callers hear it in their language as it is usual.',
      advanced: true,
    }),
    keepKey: keySchema.default('1').meta({ title: 'Key to send it' }),
    listenKey: keySchema.default('2').meta({ title: 'Key to listen to it' }),
    againKey: keySchema.default('3').meta({ title: 'Key to record it again' }),
  })
  .meta({
    title: 'Let callers check it',
    description: 'They can listen to their message and record it again. Whoever hangs up instead has sent it.',
  })

const configSchema = z
  .strictObject({
    prompt: promptSchema.meta({
      title: 'What callers hear',
      description: 'Spoken before the beep. Name the key that ends the message.',
    }),
    mailbox: bindingOf('mailbox').meta({
      title: 'Mailbox',
      description: 'Where messages go. How long they are kept there is set under Settings.',
    }),
    beep: z.boolean().default(true).meta({ title: 'Beep before it records' }),
    endKey: keySchema.default('#').meta({ title: 'Key that ends the message' }),
    longestSeconds: z.int().min(3).max(1800).default(120).meta({ title: 'Longest message', description: 'In seconds.' }),
    silenceSeconds: z
      .int()
      .min(3)
      .max(10)
      .default(5)
      .meta({ title: 'Seconds of silence', description: 'So much silence ends the message.', advanced: true }),
    shortestSeconds: z.int().min(0).max(30).default(2).meta({
      title: 'Shortest message',
      description: 'What is shorter, in seconds, is not kept. Silence that ends a message counts.',
      advanced: true,
    }),
    transcribe: z.boolean().default(false).meta({
      title: 'Write it down',
      description: 'What was said, as text beside the message. Vonage charges for it.',
    }),
    review: reviewSchema.optional(),
  })
  .check((context) => {
    const { review } = context.value
    if (review === undefined) return
    const { keepKey, listenKey, againKey } = review
    const twice = listenKey === keepKey ? 'listenKey' : againKey === keepKey || againKey === listenKey ? 'againKey' : undefined
    if (twice === undefined) return
    context.issues.push({
      code: 'custom',
      input: review,
      path: ['review', twice],
      message: 'key used twice',
      params: { reason: 'keyTwice' },
    })
  })

/** How often the three keys are named to a caller who presses none of them; then the message is sent. */
const OFFERS = 3

/** Takes a message after a beep and puts it into a mailbox. */
export const voicemailNode = defineNodeType({
  type: 'voicemail',
  version: 1,
  channels: ['voice'],
  notWhileWaiting: 'records',
  config: configSchema,

  outlets: () => [
    { name: 'recorded', label: 'Message left' },
    { name: 'empty', label: 'Too short', trouble: true },
    { name: 'failed', label: 'Something went wrong', trouble: true },
  ],

  compile({ prompt, transcribe, review, ...message }, { outlet, prompt: planned }) {
    const record: ActionPlan = { type: 'record', ...message, transcribe }
    const recording = (entry: readonly ActionPlan[]): NodeStatePlan => ({
      entry,
      on: {
        'recording.received': [
          { guard: { type: 'recordedBelow', seconds: message.shortestSeconds }, to: outlet('empty') },
          { to: review === undefined ? outlet('recorded') : { state: 'offer1' } },
        ],
        'recording.missed': [{ to: outlet('failed') }],
      },
    })
    const states: Record<string, NodeStatePlan> = {
      recording: recording([{ type: 'say', prompt: planned(prompt), bargeIn: false, loop: 1 }, record]),
    }
    if (review === undefined) return { initial: 'recording', states }

    const { keepKey, listenKey, againKey } = review
    const words = review.prompt === undefined ? reviewWords(review) : planned(review.prompt)
    for (let offer = 1; offer <= OFFERS; offer++) {
      const on: TransitionPlan = { to: offer < OFFERS ? { state: `offer${offer + 1}` } : outlet('recorded') }
      states[`offer${offer}`] = {
        entry: [
          { type: 'say', prompt: words, bargeIn: true, loop: 1 },
          { type: 'collectInput', digits: { maxDigits: 1, timeoutSeconds: 5, submitOnHash: false }, speech: null },
        ],
        on: {
          'digits.received': [
            { guard: { type: 'digitsAmong', keys: [keepKey] }, to: outlet('recorded') },
            { guard: { type: 'digitsAmong', keys: [listenKey] }, to: { state: 'listening' } },
            { guard: { type: 'digitsAmong', keys: [againKey] }, to: { state: 'discarding' } },
            on,
          ],
          'input.timedOut': [on],
        },
      }
    }
    states['listening'] = {
      entry: [{ type: 'request', mode: 'idempotent', request: { kind: 'recording', action: 'fetch' } }],
      // a message that cannot be played back is there all the same
      on: {
        'request.answered': [{ actions: [{ type: 'playAnswer', from: 'recording', bargeIn: true }], to: { state: 'offer1' } }],
      },
    }
    states['discarding'] = {
      entry: [{ type: 'request', mode: 'idempotent', request: { kind: 'recording', action: 'discard' } }],
      on: { 'request.answered': [{ to: { state: 'recordingAgain' } }] },
    }
    states['recordingAgain'] = recording([record])
    return { initial: 'recording', states }
  },

  editor: {
    title: 'Voicemail',
    family: 'record',
    icon: 'record-mail',
    summary: ({ prompt, mailbox }, say) => say(prompt) || mailbox,
    initial: (newText) => ({
      prompt: newText('Please leave a message after the beep. Press the hash key when you are done.'),
      mailbox: 'main',
      beep: true,
      endKey: '#' as const,
      longestSeconds: 120,
      transcribe: false,
      review: { keepKey: '1' as const, listenKey: '2' as const, againKey: '3' as const },
    }),
  },
  docs: {
    summary: 'Takes a message after a beep and puts it into a mailbox.',
    whenToUse:
      'When nobody can answer: outside opening hours, or after a team did not pick up. Callers may simply hang up when they are done; the message is kept all the same.',
    example: {
      prompt: {
        text: { en: 'Nobody is here just now. Please leave a message after the beep, and press hash when you are done.' },
      },
      mailbox: 'main',
      beep: true,
      endKey: '#',
      longestSeconds: 120,
      silenceSeconds: 5,
      shortestSeconds: 2,
      transcribe: true,
      review: { keepKey: '1', listenKey: '2', againKey: '3' },
    },
  },
})
