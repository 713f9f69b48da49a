import { type Issue, issue } from '../flow/issue.ts'
import type { FlowNode } from '../flow/schema.ts'
import type { Surroundings } from '../flow/surroundings.ts'
import { configSchemaOf, markedFields } from '../flow/walk-config.ts'
import type { NodeType } from '../nodes/define-node-type.ts'
import { nodeTypeOf } from '../nodes/registry.ts'
import { type ManifestAction, modeOfAction, outletsOfAction, PLUGIN_CATEGORIES } from '../plugin-manifest/manifest.ts'

/** The parts of a node's form that a plugin's manifest has a say in; half-filled while it is edited. */
interface Chosen {
  plugin?: string
  action?: string
  inputs?: { name?: string; value?: string }[]
  outputs?: { from?: string }[]
  outlets?: { id?: string }[]
  sideEffect?: string
  mode?: string
}

/** Whether the plugin that a node counts on is there, and does what it did when it was chosen. */
export function pluginIssues(node: FlowNode, nodeType: NodeType, { plugins, pluginsOff = [] }: Surroundings): Issue[] {
  // where the installed plugins are not known, as on the canvas, publishing will say
  if (plugins === undefined) return []
  const chosen = markedFields(configSchemaOf(nodeType.config), node.config, ({ ui }) => ui === 'plugin')
  return chosen.flatMap(({ path, value }) => {
    const plugin = String(value)
    const { action = '' } = node.config as Chosen
    if (plugin === '' || action === '') return []
    const manifest = Object.hasOwn(plugins, plugin) ? plugins[plugin] : undefined
    if (manifest === undefined) return [missingIssue(plugin, pluginsOff, { nodeId: node.id, path })]
    const known = Object.hasOwn(manifest.actions, action) ? manifest.actions[action] : undefined
    const at = { nodeId: node.id, path: ['action'] }
    if (known === undefined) return [issue('PLUGIN_ACTION_UNKNOWN', { ...at, data: { plugin, action } })]
    return [...changeIssues(node, known, action), ...fieldIssues(node, known)]
  })
}

function missingIssue(plugin: string, off: readonly string[], at: Pick<Issue, 'path'> & { nodeId: FlowNode['id'] }): Issue {
  if (off.includes(plugin)) return issue('PLUGIN_SWITCHED_OFF', { ...at, data: { plugin } })
  if ((PLUGIN_CATEGORIES as readonly string[]).includes(plugin))
    return issue('PLUGIN_CATEGORY_EMPTY', { ...at, data: { category: plugin } })
  return issue('PLUGIN_NOT_INSTALLED', { ...at, data: { plugin } })
}

/** The plugins, and the categories of plugins, that a flow names, each once. */
export function pluginsUsed({ nodes }: { nodes: readonly FlowNode[] }): string[] {
  const named = nodes.flatMap((node) => {
    const nodeType = nodeTypeOf(node.type)
    if (nodeType === undefined) return []
    return markedFields(configSchemaOf(nodeType.config), node.config, ({ ui }) => ui === 'plugin').map(({ value }) =>
      String(value),
    )
  })
  return [...new Set(named)].filter((name) => name !== '')
}

function changeIssues(node: FlowNode, known: ManifestAction, action: string): Issue[] {
  const { outlets = [], sideEffect, mode } = node.config as Chosen
  const at = { nodeId: node.id, path: ['action'] }
  const names = outletsOfAction(known).map(({ name }) => name)
  const stray = outlets.flatMap(({ id }) => (id === undefined || names.includes(id) ? [] : [id]))
  const missing = names.some((name) => !outlets.some(({ id }) => id === name))
  const changed = missing || (sideEffect ?? 'read') !== known.sideEffect || (mode ?? 'read') !== modeOfAction(known)
  return [
    ...stray.map((outlet) => issue('PLUGIN_OUTLET_UNKNOWN', { ...at, data: { action, outlet } })),
    ...(changed ? [issue('PLUGIN_ACTION_CHANGED', { ...at, data: { action } })] : []),
  ]
}

function fieldIssues(node: FlowNode, { input, output }: ManifestAction): Issue[] {
  const { inputs = [], outputs = [] } = node.config as Chosen
  const given = (name: string) => inputs.some((one) => one.name === name && (one.value ?? '').trim() !== '')
  const missing = (input.required ?? []).filter((name) => !given(name))
  return [
    ...missing.map((name) => issue('PLUGIN_INPUT_MISSING', { nodeId: node.id, path: ['inputs'], data: { input: name } })),
    ...inputs.flatMap(({ name = '' }, index) =>
      name === '' || Object.hasOwn(input.properties, name)
        ? []
        : [issue('PLUGIN_FIELD_UNKNOWN', { nodeId: node.id, path: ['inputs', index, 'name'], data: { field: name } })],
    ),
    ...outputs.flatMap(({ from = '' }, index) =>
      from === '' || Object.hasOwn(output.properties, from.split(/[.[]/)[0] ?? '')
        ? []
        : [issue('PLUGIN_FIELD_UNKNOWN', { nodeId: node.id, path: ['outputs', index, 'from'], data: { field: from } })],
    ),
  ]
}
