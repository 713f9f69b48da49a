import { z } from 'zod'
import { advancedDetectionSchema, machineDetectionSchema } from '../calls/machine-detection.ts'
import { restEndpointSchema } from '../ncco/endpoints.ts'
import { webAddress } from '../ncco/fields.ts'

const number = z.string().regex(/^\d{7,15}$/)
const address = z.tuple([webAddress])
const method = z.enum(['GET', 'POST'])

/** V3-11. */
export const createCallSchema = z
  .strictObject({
    to: z.tuple([restEndpointSchema]),
    from: z.strictObject({ type: z.literal('phone'), number }).optional(),
    random_from_number: z.boolean().optional(),
    ncco: z.unknown().optional(),
    answer_url: address.optional(),
    answer_method: method.default('GET'),
    event_url: address.optional(),
    event_method: method.default('POST'),
    machine_detection: machineDetectionSchema.optional(),
    advanced_machine_detection: advancedDetectionSchema.optional(),
    ringing_timer: z.int().min(1).max(120).default(60),
    length_timer: z.int().min(1).max(86_400).default(7200),
  })
  .refine(({ from, random_from_number }) => (from !== undefined) !== (random_from_number === true), {
    path: ['from'],
    message: 'Give either from or random_from_number',
  })
  .refine(({ ncco, answer_url }) => (ncco !== undefined) !== (answer_url !== undefined), {
    path: ['ncco'],
    message: 'Give either ncco or answer_url',
  })
  .refine(({ ncco }) => ncco === undefined || Array.isArray(ncco), { path: ['ncco'], message: 'An array of actions' })

/** V3-5. */
export const modifyCallSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.enum(['hangup', 'mute', 'unmute', 'earmuff', 'unearmuff']) }),
  z.strictObject({
    action: z.literal('transfer'),
    destination: z.union([
      z.strictObject({ type: z.literal('ncco'), url: address }),
      z.strictObject({ type: z.literal('ncco'), ncco: z.array(z.unknown()) }),
    ]),
  }),
])

const count = (schema: z.ZodInt) => z.string().regex(/^\d+$/).transform(Number).pipe(schema)

/** V3-3. */
export const listCallsSchema = z.strictObject({
  status: z.string().optional(),
  date_start: z.iso.datetime().optional(),
  date_end: z.iso.datetime().optional(),
  page_size: count(z.int().min(1).max(100)).default(10),
  record_index: count(z.int().min(0)).default(0),
  order: z.enum(['asc', 'desc']).default('asc'),
  conversation_uuid: z.string().optional(),
})
