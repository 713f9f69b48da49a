import type { PluginTriggers } from '@patchbay/core/http-contract'
import { reasonOf } from '../callbacks/callback-desk.ts'
import { runIdOf } from '../runs/run-service.ts'
import type { CallbackStore, StoredCallback } from '../storage/callback-store.ts'
import type { FlowPlace, FlowStore } from '../storage/flow-store.ts'
import type { StoredTriggerCall } from '../storage/plugin-trigger-store.ts'

type Started = PluginTriggers['calls'][number]['started']

interface Deps {
  callbacks: Pick<CallbackStore, 'some'>
  flows: Pick<FlowStore, 'list'>
}

/** What rules made of some events, with how the calls stand by now; in the order of the events. */
export type StartedCalls = (place: FlowPlace, events: readonly Pick<StoredTriggerCall, 'started'>[]) => Promise<Started[]>

export const createStartedCalls =
  ({ callbacks, flows }: Deps): StartedCalls =>
  async ({ tenantId, environmentId }, events) => {
    const all = events.flatMap(({ started = [] }) => started)
    if (all.length === 0) return events.map(() => [])
    const ids = all.flatMap(({ callback }) => callback ?? [])
    const [found, known] = await Promise.all([callbacks.some(tenantId, ids), flows.list({ tenantId, environmentId })])
    const calls = new Map(found.map((one) => [one._id, one]))
    const names = new Map<string, string>(known.map(({ flowId, name }) => [flowId, name]))
    return events.map(({ started = [] }) =>
      started.map(({ rule, flowId, outcome, callback }) => {
        const call = callback === undefined ? undefined : calls.get(callback)
        return { rule, flow: names.get(flowId) ?? flowId, outcome, call: call === undefined ? null : toCall(call) }
      }),
    )
  }

const toCall = (one: StoredCallback): Started[number]['call'] => ({
  id: one._id,
  state: one.state,
  reason: reasonOf(one),
  dueAt: one.notBefore.toISOString(),
  calledIn: one.vonageCallId === null ? null : runIdOf(one.vonageCallId),
})
