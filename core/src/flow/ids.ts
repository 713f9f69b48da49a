import { z } from 'zod'

/** An id that the author sees in file names and links: letters, digits, `-` and `_`. No dot: XState splits state ids at dots. */
const idSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/)

export const flowIdSchema = idSchema.brand<'FlowId'>()
export type FlowId = z.infer<typeof flowIdSchema>

export const nodeIdSchema = idSchema.brand<'NodeId'>()
export type NodeId = z.infer<typeof nodeIdSchema>

export const promptIdSchema = idSchema.brand<'PromptId'>()

/** The name of an outlet within its node: a choice's id, or a fixed name such as `noInput`. */
export const outletSchema = idSchema.brand<'Outlet'>()
export type Outlet = z.infer<typeof outletSchema>

/**
 * Which copy of a flow a run executes: `"3"` is published version 3, `"draft-1f0c…"` a draft by the hash of its
 * content (test callers only).
 */
export type VersionKey = string

/** Whose line it is, under a name local to the run: `caller`, `callee1`, … */
export type LegName = string

/** The leg that a call begins with. */
export const CALLER: LegName = 'caller'
