import { z } from 'zod'
import { flowIdSchema, promptIdSchema } from '../flow/ids.ts'
import { inlinePromptSchema } from '../flow/prompt.ts'

const promptNameSchema = z.string().trim().min(1).max(80)

/** A flow that uses a shared prompt. */
const promptUseSchema = z
  .strictObject({
    flowId: flowIdSchema,
    name: z.string(),
    liveVersion: z.int().nullable().describe('The live version of the flow, if that one uses the prompt.'),
    livePromptVersion: z.int().nullable().describe('The version of the prompt that callers of this flow hear.'),
    inDraft: z.boolean(),
  })
  .meta({ id: 'PromptUse' })
export type PromptUse = z.infer<typeof promptUseSchema>

/** A prompt of the library. Replies with a single one carry an `ETag`; saving sends it back in `If-Match`. */
export const libraryPromptSchema = z
  .strictObject({
    id: promptIdSchema,
    name: z.string(),
    text: inlinePromptSchema.shape.text.unwrap(),
    recording: inlinePromptSchema.shape.recording.unwrap(),
    version: z.int().min(1).describe('Every edit is a version of its own, counted from 1.'),
    savedAt: z.iso.datetime(),
    savedBy: z.string(),
    uses: z.array(promptUseSchema),
  })
  .meta({ id: 'LibraryPrompt' })
export type LibraryPrompt = z.infer<typeof libraryPromptSchema>

export const promptListSchema = z.strictObject({ prompts: z.array(libraryPromptSchema) }).meta({ id: 'PromptList' })
export type PromptList = z.infer<typeof promptListSchema>

export const savePromptSchema = z
  .strictObject({
    name: promptNameSchema.describe('For authors; never spoken.'),
    text: inlinePromptSchema.shape.text,
    recording: inlinePromptSchema.shape.recording.unwrap().default({}),
  })
  .meta({ id: 'SavePrompt' })
export type SavePrompt = z.input<typeof savePromptSchema>

export const promptVersionListSchema = z
  .strictObject({
    versions: z.array(libraryPromptSchema.omit({ uses: true, id: true }).extend({ deleted: z.boolean() })),
  })
  .meta({ id: 'PromptVersionList' })
export type PromptVersionList = z.infer<typeof promptVersionListSchema>

/**
 * What became of one flow: `republished` as a new version, `unchanged` because its callers hear this version of the prompt
 * already, or `refused` with what is in the way; its callers then hear what they heard before.
 */
const republishedFlowSchema = z
  .strictObject({
    flowId: flowIdSchema,
    name: z.string(),
    outcome: z.enum(['republished', 'unchanged', 'refused']),
    version: z.int().describe('The version that callers reach now.'),
    issues: z.array(z.looseObject({ code: z.string(), severity: z.enum(['error', 'warning']) })),
  })
  .meta({ id: 'RepublishedFlow' })
export type RepublishedFlow = z.infer<typeof republishedFlowSchema>

export const promptPublishedSchema = z
  .strictObject({ prompt: libraryPromptSchema, flows: z.array(republishedFlowSchema) })
  .meta({ id: 'PromptPublished' })
export type PromptPublished = z.infer<typeof promptPublishedSchema>
