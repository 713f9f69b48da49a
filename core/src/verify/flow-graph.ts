import type { NodeBehaviour, NodePlan, StatePlan } from '../engine/state-plan.ts'

/**
 * The outlets that a call can leave a node by without the caller having been asked anything. Ringing somebody is no
 * question to the caller: it may fail at once, and again, without end.
 */
function outletsWithoutAsking({ initial, states }: NodeBehaviour): Set<string> {
  const outlets = new Set<string>()
  const seen = new Set<string>()
  const open = [initial]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    const { always = [], on = {} } = states[name] ?? {}
    for (const { guard, to } of [...always, ...(on['connect.finished'] ?? []), ...(on['request.answered'] ?? [])]) {
      // counted: what goes round by it comes to an end
      if (guard?.type === 'countBelow') continue
      if ('outlet' in to) outlets.add(to.outlet)
      if ('state' in to) open.push(to.state)
    }
  }
  return outlets
}

/** The nodes that a call can come to, from the start on. */
export function reachableNodes(start: string, next: (id: string) => Iterable<string>): Set<string> {
  const seen = new Set<string>()
  const open = [start]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    open.push(...next(id))
  }
  return seen
}

/**
 * Circles that a call could run through for ever without the caller being asked anything: each as the ids of its nodes. One is reported for each
 * step that closes a circle: with all of them mended, none is left.
 */
export function cyclesWithoutAsking(nodes: StatePlan['nodes']): string[][] {
  const next = new Map<string, string[]>()
  for (const [id, node] of Object.entries(nodes)) next.set(id, atOnce(node))

  const done = new Set<string>()
  const cycles: string[][] = []
  for (const root of next.keys()) {
    if (done.has(root)) continue
    // depth first with its own stack: a flow may have thousands of nodes in a row
    const path: string[] = []
    const onPath = new Map<string, number>()
    const stack: { id: string; rest: string[] }[] = [enter(root)]
    while (stack.length > 0) {
      const top = stack.at(-1)
      const target = top?.rest.pop()
      if (top === undefined) break
      if (target === undefined) {
        stack.pop()
        path.pop()
        onPath.delete(top.id)
        done.add(top.id)
      } else if (onPath.has(target)) {
        cycles.push(path.slice(onPath.get(target)))
      } else if (!done.has(target)) {
        stack.push(enter(target))
      }
    }

    function enter(id: string): { id: string; rest: string[] } {
      onPath.set(id, path.length)
      path.push(id)
      return { id, rest: [...(next.get(id) ?? [])] }
    }
  }
  return cycles
}

const atOnce = (node: NodePlan): string[] => [
  ...new Set([...outletsWithoutAsking(node)].flatMap((outlet) => node.exits[outlet] ?? [])),
]
