import { AppError, flowIdSchema } from '@patchbay/core'
import type { Emergency, SetEmergency } from '@patchbay/core/http-contract'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { RequestContext } from '../context.ts'
import type { EmergencyChange, EmergencyStore } from '../storage/emergency-store.ts'
import type { FlowStore } from '../storage/flow-store.ts'
import { keyOf, placeOf } from './flows.ts'

/** How many movements are shown. */
const SHOWN = 50
/** How often a number that others take at the same time is tried again. */
const ATTEMPTS = 10

/** The switch above all routing. */
export interface EmergencySwitch {
  read(context: RequestContext): Promise<Emergency>
  /**
   * Moves the switch; the next caller notices.
   *
   * @throws {AppError} `EMERGENCY_FLOW_NOT_VALID` when callers would be led to nothing.
   */
  set(context: RequestContext, wanted: SetEmergency): Promise<Emergency>
}

interface Deps {
  stores: { emergency: EmergencyStore; flows: Pick<FlowStore, 'get'> }
  clock: Clock
  log: Logger
}

export function createEmergencySwitch({ stores: { emergency, flows }, clock, log }: Deps): EmergencySwitch {
  const read: EmergencySwitch['read'] = async ({ tenantId }) => {
    const changes = await emergency.list(tenantId, SHOWN)
    const [latest] = changes
    return {
      state: latest?.state ?? 'off',
      flowId: flowIdOf(latest),
      note: latest?.note ?? '',
      since: latest?.at.toISOString() ?? null,
      by: latest?.by ?? null,
      changes: changes.map((change) => ({
        state: change.state,
        flowId: flowIdOf(change),
        note: change.note,
        at: change.at.toISOString(),
        by: change.by,
      })),
    }
  }

  return {
    read,
    async set(context, { state, flowId: chosen, note = '' }) {
      for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
        const latest = await emergency.latest(context.tenantId)
        const flowId = chosen ?? latest?.flowId ?? null
        const live = flowId === null ? undefined : await flows.get(keyOf(context, flowId))
        // switching off must always work, whatever became of the flow
        if (state !== 'off' && live?.liveVersion == null) {
          throw new AppError('EMERGENCY_FLOW_NOT_VALID', 'Choose a published flow: callers would be led to nothing', {
            details: { flowId: flowId ?? '' },
          })
        }
        const change: EmergencyChange = {
          ...placeOf(context),
          revision: (latest?.revision ?? 0) + 1,
          state,
          flowId,
          note,
          at: new Date(clock()),
          by: context.actor,
        }
        if (await emergency.add(change)) {
          log.warn({ state, flowId }, 'The emergency switch was moved')
          return read(context)
        }
      }
      throw new AppError('INTERNAL', 'The emergency switch could not be moved')
    },
  }
}

const flowIdOf = (change: EmergencyChange | undefined): Emergency['flowId'] =>
  change?.flowId == null ? null : flowIdSchema.parse(change.flowId)
