import { type FlowDefinition, type Issue, issueText, nodeTypeOf } from '@patchbay/core'

/** Findings as people read them: how bad, on which card, and the sentence. */
export function issueLines(issues: readonly Issue[], flow: FlowDefinition | undefined): string[] {
  return issues.map((issue) => {
    const card = cardName(issue, flow)
    return `${issue.severity}: ${card === undefined ? '' : `“${card}”: `}${issueText(issue, 'en')}`
  })
}

function cardName({ nodeId }: Issue, flow: FlowDefinition | undefined): string | undefined {
  if (nodeId === undefined) return undefined
  const node = flow?.nodes.find(({ id }) => id === nodeId)
  if (!node) return nodeId
  return node.name || nodeTypeOf(node.type)?.editor.title || nodeId
}
