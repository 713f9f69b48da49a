import { compileFlow } from '../engine/compile-flow.ts'
import { loadPlan } from '../engine/load-plan.ts'
import type { Plans } from '../engine/turn.ts'
import type { World } from '../engine/world.ts'
import { AppError } from '../errors/app-error.ts'
import type { FlowId, NodeId, Outlet } from '../flow/ids.ts'
import { createFlow } from '../flow/new-flow.ts'
import type { FlowDefinition } from '../flow/schema.ts'
import { nodeTypeOf } from '../nodes/registry.ts'
import { callableFlow } from '../verify/flow-reference-issues.ts'

/** A flow in few words, for tests: each node as `[type, config, { outlet: target }]`; the first is the start. */
export type FlowSketch = Readonly<
  Record<string, readonly [type: string, config: object, exits?: Readonly<Record<string, string>>]>
>

export function flowOf(sketch: FlowSketch, over: Partial<FlowDefinition> = {}): FlowDefinition {
  const ids = Object.keys(sketch)
  return {
    ...createFlow({ id: 'tested' as FlowId, name: 'Tested' }),
    startNodeId: (ids[0] ?? null) as NodeId | null,
    nodes: Object.entries(sketch).map(([id, [type, config]]) => ({
      id: id as NodeId,
      type,
      typeVersion: nodeTypeOf(type)?.version ?? 1,
      name: id,
      config: config as Record<string, unknown>,
    })),
    edges: Object.entries(sketch).flatMap(([source, [, , exits = {}]]) =>
      Object.entries(exits).map(([outlet, target]) => ({
        source: source as NodeId,
        outlet: outlet as Outlet,
        target: target as NodeId,
      })),
    ),
    ...over,
  }
}

/**
 * The plans of a flow and of those that it enters, each under version 1.
 *
 * @param nodesPerPart How their machines are cut.
 * @throws {AppError} For a flow with nothing to begin with.
 */
export function plansOf(flow: FlowDefinition, others: readonly FlowDefinition[] = [], nodesPerPart?: number): Plans {
  const all = [flow, ...others]
  const flows = Object.fromEntries(all.map((one) => [one.id, callableFlow(one, '1')]))
  const loaded = new Map(
    all.map((one) => {
      const plan = compileFlow(one, { flows })
      if (plan === undefined) throw new AppError('FLOW_NOT_VALID', 'The flow has no start', { details: { flowId: one.id } })
      return [one.id, loadPlan(plan, nodesPerPart)]
    }),
  )
  return ({ flowId }) => {
    const known = loaded.get(flowId)
    if (known === undefined) throw new AppError('VERSION_NOT_FOUND', 'There is no such plan', { details: { flowId } })
    return known
  }
}

/** Addresses of a turn that nobody answers at. */
export const addressesAt = (turn: string) => ({
  turn,
  whisper: (callee: string) => `${turn}/whisper/${callee}`,
  recording: (left: number) => `${turn}?left=${left}`,
  hold: 'https://ivr.test/hold.wav',
  room: (name: string) => `run/${name}`,
  media: (id: string) => `${turn}/media/${id}`,
})

/** One world for all tests: a fixed seed, and a clock that stands unless it is put on by some milliseconds. */
export const fakeWorld = (seq: number, laterMs = 0): World => ({ now: Date.UTC(2026, 0, 2, 9, 30) + laterMs, seed: 'test', seq })
