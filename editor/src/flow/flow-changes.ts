import { canonicalJson, type FlowDefinition } from '@patchbay/core'

/** What `after` has that `before` has not, by the names of cards: for people, not for merging. */
export function flowChanges(before: FlowDefinition, after: FlowDefinition): { added: string[]; changed: string[] } {
  const known = new Map<string, FlowDefinition['nodes'][number]>(before.nodes.map((node) => [node.id, node]))
  const cords = (flow: FlowDefinition, id: string) => flow.edges.filter(({ source }) => source === id)
  const added: string[] = []
  const changed: string[] = []
  for (const node of after.nodes) {
    const was = known.get(node.id)
    if (was === undefined) added.push(node.name)
    else if (canonicalJson([was, cords(before, node.id)]) !== canonicalJson([node, cords(after, node.id)]))
      changed.push(node.name)
  }
  return { added, changed }
}
