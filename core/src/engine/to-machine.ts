import { type AnyStateMachine, assign, createMachine } from 'xstate'
import type { NodeId } from '../flow/ids.ts'
import { fault, perform, performFallback, readValue, type TurnContext } from './actions.ts'
import { guardHolds } from './guards.ts'
import type { RunEvent } from './run-event.ts'
import type { ActionPlan, GuardPlan, NodePlan, NodeStatePlan, StatePlan, TransitionPlan } from './state-plan.ts'

/** Moves without waiting for the caller that one turn may make. A flow that needs more goes round in a circle. */
const MAX_STEPS_WITHOUT_WAITING = 1000

/** The plan's own states, beside one per node: a node id has no colon, so these never meet one. */
export const START = ':start'
export const END = ':end'
export const STOPPED = ':stopped'

interface Arguments {
  context: TurnContext
  event: RunEvent
}

/**
 * Builds the XState machine of a plan. Each node is a compound state under its own id; leaving one puts an entry into the
 * trace, so that no node type has to. Costs milliseconds for a large flow: build once per version and keep it.
 */
export function toMachine(plan: StatePlan): AnyStateMachine {
  const states: Record<string, object> = {
    [START]: { id: 'start', on: { 'call.received': { target: `#node:${plan.start}` } } },
    [END]: { id: 'end' },
    [STOPPED]: { id: 'stopped', entry: assign(({ context }: Arguments) => performFallback(context)) },
  }
  for (const [id, node] of Object.entries(plan.nodes)) states[id] = nodeState(id as NodeId, node)
  return createMachine({ initial: START, states, options: { maxIterations: MAX_STEPS_WITHOUT_WAITING } })
}

function nodeState(id: NodeId, node: NodePlan): object {
  return {
    id: `node:${id}`,
    initial: node.initial,
    states: Object.fromEntries(Object.entries(node.states).map(([name, state]) => [name, innerState(id, node, state)])),
  }
}

function innerState(id: NodeId, node: NodePlan, { entry = [], always = [], on = {} }: NodeStatePlan): object {
  const transition = (plan: TransitionPlan) => transitionOf(id, node, plan)
  return {
    entry: entry.map((action) => actionOf(id, action)),
    always: always.map(transition),
    on: Object.fromEntries(Object.entries(on).map(([type, plans]) => [type, plans.map(transition)])),
  }
}

function transitionOf(id: NodeId, node: NodePlan, { guard, actions = [], to }: TransitionPlan): object {
  const { target, leave } = targetOf(id, node, to)
  return {
    ...(guard === undefined ? {} : { guard: ({ context, event }: Arguments) => holds(guard, context, event) }),
    actions: [...actions.map((action) => actionOf(id, action)), ...leave],
    target,
  }
}

/** Where a transition leads, and what is noted on the way out of the node. */
function targetOf(id: NodeId, node: NodePlan, to: TransitionPlan['to']): { target: string; leave: object[] } {
  if ('state' in to) return { target: to.state, leave: [] }
  if ('end' in to) return { target: '#end', leave: [leaving(id, null)] }
  const next = node.exits[to.outlet]
  if (next !== undefined) return { target: `#node:${next}`, leave: [leaving(id, to.outlet)] }
  return {
    target: '#stopped',
    leave: [leaving(id, to.outlet), assign(({ context }: Arguments) => fault(context, id, 'OUTLET_UNCONNECTED'))],
  }
}

const leaving = (nodeId: NodeId, outlet: string | null): object =>
  assign(({ context }: Arguments) => ({ trace: [...context.trace, { frame: context.frame, nodeId, outlet }] }))

const actionOf = (nodeId: NodeId, action: ActionPlan): object =>
  assign(({ context, event }: Arguments) => perform(context, action, event, nodeId))

const holds = (guard: GuardPlan, context: TurnContext, event: RunEvent): boolean =>
  guardHolds(guard, event, (name) => readValue(context, name))
