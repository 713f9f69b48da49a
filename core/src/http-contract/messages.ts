import { z } from 'zod'

/** Which messages are wanted. `before` is the `next` of the page before. */
export const messagesQuerySchema = z.strictObject({
  before: z
    .string()
    .regex(/^\d{1,15}\.\S{1,100}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
})
export type MessagesQuery = Partial<z.output<typeof messagesQuerySchema>>

const costSchema = z
  .strictObject({ price: z.string().describe('A decimal number.'), currency: z.string().describe('ISO 4217.') })
  .nullable()
  .describe('As Vonage reported it; null until then.')

/** A text message that came in to one of our numbers. */
export const receivedMessageSchema = z
  .strictObject({
    id: z.string(),
    at: z.iso.datetime(),
    from: z.string().nullable().describe('E.164 without +, or a name; null once it was erased.'),
    to: z.string().nullable().describe('Our own number; null once it was erased.'),
    text: z.string().nullable().describe('Null once it was erased.'),
    status: z.literal('received'),
    cost: costSchema,
  })
  .meta({ id: 'ReceivedMessage' })
export type ReceivedMessage = z.infer<typeof receivedMessageSchema>

export const receivedMessageListSchema = z
  .strictObject({
    messages: z.array(receivedMessageSchema).describe('Newest first.'),
    next: z.string().nullable().describe('`before` of the next page; null when there is none.'),
  })
  .meta({ id: 'ReceivedMessageList' })
export type ReceivedMessageList = z.infer<typeof receivedMessageListSchema>

/** A text message that a call sent. */
export const sentMessageSchema = z
  .strictObject({
    id: z.string(),
    offsetMs: z.int().describe('Since the call began.'),
    to: z.string().nullable().describe('Masked; null where it is not known any more.'),
    from: z.string().nullable().describe('Our own number, or the name of a sender; null where it is not known any more.'),
    team: z.string().nullable().describe('The team that was told by it.'),
    text: z.string().nullable().describe('As its author wrote it, with names in place of values; null once it was erased.'),
    status: z.enum(['sending', 'unknown', 'refused', 'submitted', 'delivered', 'rejected', 'undeliverable']),
    reason: z.string().nullable().describe("Why it was refused or not delivered: a code of ours, or Vonage's."),
    parts: z.int().describe('As how many it is charged.'),
    cost: costSchema,
  })
  .meta({ id: 'SentMessage' })
export type SentMessage = z.infer<typeof sentMessageSchema>
