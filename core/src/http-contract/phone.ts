import { z } from 'zod'
import { FAULT_CODES } from '../engine/trace.ts'
import { flowIdSchema, nodeIdSchema } from '../flow/ids.ts'
import { keySchema, phoneNumberSchema } from '../flow/schema.ts'

/** The phone in the browser: it dials through the emulated Vonage, so that a call takes the whole real way. */
export const phoneSchema = z
  .strictObject({
    available: z.boolean().describe('False when a real Vonage account is set up: then a real telephone is the phone.'),
    /** Who the browser phone is: dialling as `tester` reaches drafts where a number's rules say so. */
    callers: z.strictObject({ caller: phoneNumberSchema, tester: phoneNumberSchema }),
  })
  .meta({ id: 'Phone' })
export type Phone = z.infer<typeof phoneSchema>

const from = phoneNumberSchema
  .optional()
  .describe('The number that the call shows: who calls as a customer is greeted as that customer.')

export const dialSchema = z
  .strictObject({ to: phoneNumberSchema, as: z.enum(['caller', 'tester']).default('caller'), from })
  .meta({ id: 'Dial' })
export type Dial = z.input<typeof dialSchema>

/** To try a flow before it has a number: its draft or live version is put on a line of its own for this one call. */
export const tryFlowSchema = z
  .strictObject({ flowId: flowIdSchema, use: z.enum(['draft', 'live']).default('draft'), from })
  .meta({ id: 'TryFlow' })
export type TryFlow = z.input<typeof tryFlowSchema>

export const dialledSchema = z
  .strictObject({ callId: z.string(), from: phoneNumberSchema.describe('The number that the call shows.') })
  .meta({ id: 'Dialled' })
export type Dialled = z.infer<typeof dialledSchema>

export const pressKeysSchema = z.strictObject({ keys: z.array(keySchema).min(1).max(20) }).meta({ id: 'PressKeys' })

export const sayWordsSchema = z
  .strictObject({ text: z.string().trim().min(1).max(200).describe('What the caller says, as it would be understood.') })
  .meta({ id: 'SayWords' })

/** What the one who is rung does, in the browser phone's second seat. */
export const calleeActionSchema = z
  .strictObject({ leg: z.string(), does: z.enum(['answer', 'busy', 'decline', 'hangUp']) })
  .meta({ id: 'CalleeAction' })
export type CalleeAction = z.infer<typeof calleeActionSchema>

/**
 * What happens in a call of the browser phone, as server-sent events named `phone`. `at` is in milliseconds since 1970.
 * `heard` and `waiting` come from the line, `moved` from the turn log: the way that the call took.
 */
export const phoneEventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ringing'), at: z.number() }),
  z.strictObject({ type: z.literal('answered'), at: z.number() }),
  z.strictObject({
    type: z.literal('heard'),
    at: z.number(),
    kind: z.enum(['talk', 'stream']),
    text: z.string().describe('What is spoken, without SSML; for a recording its address.'),
    language: z.string().describe('BCP 47, for the browser to speak it.'),
    durationMs: z.number(),
    bargeIn: z.boolean(),
  }),
  z.strictObject({ type: z.literal('silent'), at: z.number(), reason: z.enum(['finished', 'bargeIn', 'replaced', 'hangup']) }),
  z.strictObject({
    type: z.literal('waiting'),
    at: z.number(),
    maxDigits: z.int(),
    timeoutSeconds: z.number(),
    submitOnHash: z.boolean(),
    speech: z.boolean().describe('Words are listened for too; with `maxDigits` 0 nothing else.'),
  }),
  z.strictObject({ type: z.literal('said'), at: z.number(), text: z.string() }),
  z.strictObject({
    type: z.literal('pressed'),
    at: z.number(),
    key: z.union([keySchema, z.literal('•')]).describe('A dot for a key that nobody may read.'),
  }),
  /** A text message to the caller. */
  z.strictObject({ type: z.literal('message'), at: z.number(), from: z.string(), text: z.string() }),
  z.strictObject({ type: z.literal('dialling'), at: z.number(), leg: z.string(), to: z.string() }),
  z.strictObject({ type: z.literal('calleeAnswered'), at: z.number(), leg: z.string() }),
  /** What somebody who was rung hears before being joined. */
  z.strictObject({ type: z.literal('calleeHears'), at: z.number(), leg: z.string(), text: z.string() }),
  z.strictObject({ type: z.literal('calleeEnded'), at: z.number(), leg: z.string(), reason: z.string() }),
  z.strictObject({
    type: z.literal('moved'),
    at: z.number(),
    runId: z.string(),
    seq: z.int(),
    flowId: flowIdSchema,
    version: z.string(),
    trace: z.array(z.strictObject({ frame: z.int(), flowId: flowIdSchema, nodeId: nodeIdSchema, outlet: z.string().nullable() })),
    nodeId: nodeIdSchema.nullable().describe('Where the call waits now; null when the flow is over.'),
    faults: z.array(
      z.strictObject({
        frame: z.int(),
        nodeId: z.string().nullable(),
        code: z.enum(FAULT_CODES),
        reason: z.string().optional().describe('Why a number was not rung.'),
      }),
    ),
    ended: z.enum(['completed', 'callerLeft', 'fault']).nullable(),
  }),
  z.strictObject({
    type: z.literal('trouble'),
    at: z.number(),
    reason: z.string().describe('In words: the line reports that our server did not answer, or that it refused what we sent.'),
  }),
  z.strictObject({ type: z.literal('ended'), at: z.number(), reason: z.string() }),
])
export type PhoneEvent = z.infer<typeof phoneEventSchema>
