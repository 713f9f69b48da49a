import { z } from 'zod'
import { type Words, wordsSchema } from './words-schema.ts'

/** What a value is, beyond its form. A card's digits are never in a flow: it hands on a token, and the host puts them in. */
export const DATA_CLASSES = ['personal', 'contact', 'card', 'payment', 'health', 'recording', 'location'] as const
export type DataClass = (typeof DATA_CLASSES)[number]

const words = {
  title: wordsSchema(100).optional(),
  description: wordsSchema(500).optional(),
  dataClass: z.enum(DATA_CLASSES).optional(),
}
const count = z.int().min(0)
const propertyName = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,59}$/, 'must be letters, digits and _, and begin with a letter')

interface Common {
  title?: Words | undefined
  description?: Words | undefined
  /** Absent: nothing that needs care. */
  dataClass?: DataClass | undefined
}

/**
 * The JSON Schema that plugins may use: what a form can show and a value can be held against without running anything of the
 * plugin's. Patterns, references and alternatives are not among it.
 */
export type ValueSchema =
  | (Common & {
      type: 'string'
      enum?: string[] | undefined
      /** What the choices are called. */
      enumTitles?: Record<string, Words> | undefined
      minLength?: number | undefined
      maxLength?: number | undefined
      format?: string | undefined
    })
  | (Common & { type: 'number' | 'integer'; minimum?: number | undefined; maximum?: number | undefined })
  | (Common & { type: 'boolean' })
  | (Common & { type: 'array'; items: ValueSchema; minItems?: number | undefined; maxItems?: number | undefined })
  | ObjectSchema
export type ObjectSchema = Common & {
  type: 'object'
  properties: Record<string, ValueSchema>
  required?: string[] | undefined
  additionalProperties?: false | undefined
}

export const objectSchemaSchema: z.ZodType<ObjectSchema> = z
  .strictObject({
    ...words,
    $schema: z.url().optional(),
    type: z.literal('object'),
    properties: z.record(
      propertyName,
      z.lazy(() => valueSchemaSchema),
    ),
    required: z.array(z.string()).optional(),
    additionalProperties: z.literal(false).optional(),
  })
  .refine(({ properties }) => Object.keys(properties).length <= 50, 'has more than 50 properties')
  .refine(({ properties, required = [] }) => required.every((name) => Object.hasOwn(properties, name)), {
    message: 'names a property that there is not',
    path: ['required'],
  }) as z.ZodType<ObjectSchema>

const valueSchemaSchema: z.ZodType<ValueSchema> = z.discriminatedUnion('type', [
  z.strictObject({
    ...words,
    type: z.literal('string'),
    enum: z.array(z.string().max(200)).min(1).max(100).optional(),
    enumTitles: z.record(z.string(), wordsSchema(100)).optional(),
    minLength: count.optional(),
    maxLength: count.optional(),
    format: z.enum(['date', 'date-time', 'time', 'email', 'uri', 'phone', 'currency']).optional(),
  }),
  z.strictObject({
    ...words,
    type: z.enum(['number', 'integer']),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
  }),
  z.strictObject({ ...words, type: z.literal('boolean') }),
  z.strictObject({
    ...words,
    type: z.literal('array'),
    items: z.lazy(() => valueSchemaSchema),
    minItems: count.optional(),
    maxItems: count.optional(),
  }),
  objectSchemaSchema as never,
])
