import { z } from 'zod'
import type { NodeStatePlan, TransitionPlan } from '../engine/state-plan.ts'
import { ROUND_OVER } from '../engine/wait-treatment.ts'
import { bindingOf } from '../flow/binding.ts'
import { flowIdSchema } from '../flow/ids.ts'
import { promptSchema } from '../flow/prompt.ts'
import { keySchema } from '../flow/schema.ts'
import { type CompileContext, defineNodeType, type OutletSpec } from './define-node-type.ts'
import { handInSchema, handOutSchema, outcomeSchema } from './subflow.ts'
import { refuseSharedOutlets } from './unique-outlets.ts'

const wayOut = (title: string) =>
  keySchema.optional().meta({ title, description: 'Offered with the place in the queue; a way out of its own.' })

const treatmentSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('builtIn') }).meta({ title: 'Their place, the estimate and music' }),
  z
    .strictObject({
      kind: z.literal('flow'),
      flowId: flowIdSchema.meta({
        title: 'Flow',
        description:
          'Heard again and again until an agent takes the caller. Its number variables position, estimatedWaitSeconds and waitedSeconds say each time where the caller stands.',
        ui: 'flow',
        whileWaiting: true,
      }),
      inputs: z.array(handInSchema).max(20).default([]).meta({ title: 'Hand in' }),
      outputs: z.array(handOutSchema).max(20).default([]).meta({ title: 'Take back' }),
      outcomes: z
        .array(outcomeSchema)
        .max(20)
        .default([])
        .meta({
          title: 'Ways out of the queue',
          description: 'A Return card with one of these outcomes ends the wait; any other begins the flow anew.',
          ui: 'outcomes',
          except: [ROUND_OVER],
        }),
    })
    .meta({ title: 'A flow' }),
])

const configSchema = z
  .strictObject({
    queue: bindingOf('queue').meta({ title: 'Queue', description: 'Its agents, music and limits are kept under Settings.' }),
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
    treatment: treatmentSchema.default({ kind: 'builtIn' }).meta({
      title: 'While they wait',
      description: 'When something goes wrong in a flow, callers keep their place and hear music.',
    }),
    callbackKey: wayOut('Key to be called back'),
    voicemailKey: wayOut('Key to leave a message'),
    whisper: promptSchema.optional().meta({
      title: 'Whisper',
      description: 'Spoken to the agent who answers, before the caller is put through.',
      advanced: true,
    }),
  })
  .check((context) => {
    const { callbackKey, voicemailKey, treatment } = context.value
    if (treatment.kind === 'flow') {
      refuseSharedOutlets(context, ['treatment.outcomes', treatment.outcomes], RESERVED)
      const index = treatment.outcomes.findIndex(({ id }) => id === ROUND_OVER)
      const path = ['treatment', 'outcomes', index, 'id']
      const message = 'this outcome begins the flow anew'
      if (index !== -1) context.issues.push({ code: 'custom', input: treatment, path, message, params: { reason: 'reserved' } })
    }
    if (callbackKey === undefined || callbackKey !== voicemailKey) return
    const params = { reason: 'keyTwice' }
    context.issues.push({ code: 'custom', input: context.value, path: ['voicemailKey'], message: 'keyTwice', params })
  })

/** Outlets that are the card's own. */
const RESERVED = ['connected', 'maxWait', 'full', 'failed']

/** The ways out that are offered to callers while they wait: by a key, or by the treatment. */
function offered({ callbackKey, voicemailKey, treatment }: z.output<typeof configSchema>): OutletSpec[] {
  const byKey = [
    ...(callbackKey === undefined ? [] : [{ name: 'callback', label: 'Wants to be called back' }]),
    ...(voicemailKey === undefined ? [] : [{ name: 'voicemail', label: 'Wants to leave a message' }]),
  ]
  const ways = treatment.kind === 'flow' ? treatment.outcomes : []
  const own = ways.filter(({ id }) => !byKey.some(({ name }) => name === id))
  return [...byKey, ...own.map(({ id, label }) => ({ name: id, label }))]
}

/** A round of a flow of our own: it leads out of the queue, begins anew, or the queue itself says what is heard from then on. */
function treatedBy(
  { flowId, inputs, outputs, outcomes }: Extract<z.output<typeof treatmentSchema>, { kind: 'flow' }>,
  over: NonNullable<NodeStatePlan['on']>,
  { outlet, typeOf }: Pick<CompileContext, 'outlet' | 'typeOf'>,
): NodeStatePlan {
  const taken = outputs.map(({ from, to }) => ({ from, to, valueType: typeOf(to) }))
  const handedIn = inputs.map(({ variable, value }) => ({ name: variable, template: value }))
  const waiting = { state: 'waiting' }
  return {
    entry: [{ type: 'enterFlow', flowId, inputs: handedIn, transfer: false, treatment: true }],
    on: {
      ...over,
      'flow.returned': [
        ...outcomes.map(
          ({ id }): TransitionPlan => ({
            guard: { type: 'returnedAs', outcome: id },
            actions: [{ type: 'storeReturned', outputs: taken }, { type: 'leaveQueue' }],
            to: outlet(id),
          }),
        ),
        { guard: { type: 'returnedSilently' }, actions: [{ type: 'dropTreatment', code: 'ROUND_SILENT' }], to: waiting },
        { to: waiting },
      ],
      'treatment.failed': [{ actions: [{ type: 'dropTreatment' }], to: waiting }],
    },
  }
}

/** Lets callers wait until somebody of a team is free. */
export const enqueueNode = defineNodeType({
  type: 'enqueue',
  version: 1,
  channels: ['voice'],
  notWhileWaiting: 'connects',
  config: configSchema,
  outlets: (config) => [
    { name: 'connected', label: 'Conversation over' },
    ...offered(config),
    { name: 'maxWait', label: 'Waited too long', trouble: true },
    { name: 'full', label: 'Queue full', trouble: true },
    { name: 'failed', label: 'Something went wrong', trouble: true },
  ],
  compile: ({ queue, priority, skills, treatment, callbackKey, voicemailKey, whisper }, { outlet, prompt, typeOf }) => {
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
    const over: NonNullable<NodeStatePlan['on']> = {
      'connect.finished': [{ to: outlet('connected') }],
      'request.answered': [
        { guard: { type: 'answeredAs', outcome: 'maxWait' }, to: outlet('maxWait') },
        { to: outlet('failed') },
      ],
    }
    const waiting: NodeStatePlan = {
      entry: [{ type: 'waitInQueue' }],
      on: {
        ...over,
        ...(keys.length === 0 ? {} : { 'digits.received': [...chosen, again], 'input.timedOut': [again] }),
        ...(treatment.kind === 'builtIn' ? {} : { 'queue.looked': [{ to: { state: 'treated' } }] }),
      },
    }
    const treated = treatment.kind === 'builtIn' ? {} : { treated: treatedBy(treatment, over, { outlet, typeOf }) }
    const entered = treatment.kind === 'builtIn' ? {} : { treated: true as const }
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
                actions: [
                  { type: 'enterQueue', queue, whisper: whisper === undefined ? null : prompt(whisper), keys, ...entered },
                ],
                to: { state: 'waiting' },
              },
              { guard: { type: 'answeredAs', outcome: 'full' }, to: outlet('full') },
              { to: outlet('failed') },
            ],
          },
        },
        waiting,
        ...treated,
      },
    }
  },
  editor: {
    title: 'Wait in a queue',
    family: 'connect',
    icon: 'users',
    summary: ({ queue, treatment }) => (treatment.kind === 'flow' ? `${queue} · ♪ ${treatment.flowId}` : queue),
    initial: () => ({ queue: 'main' }),
  },
  docs: {
    summary: 'Lets callers wait until somebody of a team is free, and puts them through.',
    whenToUse:
      'When several people serve the same callers. Callers hear their place and about how long it takes, or what a flow of yours says; whoever hangs up while waiting counts as abandoned.',
    example: {
      queue: 'sales',
      priority: '{{ priority }}',
      skills: ['thai'],
      treatment: {
        kind: 'flow',
        flowId: 'while-you-wait',
        inputs: [{ variable: 'topic', value: '{{ topic }}' }],
        outputs: [{ from: 'number', to: 'number' }],
        outcomes: [{ id: 'website', label: 'Goes to the website' }],
      },
      callbackKey: '1',
      voicemailKey: '2',
      whisper: { text: { en: 'A caller for sales.' } },
    },
  },
})
