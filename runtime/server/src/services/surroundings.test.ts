import { canonicalText, type FlowDefinition, type FlowId, validate } from '@patchbay/core'
import { type FlowSketch, flowOf } from '@patchbay/core/test-kit'
import { expect, test } from 'vitest'
import type { StoredFlow } from '../storage/flow-store.ts'
import type { StoredVersion } from '../storage/version-store.ts'
import { type SurroundingStores, surroundingsOf } from './surroundings.ts'

const place = { tenantId: 'local', environmentId: 'main' }
const named = (id: string, sketch: FlowSketch): FlowDefinition => flowOf(sketch, { id: id as FlowId, name: id })

/** A place where these versions are stored, each with those that it was published with; all at version 1 are live. */
function storesWith(versions: readonly { flow: FlowDefinition; version: string; enters?: Readonly<Record<string, string>> }[]) {
  const stored = new Map(
    versions.map(({ flow, version, enters = {} }) => [
      `${flow.id}/${version}`,
      {
        version,
        definitionText: canonicalText(flow),
        lock: { prompts: {}, plugins: {}, subflows: enters },
      } as StoredVersion,
    ]),
  )
  const stores: SurroundingStores = {
    flows: { get: async () => ({ liveVersion: 1 }) as StoredFlow },
    versions: { get: async ({ flowId }, version) => stored.get(`${flowId}/${version}`) },
    prompts: { newest: async () => undefined, at: async () => undefined },
    media: { known: async () => [] },
    bindings: { names: async () => ({ queue: ['desk'] }) },
  }
  return stores
}

const bye = ['hangUp', {}] as const
const through = (flowId: string) =>
  ['subflow', { flowId, outcomes: [{ id: 'done', label: 'Done' }] }, { done: 'back', otherwise: 'back' }] as const
const back = ['return', { outcome: 'again' }] as const

test('what is heard in a queue is looked at with all flows that it enters, as they were when it was published', async () => {
  const queued = named('queued', {
    wait: [
      'enqueue',
      { queue: 'desk', treatment: { kind: 'flow', flowId: 'treatment' } },
      { connected: 'bye', maxWait: 'bye', full: 'bye', failed: 'bye' },
    ],
    bye,
  })
  const stores = storesWith([
    { flow: named('treatment', { in: through('inner'), back }), version: '1', enters: { inner: '1' } },
    { flow: named('inner', { in: through('deep'), back }), version: '1', enters: { deep: '3' } },
    // a circle of flows comes to an end
    { flow: named('deep', { deepRing: ['connect', {}], in: through('inner'), back }), version: '3', enters: { inner: '1' } },
    { flow: named('deep', { out: back }), version: '1' },
  ])
  const issues = validate(queued, await surroundingsOf(stores, place, queued))
  expect(issues).toMatchObject([{ code: 'TREATMENT_CONNECTS', data: { flow: 'treatment', card: 'deepRing' } }])
})
