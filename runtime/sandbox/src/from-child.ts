import { z } from 'zod'
import { type FromChild, GUEST_TEXT_MAX } from './wire-format.ts'

const count = z.int().min(0)
const text = z.string().max(GUEST_TEXT_MAX)
const name = z.string().max(64)

/** A child may have been taken over: nothing that it says is believed before it has this form. */
const fromChildSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready'), network: z.enum(['cut', 'open']) }),
  z.strictObject({ type: z.literal('ask'), call: count, seq: count, service: name, body: text }),
  z.strictObject({ type: z.literal('log'), call: count, level: name, text: z.string().max(2_000) }),
  z.strictObject({ type: z.literal('done'), call: count, body: text }),
  z.strictObject({ type: z.literal('fail'), call: count, code: name, body: text, busy: z.boolean() }),
  z.strictObject({ type: z.literal('clear') }),
  z.strictObject({ type: z.literal('stuck') }),
  z.strictObject({ type: z.literal('broken') }),
])

/** @returns Undefined for what no child says that works as it should. */
export function readFromChild(line: string): FromChild | undefined {
  try {
    return fromChildSchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}
