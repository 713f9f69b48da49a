import { nodeTypeOf } from '../nodes/registry.ts'
import { type Issue, issue } from './issue.ts'
import { FLOW_SCHEMA_VERSION, type FlowDefinition, flowDefinitionSchema } from './schema.ts'

/** Brings a flow from one form to the next. Never edited once released: stored flows of its age depend on it. */
export interface FlowMigration {
  /** The `schemaVersion` that it leads to. */
  to: number
  up(flow: Record<string, unknown>): Record<string, unknown>
}

/** In order, without a gap. A flow's first form is 1, so the first entry leads to 2. */
export const FLOW_MIGRATIONS: readonly FlowMigration[] = []

export type ReadFlow = { type: 'success'; flow: FlowDefinition } | { type: 'error'; issues: Issue[] }

/**
 * Reads a stored or imported flow of any age into today's form.
 *
 * @param stored Parsed JSON from anywhere.
 * @param migrations Those that are known; a test passes its own.
 */
export function readFlow(
  stored: unknown,
  migrations: readonly FlowMigration[] = FLOW_MIGRATIONS,
  current: number = FLOW_SCHEMA_VERSION,
): ReadFlow {
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) {
    return { type: 'error', issues: [issue('SCHEMA', { path: [], data: { field: '', reason: 'not an object' } })] }
  }
  let flow = stored as Record<string, unknown>
  const version = flow.schemaVersion
  if (typeof version === 'number' && version > current) {
    return { type: 'error', issues: [issue('FLOW_TOO_NEW', { path: ['schemaVersion'], data: { version, current } })] }
  }
  for (const migration of migrations) {
    if (typeof version === 'number' && migration.to > version) flow = { ...migration.up(flow), schemaVersion: migration.to }
  }
  const parsed = flowDefinitionSchema.safeParse(flow)
  if (parsed.success) return { type: 'success', flow: withCurrentNodes(parsed.data) }
  const issues = parsed.error.issues.map(({ path, message }) =>
    issue('SCHEMA', { path: path.map(pathPart), data: { field: path.join('.'), reason: message } }),
  )
  return { type: 'error', issues }
}

/** Nodes of an older form of their type; a newer or unknown one is left for validation to name. */
function withCurrentNodes(flow: FlowDefinition): FlowDefinition {
  const nodes = flow.nodes.map((node) => {
    const nodeType = nodeTypeOf(node.type)
    if (nodeType === undefined || node.typeVersion >= nodeType.version) return node
    const steps = (nodeType.migrations ?? []).filter(({ to }) => to > node.typeVersion)
    const config = steps.reduce((older, { up }) => up(older), node.config)
    return { ...node, config, typeVersion: steps.at(-1)?.to ?? node.typeVersion }
  })
  return nodes.every((node, index) => node === flow.nodes[index]) ? flow : { ...flow, nodes }
}

const pathPart = (part: PropertyKey): string | number => (typeof part === 'number' ? part : String(part))
