import { AppError, createFlow, type FlowDefinition, type FlowId, flowIdSchema, promptsUsed, readFlow } from '@patchbay/core'
import type { CreateFlow, FlowDraft, FlowSummary } from '@patchbay/core/http-contract'
import type { Clock } from '../clock.ts'
import type { RequestContext } from '../context.ts'
import { RequestError } from '../request-error.ts'
import type { EmergencyStore } from '../storage/emergency-store.ts'
import type { DraftFields, FlowKey, FlowPlace, FlowStore, StoredFlow } from '../storage/flow-store.ts'
import type { NumberStore, StoredNumber } from '../storage/number-store.ts'
import { logicHashOf, parseDefinition } from './flow-text.ts'
import { readableId } from './readable-id.ts'

/** Flows as they are drawn. Publishing is a service of its own. */
export interface Flows {
  list(context: RequestContext): Promise<FlowSummary[]>
  create(context: RequestContext, wanted: CreateFlow): Promise<FlowDraft>
  duplicate(context: RequestContext, flowId: string): Promise<FlowDraft>
  draft(context: RequestContext, flowId: string): Promise<FlowDraft>
  /**
   * Saves a draft over the revision that it began from.
   *
   * @throws {AppError} `DRAFT_CHANGED_MEANWHILE` with the current revision; `FLOW_NOT_READABLE` with what is wrong.
   */
  saveDraft(context: RequestContext, flowId: string, revision: number, definition: unknown): Promise<FlowDraft>
  /** @throws {AppError} `FLOW_IN_USE` while a number, or the emergency switch, leads to it. */
  remove(context: RequestContext, flowId: string): Promise<void>
  restore(context: RequestContext, flowId: string): Promise<FlowSummary>
  summaryOf(context: RequestContext, flow: StoredFlow): Promise<FlowSummary>
}

export const placeOf = ({ tenantId, environmentId }: RequestContext): FlowPlace => ({ tenantId, environmentId })
export const keyOf = (context: RequestContext, flowId: string): FlowKey => ({ ...placeOf(context), flowId })

interface Deps {
  flows: FlowStore
  numbers: NumberStore
  emergency: Pick<EmergencyStore, 'latest'>
  clock: Clock
}

export function createFlows({ flows, numbers, emergency, clock }: Deps): Flows {
  const find = async (context: RequestContext, flowId: string): Promise<StoredFlow> => {
    const flow = await flows.get(keyOf(context, flowId))
    if (flow === undefined) throw notFound(flowId)
    return flow
  }
  const fieldsOf = (definition: FlowDefinition): DraftFields => ({
    name: definition.name,
    // in the author's order: only exports and versions are brought into a canonical one
    definitionText: JSON.stringify(definition),
    logicHash: logicHashOf(definition),
    nodes: definition.nodes.length,
    draftPrompts: promptsUsed(definition),
    updatedAt: new Date(clock()),
  })
  const summaryOf: Flows['summaryOf'] = async (context, flow) => toSummary(flow, await numbers.list(placeOf(context)))
  const toDraft = async (context: RequestContext, flow: StoredFlow): Promise<FlowDraft> => ({
    summary: await summaryOf(context, flow),
    definition: parseDefinition(flow.definitionText),
    revision: flow.revision,
  })

  const add = async (context: RequestContext, definitionOf: (id: FlowId) => FlowDefinition, name: string): Promise<FlowDraft> => {
    for (let attempt = 1; attempt <= 5; attempt++) {
      const id = flowIdSchema.parse(readableId(name, 'flow'))
      const stored = { ...keyOf(context, id), ...newFlow, ...fieldsOf(definitionOf(id)) }
      if (await flows.add(stored)) return toDraft(context, stored)
    }
    throw new AppError('INTERNAL', 'No free id was found for a flow')
  }

  return {
    summaryOf,

    async list(context) {
      const [found, lines] = await Promise.all([flows.list(placeOf(context)), numbers.list(placeOf(context))])
      return found.map((flow) => toSummary(flow, lines))
    },

    create(context, { name, language = 'en', definition }) {
      if (definition === undefined) return add(context, (id) => createFlow({ id, name, language }), name)
      const given = readDefinition(definition)
      return add(context, (id) => ({ ...given, id, name }), name)
    },

    async duplicate(context, flowId) {
      const original = parseDefinition((await find(context, flowId)).definitionText)
      const name = `${original.name.slice(0, 73)} (copy)`
      return add(context, (id) => ({ ...original, id, name }), name)
    },

    draft: async (context, flowId) => toDraft(context, await find(context, flowId)),

    async saveDraft(context, flowId, revision, definition) {
      const drawn: FlowDefinition = { ...readDefinition(definition), id: flowIdSchema.parse(flowId) }
      const saved = await flows.saveDraft(keyOf(context, flowId), revision, fieldsOf(drawn))
      if (saved !== undefined) return toDraft(context, saved)
      const current = await find(context, flowId)
      throw new AppError('DRAFT_CHANGED_MEANWHILE', 'Somebody else saved this flow meanwhile', {
        details: { flowId, revision: current.revision },
      })
    },

    async remove(context, flowId) {
      const flow = await find(context, flowId)
      const { numbers: inUse } = await summaryOf(context, flow)
      if (inUse.length > 0) {
        throw new AppError(
          'FLOW_IN_USE',
          `${inUse.length === 1 ? 'A number leads' : 'Numbers lead'} to this flow: ${inUse.join(', ')}`,
          {
            details: { flowId, numbers: inUse.length },
          },
        )
      }
      const switched = await emergency.latest(context.tenantId)
      if (switched !== undefined && switched.state !== 'off' && switched.flowId === flowId) {
        throw new AppError('FLOW_IN_USE', 'The emergency switch leads to this flow', { details: { flowId } })
      }
      await flows.setDeleted(keyOf(context, flowId), new Date(clock()))
    },

    async restore(context, flowId) {
      const flow = await flows.setDeleted(keyOf(context, flowId), null)
      if (flow === undefined) throw notFound(flowId)
      return summaryOf(context, flow)
    },
  }
}

const newFlow = { revision: 1, liveVersion: null, liveLogicHash: null, deletedAt: null } as const

export const notFound = (flowId: string) => new AppError('FLOW_NOT_FOUND', 'There is no such flow', { details: { flowId } })

/** @throws {RequestError} `FLOW_NOT_READABLE` with findings: a draft may be half-filled, but has to be of our form. */
export function readDefinition(definition: unknown): FlowDefinition {
  const read = readFlow(definition)
  if (read.type === 'success') return read.flow
  throw new RequestError('FLOW_NOT_READABLE', 'This is not a flow that can be stored', { issues: read.issues })
}

function toSummary(flow: StoredFlow, lines: readonly StoredNumber[]): FlowSummary {
  const leadsHere = ({ use, rules }: StoredNumber) => use === 'line' && rules.some(({ target }) => target.flowId === flow.flowId)
  return {
    id: flowIdSchema.parse(flow.flowId),
    name: flow.name,
    liveVersion: flow.liveVersion,
    draftDiffers: flow.logicHash !== flow.liveLogicHash,
    nodes: flow.nodes,
    numbers: lines.filter(leadsHere).map(({ _id }) => _id),
    updatedAt: flow.updatedAt.toISOString(),
  }
}
