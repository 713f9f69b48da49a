import { z } from 'zod'
import { TICKET_CHANGES } from '../engine/effect.ts'
import { CONNECT_OUTCOMES, LEG_STATUSES } from '../engine/run-event.ts'
import { FAULT_CODES } from '../engine/trace.ts'
import { languageSchema } from '../flow/language.ts'

/** Which calls are wanted. `before` is the `next` of the page before; `q` the end of a number, or the id of a call. */
export const callsQuerySchema = z.strictObject({
  before: z
    .string()
    .regex(/^\d{1,15}\.[\w-]{1,64}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
  flowId: z.string().min(1).max(64).optional(),
  q: z.string().trim().max(64).optional(),
})
export type CallsQuery = Partial<z.output<typeof callsQuerySchema>>

const endedSchema = z.enum(['completed', 'callerLeft', 'fault'])

/** One call. Who called is masked: the last digits tell it from others, and no more. */
export const callSummarySchema = z
  .strictObject({
    runId: z.string(),
    startedAt: z.iso.datetime(),
    caller: z.string().nullable().describe('Masked; null once the content was erased.'),
    called: z.string().nullable().describe('Our own number, whole; null once the content was erased.'),
    isTest: z.boolean().describe('Somebody tried the flow.'),
    flow: z.strictObject({
      id: z.string(),
      name: z.string(),
      version: z.string().describe('“3”, or “draft-…” for a draft that was tried.'),
      exists: z.boolean().describe('False when the flow was deleted since.'),
    }),
    onTheLine: z.boolean().describe('The caller is there now, as far as the line has told.'),
    ended: endedSchema.nullable().describe('How the flow ended; null while it goes on, and where its end was never heard.'),
    durationMs: z.int().describe('From the first webhook to the last.'),
    turns: z.int(),
    faults: z.int().describe('How often something went wrong.'),
    blocked: z.enum(['capacity']).nullable().describe('Why the caller was not let in; null for one who was.'),
    erased: z.boolean().describe('What people said, pressed and heard was erased; the way through the flow is left.'),
  })
  .meta({ id: 'CallSummary' })
export type CallSummary = z.infer<typeof callSummarySchema>

export const callListSchema = z
  .strictObject({
    calls: z.array(callSummarySchema),
    next: z.string().nullable().describe('`before` of the next page; null when there is none. With `q` a page may be empty.'),
  })
  .meta({ id: 'CallList' })
export type CallList = z.infer<typeof callListSchema>

const callNodeSchema = z.strictObject({
  flowId: z.string(),
  flowName: z.string(),
  nodeId: z.string(),
  name: z.string().describe("The author's own name for it; may be empty."),
  type: z.string().nullable().describe('Null when the version cannot be read any more.'),
})
export type CallNode = z.infer<typeof callNodeSchema>

/** What came in. Of keys how many, of words nothing. */
const cameSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('call') }),
  z.strictObject({ type: z.literal('keys'), count: z.int() }),
  z.strictObject({ type: z.literal('words') }),
  z.strictObject({ type: z.literal('silence') }),
  z.strictObject({ type: z.literal('connectOver'), outcome: z.enum(CONNECT_OUTCOMES).nullable() }),
  z.strictObject({
    type: z.literal('leg'),
    leg: z.string(),
    status: z.enum(LEG_STATUSES),
    durationSeconds: z.number().nullable(),
  }),
  z.strictObject({ type: z.literal('legRefused'), leg: z.string() }),
  z.strictObject({ type: z.literal('legMade'), leg: z.string() }),
  z.strictObject({ type: z.literal('calleeAnswered'), leg: z.string() }),
  z.strictObject({ type: z.literal('ringExpired') }),
  z.strictObject({ type: z.literal('agentOffered') }),
  z.strictObject({ type: z.literal('queueRound'), position: z.int() }),
  z.strictObject({ type: z.literal('conferenceOver') }),
  z.strictObject({ type: z.literal('answer'), outcome: z.string() }),
  z.strictObject({ type: z.literal('recording'), seconds: z.number().nullable().describe('Null when Vonage did not say.') }),
  z.strictObject({ type: z.literal('recordingMissed') }),
  z.strictObject({ type: z.literal('transcription') }),
])
export type CallCame = z.infer<typeof cameSchema>

/** What the run did about it. Texts are as their author wrote them, with names in place of values. */
const didSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('said'), text: z.string(), language: languageSchema }),
  z.strictObject({ type: z.literal('played'), address: z.string() }),
  z.strictObject({
    type: z.literal('asked'),
    keys: z.int().nullable().describe('How many at most; null when only words were listened for.'),
    seconds: z.number().nullable(),
    words: z.boolean(),
  }),
  z.strictObject({
    type: z.literal('rang'),
    leg: z.string(),
    number: z.string().describe('Masked.'),
    seconds: z.number(),
    whisper: z.string().nullable(),
  }),
  z.strictObject({ type: z.literal('waited'), seconds: z.number() }),
  z.strictObject({
    type: z.literal('lookedUp'),
    what: z.string().describe('The kind of request.'),
    writes: z.boolean().describe('It did something elsewhere, such as sending a message.'),
  }),
  z.strictObject({ type: z.literal('recorded'), seconds: z.number().describe('At most.'), mailbox: z.string() }),
  z.strictObject({ type: z.literal('recording'), action: z.enum(['start', 'stop', 'fetch', 'discard']) }),
  z.strictObject({ type: z.literal('hungUp') }),
  z.strictObject({ type: z.literal('joined'), leg: z.string() }),
  z.strictObject({ type: z.literal('held') }),
  z.strictObject({ type: z.literal('leftConference') }),
  z.strictObject({ type: z.literal('ticket'), change: z.enum(TICKET_CHANGES) }),
  z.strictObject({ type: z.literal('goal'), goal: z.string() }),
  z.strictObject({ type: z.literal('noted') }),
  z.strictObject({ type: z.literal('event'), name: z.string() }),
  z.strictObject({ type: z.literal('told'), team: z.string(), told: z.int(), members: z.int() }),
])
export type CallDid = z.infer<typeof didSchema>

/** One handled webhook of a call. */
export const callEntrySchema = z
  .strictObject({
    seq: z.int(),
    offsetMs: z.int().describe('Since the call began.'),
    tookMs: z.number().nullable().describe('How long we took until it was decided; null where it was not measured.'),
    leg: z.string().nullable().describe('Whose line it was about.'),
    came: z.array(cameSchema).describe('Empty once the content was erased.'),
    late: z.boolean().describe('It answered a question that the call had left behind, and moved nothing.'),
    way: z.array(
      z.strictObject({
        node: callNodeSchema,
        outlet: z
          .string()
          .nullable()
          .describe('Null where the flow ended; “:anyTime” where a key was pressed that holds everywhere.'),
        label: z.string().nullable().describe('What the outlet is called on the card.'),
      }),
    ),
    waitsAt: callNodeSchema.nullable().describe('Where the call waited then.'),
    did: z.array(didSchema),
    faults: z.array(
      z.strictObject({
        code: z.enum(FAULT_CODES),
        inQueue: z.literal(true).optional().describe('It ended what was heard in a queue, and not the call.'),
        reason: z.string().optional(),
        node: callNodeSchema.nullable(),
      }),
    ),
    ended: endedSchema.nullable().describe('The flow ended here.'),
    webhook: z.strictObject({ kind: z.string(), body: z.unknown() }).nullable().describe('As it came, masked.'),
    reply: z.array(z.unknown()).nullable().describe('The NCCO that it was answered with, masked.'),
  })
  .meta({ id: 'CallEntry' })
export type CallEntry = z.infer<typeof callEntrySchema>

export const callLegSchema = z.strictObject({
  leg: z.string(),
  direction: z.enum(['inbound', 'outbound']),
  number: z.string().describe('Masked.'),
  vonageCallId: z.string().nullable(),
  statuses: z.array(z.enum(LEG_STATUSES)).describe('Each once, in the order of arrival.'),
  durationSeconds: z.number().nullable(),
})
export type CallLeg = z.infer<typeof callLegSchema>

export const callSchema = z
  .strictObject({ summary: callSummarySchema, legs: z.array(callLegSchema), entries: z.array(callEntrySchema) })
  .meta({ id: 'Call' })
export type Call = z.infer<typeof callSchema>
