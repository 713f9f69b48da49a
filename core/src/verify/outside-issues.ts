import { type Issue, issue } from '../flow/issue.ts'
import { isHostAllowed, outsideHostText, readOutsideAddress } from '../flow/outside-host.ts'
import type { FlowDefinition, FlowNode } from '../flow/schema.ts'
import type { Surroundings } from '../flow/surroundings.ts'
import { configSchemaOf, markedFields } from '../flow/walk-config.ts'
import type { NodeType } from '../nodes/define-node-type.ts'
import { templateVariables } from '../text/render-text.ts'

/** Whether a node may reach the web services that it names, and what it would give away. */
export function outsideIssues(node: FlowNode, nodeType: NodeType, flow: FlowDefinition, { outside }: Surroundings): Issue[] {
  const schema = configSchemaOf(nodeType.config)
  return markedFields(schema, node.config, ({ ui }) => ui === 'outsideAddress').flatMap(({ path, value }) => {
    const address = readOutsideAddress(String(value))
    // what is no address at all is the form's own finding
    if (address === undefined) return []
    const host = outsideHostText(address)
    const at = { nodeId: node.id, path, data: { host } }
    const isTest = outside?.testHosts.includes(`${address.host}:${address.port}`) ?? false
    return [
      ...(address.secure || isTest ? [] : [issue('OUTSIDE_ADDRESS_NOT_SECURE', at)]),
      ...(outside === undefined || isHostAllowed(outside.hosts, address) ? [] : [issue('HOST_NOT_ALLOWED_OUTSIDE', at)]),
      ...sensitiveIn(node, schema, flow).map((variable) =>
        issue('SENSITIVE_SENT_OUTSIDE', { nodeId: node.id, data: { host, variable } }),
      ),
    ]
  })
}

/** The sensitive variables that any text of a node reads, each once. */
function sensitiveIn(node: FlowNode, schema: ReturnType<typeof configSchemaOf>, flow: FlowDefinition): string[] {
  const read = markedFields(schema, node.config, ({ template }) => template !== undefined).flatMap(({ value }) => {
    const found = templateVariables(String(value))
    return found.ok ? found.names : []
  })
  return flow.variables.filter(({ name, sensitive }) => sensitive && read.includes(name)).map(({ name }) => name)
}
