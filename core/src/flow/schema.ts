import { z } from 'zod'
import { flowIdSchema, nodeIdSchema, outletSchema } from './ids.ts'
import { languageSchema } from './language.ts'
import { inlinePromptSchema } from './prompt.ts'
import { questionsSchema } from './questions.ts'
import { variableSchema } from './variable.ts'
import { voiceSchema } from './voice.ts'

/** The form that is stored today. An older one is brought here by `migrations.ts`. */
export const FLOW_SCHEMA_VERSION = 1

/** A named constant with a landing: more nodes than this is the issue `TOO_MANY_NODES`. */
export const MAX_NODES = 2000

/** A telephone number in E.164 without `+`, as Vonage writes it: 7 to 15 digits (spec V1.8-13). */
export const phoneNumberSchema = z
  .string()
  .regex(/^[1-9]\d{6,14}$/)
  .meta({ ui: 'phoneNumber' })

/** One of the numbers that lead here, which those who are rung see: the line shows no other (spec V1.8-2). */
export const callerIdSchema = phoneNumberSchema.meta({ ui: 'ownNumber' })

/** A key of a telephone. */
export const keySchema = z.enum(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#'])
export type Key = z.infer<typeof keySchema>

/** A node as drawn. Its `config` is checked by its node type, so that a half-filled form can be saved. */
export const flowNodeSchema = z.strictObject({
  id: nodeIdSchema,
  type: z.string().min(1).max(64),
  typeVersion: z.int().min(1),
  name: z.string().max(80).describe("The author's own name for it; never spoken."),
  config: z.record(z.string(), z.unknown()),
})
export type FlowNode = z.infer<typeof flowNodeSchema>

export const flowEdgeSchema = z.strictObject({ source: nodeIdSchema, outlet: outletSchema, target: nodeIdSchema })
export type FlowEdge = z.infer<typeof flowEdgeSchema>

export const positionSchema = z.strictObject({ x: z.number(), y: z.number() })
export type Position = z.infer<typeof positionSchema>

/** What callers hear and where they are led when nothing else can be done: the server is gone, or a fault ended the flow. */
export const fallbackSchema = z.strictObject({
  prompt: inlinePromptSchema,
  connectTo: phoneNumberSchema.optional().describe('A number that is rung afterwards; without one the call ends.'),
})
export type Fallback = z.infer<typeof fallbackSchema>

export const flowDefinitionSchema = z.strictObject({
  schemaVersion: z.literal(FLOW_SCHEMA_VERSION),
  id: flowIdSchema,
  name: z.string().min(1).max(80),
  kind: z.literal('call'),
  startNodeId: nodeIdSchema.nullable().describe('Where a call begins; null while nothing is drawn.'),
  nodes: z.array(flowNodeSchema),
  edges: z.array(flowEdgeSchema),
  variables: z.array(variableSchema),
  languages: z.strictObject({
    default: languageSchema,
    enabled: z.array(languageSchema).min(1),
    voices: z.partialRecord(languageSchema, voiceSchema).optional().describe('Which voice reads each language out.'),
  }),
  fallback: fallbackSchema,
  questions: questionsSchema.optional().describe('How questions are asked where a card does not say otherwise.'),
  layout: z.record(z.string(), positionSchema).describe('Where each node stands on the canvas; no part of the logic.'),
})
/** What is drawn: the one stored form of a flow. */
export type FlowDefinition = z.infer<typeof flowDefinitionSchema>
