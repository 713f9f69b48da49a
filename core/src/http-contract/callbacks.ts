import { z } from 'zod'

/** Which callbacks are wanted. `after` is the `next` of the page before. */
export const callbacksQuerySchema = z.strictObject({
  which: z.enum(['open', 'over']).default('open'),
  after: z
    .string()
    .regex(/^\d{1,15}\.[\w-]{1,64}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
})
export type CallbacksQuery = Partial<z.output<typeof callbacksQuerySchema>>

/** Why nobody was spoken to. */
export const CALLBACK_REASONS = [
  'busy',
  'noAnswer',
  'declined',
  'machine',
  'hungUp',
  'notReached',
  'limit',
  'notAllowed',
  'flowNotLive',
  'closed',
  'noHours',
  'tooLate',
  'erased',
  'unknown',
] as const

/** Somebody who wanted to be called. */
export const callbackSchema = z
  .strictObject({
    id: z.string(),
    state: z
      .enum(['waiting', 'calling', 'answered', 'done', 'gaveUp', 'cancelled'])
      .describe('`calling`: it rings. `answered`: they are spoken to. The last three are the end.'),
    number: z.string().nullable().describe('Masked; null once it was erased.'),
    callerId: z.string().describe('Our own number, which is seen.'),
    isTest: z.boolean().describe('Somebody tried the flow.'),
    flow: z.strictObject({ id: z.string(), name: z.string(), exists: z.boolean() }).describe('What who answers goes through.'),
    dueAt: z.iso.datetime().describe('When the next call is made, or the last one was due.'),
    tried: z.int().describe('How often it was called.'),
    left: z.int().describe('How many more calls are made at most.'),
    reason: z.enum(CALLBACK_REASONS).nullable().describe('Why the last call came to nothing.'),
    askedIn: z.string().nullable().describe('The call that asked for it; null when a plugin’s trigger did.'),
    askedBy: z
      .strictObject({ plugin: z.string(), trigger: z.string() })
      .nullable()
      .describe('The plugin’s trigger that told of something, and so asked for it.'),
    calledIn: z.string().nullable().describe('The call that was answered.'),
    restorable: z.boolean().describe('It was cancelled a moment ago, and can be brought back.'),
  })
  .meta({ id: 'Callback' })
export type Callback = z.infer<typeof callbackSchema>

export const callbackListSchema = z
  .strictObject({
    callbacks: z.array(callbackSchema).describe('Open ones by when they are due, those that are over newest first.'),
    next: z.string().nullable().describe('`after` of the next page; null when there is none.'),
  })
  .meta({ id: 'CallbackList' })
export type CallbackList = z.infer<typeof callbackListSchema>

/** A time that has passed means now; later than in 14 days nobody is called. */
export const callbackTimeSchema = z.strictObject({ at: z.iso.datetime() }).meta({ id: 'CallbackTime' })
