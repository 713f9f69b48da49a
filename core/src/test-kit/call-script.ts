import { z } from 'zod'
import { CONNECT_OUTCOMES } from '../engine/run-event.ts'
import { keySchema } from '../flow/schema.ts'

const connectOutcomeSchema = z.enum(CONNECT_OUTCOMES)

/**
 * One exchange, from the caller's chair: what is heard (a part of it, in order), then what happens. Cards can be moved and
 * renamed without breaking it.
 */
const exchangeSchema = z.strictObject({
  hears: z.union([z.string(), z.array(z.string())]).optional(),
  dials: z.string().optional(),
  /** So many seconds pass before what happens. */
  after: z.number().optional(),
  presses: z.string().min(1).optional(),
  /** What the host makes of digits that nobody may read. */
  secret: z.enum(['kept', 'notValid', 'lost']).optional(),
  says: z.string().min(1).optional(),
  does: z.enum(['nothing', 'submitsNothing', 'hangsUp', 'losesRecording']).optional(),
  /** Speaks for so many seconds while it records; the recording comes. */
  records: z.number().optional(),
  outcome: connectOutcomeSchema.optional(),
  /** The conference is over for the caller. */
  conference: z.literal('over').optional(),
  /** The queue lets the caller go, or a round of its treatment begins and the caller stands there. */
  queue: z
    .union([
      z.enum(['maxWait', 'failed']),
      z.strictObject({ position: z.int(), estimatedWaitSeconds: z.int().nullable(), waitedSeconds: z.int() }),
    ])
    .optional(),
  /** An agent of the queue is rung, answers, or hangs up after the conversation. */
  agent: z.enum(['rings', 'answers', 'hangsUp']).optional(),
  /** What the outside is asked, by the request's kind, and what it answers. */
  asks: z.string().optional(),
  answers: z.string().optional(),
  with: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  ends: z.enum(['completed', 'callerLeft', 'fault']).optional(),
})

export const callScriptSchema = z.strictObject({
  description: z.string().min(10),
  flow: z.string().describe('The file in `flows/`, without `.json`.'),
  from: z.string().default('447700900123'),
  call: z.array(exchangeSchema).min(1),
})
export type CallScript = z.infer<typeof callScriptSchema>
export type Exchange = CallScript['call'][number]

export const keysOf = (exchange: Exchange): string | undefined => {
  for (const key of exchange.presses ?? '') keySchema.parse(key)
  return exchange.presses
}
