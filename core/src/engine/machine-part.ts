import { type AnyActorScope, type AnyMachineSnapshot, type AnyStateMachine, createActor } from 'xstate'
import { AppError } from '../errors/app-error.ts'
import type { NodeId } from '../flow/ids.ts'
import type { TurnContext } from './actions.ts'
import type { FrameEvent, RunEvent } from './run-event.ts'
import { type SnapshotValue, START } from './run-state.ts'
import type { StatePlan } from './state-plan.ts'
import { BEYOND, toMachine } from './to-machine.ts'

/** Where a flow stands after an event, and what the turn knows by then. */
export interface Moved {
  value: SnapshotValue
  context: TurnContext
}

/**
 * Gives an event to a flow at a place that was stored.
 *
 * @throws {EndlessFlow} When it goes on without waiting for the caller. {Error} For a place that the plan does not have.
 */
export type MoveFlow = (value: SnapshotValue, context: TurnContext, event: RunEvent | FrameEvent) => Moved

/** Few enough that building their machine holds up no other call. */
const NODES_PER_PART = 20
/** Callers wait at few of the places of a flow; others are looked up again. */
const KEPT_PLACES = 100

/**
 * Cuts the machine of a plan into parts, each built when a call first comes to it: XState builds a machine in one go, which takes a
 * second of a flow of thousands of cards, and all other calls would wait. How it is cut changes nothing of what a flow does.
 */
export function createMoveFlow(plan: StatePlan, nodesPerPart = NODES_PER_PART): MoveFlow {
  const nodes = Object.keys(plan.nodes) as NodeId[]
  const places = new Map(nodes.map((node, index) => [node, Math.floor(index / nodesPerPart)]))
  const built = new Map<number, Part>()

  const partOf = (node: NodeId): Part => {
    const place = places.get(node)
    if (place === undefined) throw new AppError('INTERNAL', 'A flow has no such node', { details: { nodeId: node } })
    const known = built.get(place)
    if (known !== undefined) return known
    const part = createPart(toMachine(plan, nodes.slice(place * nodesPerPart, (place + 1) * nodesPerPart)))
    built.set(place, part)
    return part
  }

  return (value, context, event) => {
    const enters = typeof value === 'string'
    const node = enters ? entryOf(plan, value, event) : (Object.keys(value)[0] as NodeId | undefined)
    // a flow that is over, or has not begun, takes nothing else
    if (node === undefined) return { value, context }
    let moved = partOf(node)(value, enters ? { ...context, goesTo: node, steps: 1 } : context, event)
    while (moved.value === BEYOND) {
      const { goesTo } = moved.context
      if (goesTo === null) break
      moved = partOf(goesTo)(START, moved.context, event)
    }
    return moved
  }
}

function entryOf({ start, entries }: StatePlan, value: string, { type }: RunEvent | FrameEvent): NodeId | undefined {
  if (value !== START) return undefined
  if (type === 'flow.entered') return start
  if (type === 'fault.raised') return entries.errorHandler
  return type === 'caller.left' ? entries.afterCall : undefined
}

type Part = MoveFlow

function createPart(machine: AnyStateMachine): Part {
  const surroundings = surroundingsOf(machine)
  const kept = new Map<string, AnyMachineSnapshot>()
  const at = (value: SnapshotValue): AnyMachineSnapshot => {
    const name = JSON.stringify(value)
    const known = kept.get(name)
    if (known !== undefined) return known
    const found: AnyMachineSnapshot = machine.resolveState({ value, context: {} })
    if (kept.size === KEPT_PLACES) kept.clear()
    kept.set(name, found)
    return found
  }
  return (value, context, event) => {
    const after = machine.transition({ ...at(value), context }, event, surroundings)
    return { value: after.value as SnapshotValue, context: after.context as TurnContext }
  }
}

/**
 * The surroundings in which a machine is stepped, made once: it assigns and decides, and neither sends, spawns nor schedules, so that
 * nothing of one step is left for the next. XState's `transition` makes an actor and a system of its own for each step.
 */
function surroundingsOf(machine: AnyStateMachine): AnyActorScope {
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
