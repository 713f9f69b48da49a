import type { NodeId, Outlet } from '../flow/ids.ts'
import { flowIdSchema } from '../flow/ids.ts'
import { LANGUAGES, type Language } from '../flow/language.ts'
import { createFlow } from '../flow/new-flow.ts'
import type { InlinePrompt } from '../flow/prompt.ts'
import type { FlowDefinition, FlowNode } from '../flow/schema.ts'
import { TALK_LANGUAGE } from '../ncco/voices.ts'
import { nodeTypeOf } from '../nodes/registry.ts'
import { BUSY_TEXTS, type CallsAtOnce } from './calls-at-once.ts'

/** The flow of callers who are turned away. No flow that somebody draws has this id: theirs end in a part of their own. */
export const BUSY_FLOW_ID = flowIdSchema.parse('turned-away')

const [RING, BUSY, OVER] = ['ring', 'busy', 'over'] as NodeId[] as [NodeId, NodeId, NodeId]

/**
 * What a caller goes through who finds every place taken: the message, or the number of the settings with the message where nobody
 * answers there.
 *
 * @param language The line's: of the flow that the caller would have reached.
 */
export function busyFlow({ overflow, message }: CallsAtOnce, language: Language): FlowDefinition {
  const prompt = heardIn(message)
  // a line without a voice of its own and without a recording speaks English rather than nothing
  const spoken = prompt.text[language] !== undefined || prompt.recording?.[language] !== undefined ? language : 'en'
  const empty = createFlow({ id: BUSY_FLOW_ID, name: 'All lines busy', language: spoken })
  const busy = card(BUSY, 'hangUp', { prompt })
  const base = { ...empty, languages: { default: spoken, enabled: [...LANGUAGES] }, fallback: { prompt } }
  if (overflow.kind !== 'phone') return { ...base, startNodeId: BUSY, nodes: [busy] }
  const outcomes: readonly [outlet: string, target: NodeId][] = [
    ['ended', OVER],
    ['busy', BUSY],
    ['noAnswer', BUSY],
    ['failed', BUSY],
  ]
  return {
    ...base,
    startNodeId: RING,
    nodes: [card(RING, 'connect', { endpoints: [{ kind: 'phone', number: overflow.number }] }), busy, card(OVER, 'hangUp', {})],
    edges: outcomes.map(([outlet, target]) => ({ source: RING, outlet: outlet as Outlet, target })),
  }
}

/** The message in every language in which it can be heard. */
function heardIn({ text, recording = {} }: InlinePrompt): InlinePrompt {
  const written = LANGUAGES.flatMap((language) => {
    const own = text[language]?.trim() ? text[language] : BUSY_TEXTS[language]
    return TALK_LANGUAGE[language] === null ? [] : [[language, own] as const]
  })
  return { text: Object.fromEntries(written), recording }
}

const card = (id: NodeId, type: string, config: Record<string, unknown>): FlowNode => ({
  id,
  type,
  typeVersion: nodeTypeOf(type)?.version ?? 1,
  name: '',
  config,
})
