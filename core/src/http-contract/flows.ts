import { z } from 'zod'
import { flowIdSchema } from '../flow/ids.ts'
import { languageSchema } from '../flow/language.ts'
import { flowDefinitionSchema, phoneNumberSchema } from '../flow/schema.ts'

/** Where a draft stands against what callers reach. */
export const flowSummarySchema = z
  .strictObject({
    id: flowIdSchema,
    name: z.string(),
    liveVersion: z.int().nullable().describe('The version that callers reach; null before the first publishing.'),
    draftDiffers: z.boolean().describe('Callers would notice a difference if the draft were published now.'),
    nodes: z.int(),
    numbers: z.array(phoneNumberSchema).describe('Numbers that lead to this flow.'),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'FlowSummary' })
export type FlowSummary = z.infer<typeof flowSummarySchema>

export const flowListSchema = z.strictObject({ flows: z.array(flowSummarySchema) }).meta({ id: 'FlowList' })
export type FlowList = z.infer<typeof flowListSchema>

export const createFlowSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(80),
    language: languageSchema.default('en'),
    definition: z.unknown().optional().describe('A flow to begin with, as exported; its id is replaced.'),
  })
  .meta({ id: 'CreateFlow' })
export type CreateFlow = z.input<typeof createFlowSchema>

/** A draft. The reply carries an `ETag`; saving sends it back in `If-Match`. */
export const flowDraftSchema = z
  .strictObject({ summary: flowSummarySchema, definition: flowDefinitionSchema, revision: z.int() })
  .meta({ id: 'FlowDraft' })
export type FlowDraft = z.infer<typeof flowDraftSchema>

export const saveDraftSchema = z.strictObject({ definition: z.unknown() }).meta({ id: 'SaveDraft' })

export const publishSchema = z
  .strictObject({ note: z.string().max(500).default('').describe('What changed, for the list of versions.') })
  .meta({ id: 'Publish' })
export type Publish = z.input<typeof publishSchema>

export const flowVersionSchema = z
  .strictObject({
    flowId: flowIdSchema,
    version: z.int().min(1),
    note: z.string(),
    publishedAt: z.iso.datetime(),
    publishedBy: z.string(),
    nodes: z.int(),
  })
  .meta({ id: 'FlowVersion' })
export type FlowVersion = z.infer<typeof flowVersionSchema>

export const versionListSchema = z
  .strictObject({ liveVersion: z.int().nullable(), versions: z.array(flowVersionSchema) })
  .meta({ id: 'VersionList' })
export type VersionList = z.infer<typeof versionListSchema>

export const publishedSchema = z
  .strictObject({ version: flowVersionSchema, summary: flowSummarySchema, unchanged: z.boolean() })
  .meta({ id: 'Published' })
export type Published = z.infer<typeof publishedSchema>

export const goLiveSchema = z
  .strictObject({ version: z.int().min(1).describe('An earlier version that callers reach from now on.') })
  .meta({ id: 'GoLive' })
