import type { z } from 'zod'
import { type Issue, issue } from '../flow/issue.ts'
import { inlineOf, mediaIdOf, type PromptLibrary, promptSchema } from '../flow/prompt.ts'
import { questionsSchema } from '../flow/questions.ts'
import { type FlowDefinition, type FlowNode, fallbackSchema } from '../flow/schema.ts'
import type { Surroundings } from '../flow/surroundings.ts'
import { configSchemaOf, type MarkedField, markedFields } from '../flow/walk-config.ts'
import type { NodeType } from '../nodes/define-node-type.ts'
import { nodeTypeOf } from '../nodes/registry.ts'

type Speaking = Pick<FlowDefinition, 'nodes' | 'questions'>

/** The ids of the library's prompts that a flow names, each once. */
export function promptsUsed(flow: Speaking): string[] {
  const named = fieldsOf(flow, 'prompt').flatMap(({ value }) => {
    const prompt = promptSchema.safeParse(value)
    return prompt.success && 'promptId' in prompt.data ? [String(prompt.data.promptId)] : []
  })
  return [...new Set(named)]
}

/** The ids of the uploaded recordings that a flow plays itself, its last words included; not those of shared prompts. */
export function mediaUsed(flow: Speaking & Pick<FlowDefinition, 'fallback'>): string[] {
  const recordings = fieldsOf(flow, 'recording').map(({ value }) => value)
  return mediaIdsOf([...recordings, ...Object.values(flow.fallback.prompt.recording ?? {})])
}

/** The ids among recordings, each once; addresses elsewhere are left out. */
export const mediaIdsOf = (recordings: readonly unknown[]): string[] => [
  ...new Set(recordings.flatMap((recording) => (typeof recording === 'string' ? (mediaIdOf(recording) ?? []) : []))),
]

/** Uploaded recordings that a card plays, itself or by a shared prompt, and that are no longer there. */
export const mediaIssues = (node: FlowNode, nodeType: NodeType, surroundings: Surroundings): Issue[] =>
  silentFields(nodeType.config, node.config, surroundings).map((path) => issue('MEDIA_UNKNOWN', { nodeId: node.id, path }))

/** The same for what the flow itself says: at any question, and at its end. */
export const flowMediaIssues = ({ questions, fallback }: FlowDefinition, surroundings: Surroundings): Issue[] =>
  [
    ...silentFields(questionsSchema, questions, surroundings).map((path) => ['questions', ...path]),
    ...silentFields(fallbackSchema, fallback, surroundings).map((path) => ['fallback', ...path]),
  ].map((path) => issue('MEDIA_UNKNOWN', { path }))

/** The paths at which callers would hear nothing. */
function silentFields(form: z.ZodType, config: unknown, { media, prompts = {} }: Surroundings): (string | number)[][] {
  if (media === undefined) return []
  const isGone = (recording: unknown) => mediaIdsOf([recording]).some((id) => !media.has(id))
  const schema = configSchemaOf(form)
  const own = markedFields(schema, config, ({ ui }) => ui === 'recording').filter(({ value }) => isGone(value))
  const shared = markedFields(schema, config, ({ ui }) => ui === 'prompt').filter(({ value }) =>
    Object.values(sharedOf(value, prompts)?.recording ?? {}).some(isGone),
  )
  return [...own, ...shared].map(({ path }) => [...path])
}

function sharedOf(value: unknown, library: PromptLibrary) {
  const prompt = promptSchema.safeParse(value)
  return prompt.success && 'promptId' in prompt.data ? inlineOf(prompt.data, library) : undefined
}

function fieldsOf({ nodes, questions }: Speaking, mark: 'prompt' | 'recording'): MarkedField[] {
  const marked = (form: z.ZodType, config: unknown) => markedFields(configSchemaOf(form), config, ({ ui }) => ui === mark)
  const ofCards = nodes.flatMap(({ type, config }) => {
    const nodeType = nodeTypeOf(type)
    return nodeType === undefined ? [] : marked(nodeType.config, config)
  })
  return [...ofCards, ...marked(questionsSchema, questions)]
}
