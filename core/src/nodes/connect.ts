import { z } from 'zod'
import { CONNECT_OUTCOMES } from '../engine/run-event.ts'
import type { ActionPlan, NodeBehaviour, NodeStatePlan, TransitionPlan } from '../engine/state-plan.ts'
import { endpointSchema, endpointText } from '../flow/endpoint.ts'
import { promptSchema, recordingSchema } from '../flow/prompt.ts'
import { callerIdSchema, keySchema } from '../flow/schema.ts'
import { type CompileContext, defineNodeType, type OutletSpec } from './define-node-type.ts'

const configSchema = z.strictObject({
  endpoints: z.array(endpointSchema).min(1).max(10).meta({ title: 'Who is rung', description: 'Until somebody answers.' }),
  order: z
    .enum(['oneAfterTheOther', 'allAtOnce'])
    .default('oneAfterTheOther')
    .meta({ title: 'In which order', enumTitles: { oneAfterTheOther: 'One after the other', allAtOnce: 'All at once' } }),
  ringSeconds: z.int().min(5).max(120).default(30).meta({ title: 'Seconds to ring', description: 'For each of them.' }),
  limitMinutes: z
    .int()
    .min(1)
    .max(120)
    .default(120)
    .meta({ title: 'Longest conversation', description: 'In minutes; then the call goes on here.' }),
  acceptKey: keySchema.optional().meta({
    title: 'Key that takes the call',
    description: 'When all ring at once: whoever answers presses it, so that no answering machine takes the call.',
    advanced: true,
  }),
  whisper: promptSchema.optional().meta({
    title: 'Whisper',
    description: 'Spoken to the one who answers, before the caller is put through: “Sales call for {{ topic }}”.',
    advanced: true,
  }),
  callerId: callerIdSchema.optional().meta({
    title: 'Number that they see',
    description: 'One of our own. Left out, they see the number that the caller rang.',
    advanced: true,
  }),
  ringback: recordingSchema.optional().meta({
    title: 'Instead of ringing',
    description: 'A recording that callers hear until somebody answers.',
    advanced: true,
  }),
  machine: z
    .enum(['connect', 'hangUp'])
    .default('connect')
    .meta({
      title: 'When a machine answers',
      enumTitles: { connect: 'Put the caller through all the same', hangUp: 'Hang up on it and go on' },
    }),
})

const outcomes: readonly (OutletSpec & { name: (typeof CONNECT_OUTCOMES)[number] })[] = [
  { name: 'ended', label: 'Conversation over' },
  { name: 'busy', label: 'Busy', trouble: true },
  { name: 'noAnswer', label: 'Nobody answers', trouble: true },
  { name: 'machine', label: 'A machine answers', trouble: true },
  { name: 'failed', label: 'Could not be reached', trouble: true },
]

/** The first one who takes the call has it. */
function ringsAll(
  { endpoints, ringSeconds, limitMinutes, whisper, acceptKey, callerId, ringback, machine }: z.output<typeof configSchema>,
  { outlet, prompt }: Pick<CompileContext, 'outlet' | 'prompt'>,
): NodeBehaviour {
  const ring: ActionPlan = {
    type: 'ringAll',
    endpoints,
    ringSeconds,
    limitSeconds: limitMinutes * 60,
    whisper: whisper === undefined ? null : prompt(whisper),
    acceptKey: acceptKey ?? null,
    ringback: ringback ?? null,
    hangUpOnMachine: machine === 'hangUp',
    ...(callerId === undefined ? {} : { callerId }),
  }
  const ways = CONNECT_OUTCOMES.filter((outcome) => outcome !== 'machine' || machine === 'hangUp')
  const on = ways.map((outcome): TransitionPlan => ({ guard: { type: 'outcomeIs', outcome }, to: outlet(outcome) }))
  return { initial: 'ringing', states: { ringing: { entry: [ring], on: { 'connect.finished': on } } } }
}

/** Rings somebody and puts the caller through. */
export const connectNode = defineNodeType({
  type: 'connect',
  version: 2,
  // version 1 knew one telephone
  migrations: [{ to: 2, up: ({ to, ...rest }) => ({ ...rest, endpoints: [{ kind: 'phone', number: to ?? '' }] }) }],
  channels: ['voice'],
  notWhileWaiting: 'connects',
  config: configSchema,
  outlets: ({ machine }) => outcomes.filter(({ name }) => name !== 'machine' || machine === 'hangUp'),
  compile: (config, context) => {
    const { endpoints, order, ringSeconds, limitMinutes, whisper, callerId, ringback, machine } = config
    if (order === 'allAtOnce') return ringsAll(config, context)
    const { outlet, prompt } = context
    const states: Record<string, NodeStatePlan> = {}
    for (const [index, endpoint] of endpoints.entries()) {
      const ring: ActionPlan = {
        type: 'connect',
        endpoint,
        ringSeconds,
        limitSeconds: limitMinutes * 60,
        whisper: whisper === undefined ? null : prompt(whisper),
        ringback: ringback ?? null,
        hangUpOnMachine: machine === 'hangUp',
        ...(callerId === undefined ? {} : { callerId }),
      }
      const next = index + 1 < endpoints.length ? { state: `ring${index + 2}` } : undefined
      states[`ring${index + 1}`] = {
        entry: [ring],
        on: {
          'connect.finished': CONNECT_OUTCOMES.flatMap((outcome): TransitionPlan[] => {
            if (outcome === 'machine' && machine !== 'hangUp') return []
            const to = outcome === 'ended' ? outlet(outcome) : (next ?? outlet(outcome))
            return [{ guard: { type: 'outcomeIs', outcome }, to }]
          }),
        },
      }
    }
    return { initial: 'ring1', states }
  },
  editor: {
    title: 'Connect to …',
    family: 'connect',
    icon: 'phone-outgoing',
    summary: ({ endpoints, order, ringSeconds }) => {
      const rung = endpoints.map((endpoint) => `${endpoint.kind === 'phone' ? '+' : ''}${endpointText(endpoint)}`)
      return `${rung.join(order === 'allAtOnce' ? ' + ' : ', ')} · rings ${ringSeconds} s`
    },
    initial: () => ({ endpoints: [{ kind: 'phone' as const, number: '' }], ringSeconds: 30 }),
  },
  docs: {
    summary: 'Rings somebody and puts the caller through; when that ends, the flow goes on.',
    whenToUse: 'Handing a caller to a person. Give each of “busy”, “nobody answers” and “could not be reached” a way on.',
    example: {
      endpoints: [
        { kind: 'phone', number: '447700900123' },
        { kind: 'sip', uri: 'sip:desk@office.example.com' },
      ],
      ringSeconds: 20,
      limitMinutes: 60,
      whisper: { text: { en: 'A call about {{ topic }}.' } },
      machine: 'hangUp',
    },
  },
})
