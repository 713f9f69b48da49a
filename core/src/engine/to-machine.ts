import { type AnyStateMachine, assign, createMachine } from 'xstate'
import type { NodeId } from '../flow/ids.ts'
import { fault, perform, readValue, type TurnContext } from './actions.ts'
import { guardHolds } from './guards.ts'
import { MAX_STEPS_WITHOUT_WAITING } from './limits.ts'
import { drawLot } from './lot.ts'
import type { FrameEvent, RunEvent } from './run-event.ts'
import { END, START, STOPPED } from './run-state.ts'
import type { ActionPlan, GuardPlan, NodePlan, NodeStatePlan, StatePlan, TransitionPlan } from './state-plan.ts'
import { AT_ANY_TIME } from './trace.ts'

/** What one action makes of the context. */
type Change = (context: TurnContext, event: RunEvent | FrameEvent) => TurnContext

interface Arguments {
  context: TurnContext
  event: RunEvent | FrameEvent
}

/** What has been left behind to go on in another part of the plan. */
export const BEYOND = ':beyond'

/**
 * Builds the XState machine of some nodes of a plan. Each node is a compound state under its own id; leaving one puts an entry into
 * the trace, so that no node type has to. What leads to any other node ends in `BEYOND`, and where to is left in the context.
 */
export function toMachine(plan: StatePlan, nodes: readonly NodeId[]): AnyStateMachine {
  const states: Record<string, object> = {
    [START]: { id: 'start', on: { '*': nodes.map(enteredAt) } },
    [END]: { id: 'end' },
    // what becomes of a frame that cannot go on is decided by `step`: its error handler, or the fallback
    [STOPPED]: { id: 'stopped' },
    [BEYOND]: { id: 'beyond' },
  }
  const within = new Set(nodes)
  const to: Lead = (node) =>
    within.has(node)
      ? { target: `#node:${node}`, lead: [] }
      : { target: '#beyond', lead: [(context) => ({ ...context, goesTo: node })] }
  const anyTime = globalKeys(plan, to)
  for (const id of nodes) {
    const node = plan.nodes[id]
    if (node !== undefined) states[id] = nodeState(id, node, anyTime, to)
  }
  return createMachine({ initial: START, states })
}

/** The target of a transition to a node, and what is noted on the way. */
type Lead = (node: NodeId) => { target: string; lead: readonly Change[] }

const enteredAt = (node: NodeId): object => ({
  guard: ({ context }: Arguments) => context.goesTo === node,
  actions: inOne([(context) => ({ ...context, goesTo: null })]),
  target: `#node:${node}`,
})

/** Leads away from any node that waits for keys. */
type AnyTime = (from: NodeId) => object[]

/** The keys that hold everywhere in the flow, and where they lead. */
function globalKeys({ entries }: StatePlan, to: Lead): AnyTime {
  const keys = Object.entries(entries.globalKeys ?? {})
  return (from) =>
    keys.map(([key, next]) => {
      const { target, lead } = to(next)
      return {
        guard: ({ event }: Arguments) => event.type === 'digits.received' && event.digits === key,
        actions: inOne([counted, leaving(from, AT_ANY_TIME), ...lead]),
        target,
        reenter: true,
      }
    })
}

function nodeState(id: NodeId, node: NodePlan, anyTime: AnyTime, to: Lead): object {
  const inner: Inner = { id, node, anyTime, to }
  const states = Object.entries(node.states).map(([name, state]) => [name, innerState(inner, state)])
  return { id: `node:${id}`, initial: node.initial, states: Object.fromEntries(states) }
}

interface Inner {
  id: NodeId
  node: NodePlan
  anyTime: AnyTime
  to: Lead
}

function innerState(inner: Inner, { entry = [], always = [], on = {} }: NodeStatePlan): object {
  const { id, anyTime } = inner
  const transitions = ([type, plans]: [string, readonly TransitionPlan[]]) => {
    const made = plans.map((plan) => transitionOf(inner, plan))
    if (type !== 'digits.received') return [type, made]
    // the card's own keys win; a key that it has no use for would be “another key”
    const otherwise = plans.findIndex(({ guard }) => guard === undefined)
    const at = otherwise === -1 ? made.length : otherwise
    return [type, [...made.slice(0, at), ...anyTime(id), ...made.slice(at)]]
  }
  return {
    entry: inOne(entry.map((action) => actionOf(id, action))),
    always: always.map((plan) => transitionOf(inner, plan)),
    on: Object.fromEntries(Object.entries(on).map(transitions)),
  }
}

function transitionOf(inner: Inner, { guard, actions = [], to }: TransitionPlan): object {
  const { id } = inner
  const { target, leave } = targetOf(inner, to)
  return {
    ...(guard === undefined ? {} : { guard: ({ context, event }: Arguments) => holds(id, guard, context, event) }),
    actions: inOne([counted, ...actions.map((action) => actionOf(id, action)), ...leave]),
    target,
    // a question that is asked again is entered again
    reenter: true,
  }
}

/** Where a transition leads, and what is noted on the way out of the node. */
function targetOf({ id, node, to: leadTo }: Inner, to: TransitionPlan['to']): { target: string; leave: Change[] } {
  if ('state' in to) return { target: to.state, leave: [] }
  if ('end' in to) return { target: '#end', leave: [leaving(id, null)] }
  const next = node.exits[to.outlet]
  if (next !== undefined) {
    const { target, lead } = leadTo(next)
    return { target, leave: [leaving(id, to.outlet), ...lead] }
  }
  return {
    target: '#stopped',
    leave: [leaving(id, to.outlet), (context) => fault(context, id, 'OUTLET_UNCONNECTED')],
  }
}

/** XState would count within one machine only. */
const counted: Change = (context) => {
  if (context.steps >= MAX_STEPS_WITHOUT_WAITING) throw new EndlessFlow('The flow goes on without waiting')
  return { ...context, steps: context.steps + 1 }
}

/** A flow went round in a circle. */
export class EndlessFlow extends Error {}

const leaving =
  (nodeId: NodeId, outlet: string | null): Change =>
  (context) => ({
    ...context,
    trace: [...context.trace, { frame: context.frame, flowId: context.plan.flowId, nodeId, outlet }],
  })

const actionOf =
  (nodeId: NodeId, action: ActionPlan): Change =>
  (context, event) =>
    perform(context, action, event, nodeId)

/** What follows upon each other with nothing between is one action: XState's own work for each is far more than ours. */
const inOne = (changes: readonly Change[]): object[] =>
  changes.length === 0
    ? []
    : [assign(({ context, event }: Arguments) => changes.reduce((next, change) => change(next, event), context))]

function holds(id: NodeId, guard: GuardPlan, context: TurnContext, event: RunEvent | FrameEvent): boolean {
  return guardHolds(guard, event, {
    read: (name) => readValue(context, name),
    language: context.language,
    // the length of the way makes each visit of one turn a draw of its own
    lot: () => drawLot(context.world, `${context.frame}/${id}/${context.trace.length}`),
  })
}
