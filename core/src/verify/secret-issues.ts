import { type Issue, issue } from '../flow/issue.ts'
import type { FlowDefinition, FlowNode } from '../flow/schema.ts'
import type { Surroundings } from '../flow/surroundings.ts'
import { configSchemaOf, markedFields } from '../flow/walk-config.ts'
import { nodeTypeOf } from '../nodes/registry.ts'
import { templateVariables } from '../text/render-text.ts'

/** What stands for digits that nobody may read: where it may be kept, and that it is given to a plugin's card field only. */
export function secretIssues(flow: FlowDefinition, { plugins }: Surroundings): Issue[] {
  const kept = flow.nodes.flatMap((node) => marked(node, ({ ui }) => ui === 'secretVariable'))
  const secrets = new Set(kept.map(({ value }) => String(value)).filter((name) => name !== ''))
  if (secrets.size === 0) return []
  return [
    ...kept.flatMap(({ node, path, value }) => {
      const variable = String(value)
      const declared = flow.variables.find(({ name }) => name === variable)
      const at = { nodeId: node.id, path, data: { variable } }
      if (variable === '') return []
      if (declared === undefined) return [issue('VARIABLE_UNKNOWN', at)]
      return declared.sensitive && declared.type === 'text' ? [] : [issue('SECRET_VARIABLE_NOT_SENSITIVE', at)]
    }),
    ...flow.nodes.flatMap((node) =>
      marked(node, ({ template }) => template !== undefined).flatMap(({ path, value }) =>
        read(String(value), secrets)
          .filter((variable) => !isHandedOn(node, path, String(value), variable, plugins))
          .map((variable) => issue('SECRET_USED_IN_TEXT', { nodeId: node.id, path, data: { variable } })),
      ),
    ),
    ...Object.entries(flow.fallback.prompt.text).flatMap(([language, text]) =>
      read(text, secrets).map((variable) =>
        issue('SECRET_USED_IN_TEXT', { path: ['fallback', 'prompt', 'text', language], data: { variable } }),
      ),
    ),
  ]
}

type Mark = Parameters<typeof markedFields>[2]

function marked(node: FlowNode, mark: Mark) {
  const nodeType = nodeTypeOf(node.type)
  if (nodeType === undefined) return []
  return markedFields(configSchemaOf(nodeType.config), node.config, mark).map((field) => ({ node, ...field }))
}

/** The secrets that a text reads, in whatever way. */
function read(text: string, secrets: ReadonlySet<string>): string[] {
  const found = templateVariables(text)
  return found.ok ? found.names.map((name) => name.split(/[.[]/)[0] ?? '').filter((name) => secrets.has(name)) : []
}

/** Whole and alone, to a field that the plugin's manifest says is for cards. */
function isHandedOn(
  node: FlowNode,
  path: readonly (string | number)[],
  text: string,
  variable: string,
  plugins: Surroundings['plugins'],
): boolean {
  const [list, index] = path
  if (node.type !== 'pluginAction' || list !== 'inputs' || typeof index !== 'number') return false
  if (!new RegExp(`^\\s*\\{\\{\\s*${variable}\\s*\\}\\}\\s*$`).test(text)) return false
  // where the installed plugins are not known, as on the canvas, publishing will say
  if (plugins === undefined) return true
  const {
    plugin = '',
    action = '',
    inputs = [],
  } = node.config as { plugin?: string; action?: string; inputs?: { name?: string }[] }
  const properties = plugins[plugin]?.actions[action]?.input.properties ?? {}
  const name = inputs[index]?.name ?? ''
  return Object.hasOwn(properties, name) && properties[name]?.dataClass === 'card'
}
