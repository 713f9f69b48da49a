import { z } from 'zod'
import { answerPathSchema } from '../flow/answer-path.ts'
import { objectSchemaSchema } from './value-schema.ts'
import { wordsSchema } from './words-schema.ts'

const headerSchema = z.string().regex(/^[A-Za-z0-9-]{1,60}$/, 'must be the name of a header, such as X-Signature')
const partSchema = z.string().regex(/^[A-Za-z0-9_]{1,20}$/)

/** How a provider signs what it sends, as data: nothing of the plugin's runs before the signature holds. */
const signatureSchema = z.strictObject({
  scheme: z.enum(['hmac-sha256', 'hmac-sha1', 'hmac-sha512', 'bearer']).describe('`bearer`: the header holds the secret itself.'),
  header: headerSchema,
  secret: z.string().describe('The key of the secret.'),
  secretEncoding: z.enum(['text', 'base64']).default('text').describe('What the provider shows the secret as.'),
  encoding: z.enum(['hex', 'base64']).default('hex').describe('Of the signature.'),
  prefix: z.string().max(20).default('').describe('Before the signature, such as `sha256=` or `Bearer `.'),
  parts: z
    .strictObject({ time: partSchema.optional(), signature: partSchema })
    .optional()
    .describe('Of a header that is a list, such as Stripe’s `t=…,v1=…`: the names of its parts.'),
  timeHeader: headerSchema.optional().describe('The header that says when it was sent, as seconds or milliseconds since 1970.'),
  signed: z
    .string()
    .max(100)
    .default('{body}')
    .describe('What is signed: `{body}`, `{time}`, `{method}` and `{url}` stand for what came.'),
  toleranceSeconds: z.int().min(10).max(3600).default(300).describe('How old or early it may be.'),
})
export type TriggerSignature = z.output<typeof signatureSchema>

const unsignedSchema = z.strictObject({
  scheme: z
    .literal('unsigned')
    .describe('Of providers whose signature no data describes: the handler believes nothing, and asks the provider what is so.'),
})

/** A webhook of a provider's. */
export const triggerSchema = z.strictObject({
  title: wordsSchema(60),
  summary: wordsSchema(300),
  signature: z.discriminatedUnion('scheme', [signatureSchema, unsignedSchema]),
  id: z
    .union([z.strictObject({ body: answerPathSchema }), z.strictObject({ header: headerSchema })])
    .optional()
    .describe('Where the provider’s own id of the event is; absent: the same content is the same event.'),
  headers: z.array(headerSchema).max(10).default([]).describe('What the handler is given beside the content.'),
  output: objectSchemaSchema.describe('What the handler makes of it.'),
  key: z.string().optional().describe('The field of the output that actions which wait for it are known by.'),
})
export type ManifestTrigger = z.output<typeof triggerSchema>

/** Of an action that a run can wait in: while it leaves by `outlet`, it is asked again as soon as the trigger has told of its input. */
export const waitsSchema = z.strictObject({
  trigger: z.string(),
  input: z.string().describe('The field of the input that holds what the trigger’s `key` will be.'),
  outlet: z.string().describe('The outlet that says: not yet.'),
})
