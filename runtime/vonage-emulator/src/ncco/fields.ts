import { z } from 'zod'

/** Accepts `"45"` where 45 is meant (V1.1-4). */
export function numeric<Schema extends z.ZodType<number>>(schema: Schema) {
  return z.preprocess((value) => (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value), schema)
}

/** Accepts `"true"` and `"false"` (V1.1-4). */
export const flag = z.preprocess((value) => (value === 'true' ? true : value === 'false' ? false : value), z.boolean())

export const webAddress = z.url({ protocol: /^https?$/ })
/** An array of exactly one URL (V1.1-3). */
export const oneUrl = z.tuple([webAddress])
export const httpMethod = z.enum(['POST', 'GET'])
export const phoneNumber = z.preprocess(
  (value) => (typeof value === 'number' ? String(value) : value),
  z.string().regex(/^\d{7,15}$/),
)

/** Fields of every action that can send a webhook, with their rules. */
export const webhookFields = { eventUrl: oneUrl.optional(), eventMethod: httpMethod.default('POST') }
export const webhookRules = { eventUrl: 'V1.1-3', eventMethod: 'V1.1-3' }
