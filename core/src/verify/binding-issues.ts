import type { BindingKind } from '../flow/binding.ts'
import { type Issue, issue } from '../flow/issue.ts'
import type { FlowNode } from '../flow/schema.ts'
import type { Surroundings } from '../flow/surroundings.ts'
import { configSchemaOf, type MarkedField, markedFields } from '../flow/walk-config.ts'
import type { NodeType } from '../nodes/define-node-type.ts'
import { nodeTypeOf } from '../nodes/registry.ts'

/** Whether the environment has what a node names. */
export function bindingIssues(node: FlowNode, nodeType: NodeType, { bindings }: Surroundings): Issue[] {
  // where they are not known, publishing will say
  if (bindings === undefined) return []
  return bindingFields(node, nodeType).flatMap(({ path, kind, name }) =>
    bindings[kind]?.includes(name) ? [] : [issue('BINDING_MISSING', { nodeId: node.id, path, data: { kind, name } })],
  )
}

/** What a flow names that each environment has of its own, each once. */
export function bindingsNamed(flow: { nodes: readonly FlowNode[] }): { kind: BindingKind; name: string }[] {
  const named = flow.nodes.flatMap((node) => {
    const nodeType = nodeTypeOf(node.type)
    return nodeType === undefined ? [] : bindingFields(node, nodeType)
  })
  const seen = new Map(named.map(({ kind, name }) => [`${kind}:${name}`, { kind, name }]))
  return [...seen.values()]
}

interface BindingField extends Pick<MarkedField, 'path'> {
  kind: BindingKind
  name: string
}

function bindingFields(node: FlowNode, nodeType: NodeType): BindingField[] {
  const fields = markedFields(configSchemaOf(nodeType.config), node.config, ({ binding }) => binding !== undefined)
  // an empty field is a missing one, and found as that
  return fields.flatMap(({ path, value, schema: { binding: kind } }) =>
    kind === undefined || typeof value !== 'string' || value === '' ? [] : [{ path, kind, name: value }],
  )
}
