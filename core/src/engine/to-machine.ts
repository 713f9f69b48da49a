import { type AnyActorScope, type AnyMachineSnapshot, type AnyStateMachine, assign, createActor, createMachine } from 'xstate'
import type { NodeId } from '../flow/ids.ts'
import { fault, perform, readValue, type TurnContext } from './actions.ts'
import { guardHolds } from './guards.ts'
import { MAX_STEPS_WITHOUT_WAITING } from './limits.ts'
import { drawLot } from './lot.ts'
import type { FrameEvent, RunEvent } from './run-event.ts'
import { END, START, STOPPED } from './run-state.ts'
import type { ActionPlan, GuardPlan, NodePlan, NodeStatePlan, StatePlan, TransitionPlan } from './state-plan.ts'
import { AT_ANY_TIME } from './trace.ts'
import type { LoadedPlan } from './turn.ts'

/** What one action makes of the context. */
type Change = (context: TurnContext, event: RunEvent | FrameEvent) => TurnContext

interface Arguments {
  context: TurnContext
  event: RunEvent | FrameEvent
}

/**
 * Builds the XState machine of a plan. Each node is a compound state under its own id; leaving one puts an entry into the
 * trace, so that no node type has to. Costs milliseconds for a large flow: build once per version and keep it.
 */
export function toMachine(plan: StatePlan): AnyStateMachine {
  const states: Record<string, object> = {
    [START]: { id: 'start', on: startingAt(plan) },
    [END]: { id: 'end' },
    // what becomes of a frame that cannot go on is decided by `step`: its error handler, or the fallback
    [STOPPED]: { id: 'stopped' },
  }
  const anyTime = globalKeys(plan)
  for (const [id, node] of Object.entries(plan.nodes)) states[id] = nodeState(id as NodeId, node, anyTime)
  return createMachine({ initial: START, states, options: { maxIterations: MAX_STEPS_WITHOUT_WAITING } })
}

function startingAt({ start, entries }: StatePlan): Record<string, { target: string }> {
  const at = (node: NodeId | undefined, event: FrameEvent['type']) =>
    node === undefined ? {} : { [event]: { target: `#node:${node}` } }
  return {
    ...at(start, 'flow.entered'),
    ...at(entries.errorHandler, 'fault.raised'),
    ...at(entries.afterCall, 'caller.left'),
  }
}

/** Leads away from any node that waits for keys. */
type AnyTime = (from: NodeId) => object[]

/** The keys that hold everywhere in the flow, and where they lead. */
function globalKeys({ entries }: StatePlan): AnyTime {
  const keys = Object.entries(entries.globalKeys ?? {})
  return (from) =>
    keys.map(([key, to]) => ({
      guard: ({ event }: Arguments) => event.type === 'digits.received' && event.digits === key,
      actions: inOne([leaving(from, AT_ANY_TIME)]),
      target: `#node:${to}`,
      reenter: true,
    }))
}

function nodeState(id: NodeId, node: NodePlan, anyTime: AnyTime): object {
  const states = Object.entries(node.states).map(([name, state]) => [name, innerState(id, node, state, anyTime)])
  return { id: `node:${id}`, initial: node.initial, states: Object.fromEntries(states) }
}

function innerState(id: NodeId, node: NodePlan, { entry = [], always = [], on = {} }: NodeStatePlan, anyTime: AnyTime): object {
  const transitions = ([type, plans]: [string, readonly TransitionPlan[]]) => {
    const made = plans.map((plan) => transitionOf(id, node, plan))
    if (type !== 'digits.received') return [type, made]
    // the card's own keys win; a key that it has no use for would be “another key”
    const otherwise = plans.findIndex(({ guard }) => guard === undefined)
    const at = otherwise === -1 ? made.length : otherwise
    return [type, [...made.slice(0, at), ...anyTime(id), ...made.slice(at)]]
  }
  return {
    entry: inOne(entry.map((action) => actionOf(id, action))),
    always: always.map((plan) => transitionOf(id, node, plan)),
    on: Object.fromEntries(Object.entries(on).map(transitions)),
  }
}

function transitionOf(id: NodeId, node: NodePlan, { guard, actions = [], to }: TransitionPlan): object {
  const { target, leave } = targetOf(id, node, to)
  return {
    ...(guard === undefined ? {} : { guard: ({ context, event }: Arguments) => holds(id, guard, context, event) }),
    actions: inOne([...actions.map((action) => actionOf(id, action)), ...leave]),
    target,
    // a question that is asked again is entered again
    reenter: true,
  }
}

/** Where a transition leads, and what is noted on the way out of the node. */
function targetOf(id: NodeId, node: NodePlan, to: TransitionPlan['to']): { target: string; leave: Change[] } {
  if ('state' in to) return { target: to.state, leave: [] }
  if ('end' in to) return { target: '#end', leave: [leaving(id, null)] }
  const next = node.exits[to.outlet]
  if (next !== undefined) return { target: `#node:${next}`, leave: [leaving(id, to.outlet)] }
  return {
    target: '#stopped',
    leave: [leaving(id, to.outlet), (context) => fault(context, id, 'OUTLET_UNCONNECTED')],
  }
}

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

/**
 * The surroundings in which a machine is stepped, made once: it assigns and decides, and neither sends, spawns nor schedules, so that
 * nothing of one step is left for the next. XState's `transition` makes an actor and a system of its own for each step.
 */
export function surroundingsOf(machine: AnyStateMachine): AnyActorScope {
  const self = createActor(machine)
  const nothing = () => {}
  return {
    self,
    system: self.system,
    id: self.id,
    sessionId: self.sessionId,
    logger: nothing,
    defer: nothing,
    emit: nothing,
    stopChild: nothing,
    actionExecutor: nothing,
  }
}

/** Callers wait at few of the places of a flow; others are looked up again. */
const KEPT_PLACES = 256

/** Looks up where a machine stands by what was stored of it, and remembers that for the next caller at the same place. */
export function placesOf(machine: AnyStateMachine): LoadedPlan['at'] {
  const kept = new Map<string, AnyMachineSnapshot>()
  return (value, context) => {
    const name = JSON.stringify(value)
    const known = kept.get(name)
    if (known !== undefined) return { ...known, context }
    const found: AnyMachineSnapshot = machine.resolveState({ value, context: {} })
    if (kept.size === KEPT_PLACES) kept.clear()
    kept.set(name, found)
    return { ...found, context }
  }
}

function holds(id: NodeId, guard: GuardPlan, context: TurnContext, event: RunEvent | FrameEvent): boolean {
  return guardHolds(guard, event, {
    read: (name) => readValue(context, name),
    language: context.language,
    // the length of the way makes each visit of one turn a draw of its own
    lot: () => drawLot(context.world, `${context.frame}/${id}/${context.trace.length}`),
  })
}
