import {
  AppError,
  canonicalJson,
  canonicalText,
  type FlowDefinition,
  hasErrors,
  type Issue,
  issue,
  validate,
} from '@patchbay/core'
import type { FlowVersion, Published, VersionList } from '@patchbay/core/http-contract'
import type { Clock } from '../clock.ts'
import type { RequestContext } from '../context.ts'
import { RequestError } from '../request-error.ts'
import type { FlowStore, StoredFlow } from '../storage/flow-store.ts'
import type { StoredVersion, VersionStore, VersionSummary } from '../storage/version-store.ts'
import { type CompiledFlow, compileToText, parseDefinition } from './flow-text.ts'
import { type Flows, keyOf, notFound, placeOf } from './flows.ts'
import { type PublishingSources, publishedSurroundings } from './surroundings.ts'

/** How often a version number that others take at the same time is tried again. */
const ATTEMPTS = 10

/** Versions: what callers reach, and how they come to reach something else. */
export interface Publishing {
  /**
   * Makes the draft the live version. A draft that callers would not notice publishes nothing.
   *
   * @throws {RequestError} `FLOW_NOT_VALID` with the findings that stand in the way.
   */
  publish(context: RequestContext, flowId: string, note: string): Promise<Published>
  /**
   * Lets callers reach an earlier version again; runs that are under way keep theirs.
   *
   * @throws {RequestError} `FLOW_NOT_VALID` when it is locked to a plugin that was taken out.
   */
  goLive(context: RequestContext, flowId: string, version: number): Promise<Published>
  versions(context: RequestContext, flowId: string): Promise<VersionList>
  definition(context: RequestContext, flowId: string, version: number): Promise<FlowDefinition>
  /** The canonical text of a version, or of the draft. */
  exported(context: RequestContext, flowId: string, version?: number): Promise<{ name: string; text: string }>
}

export function createPublishing(deps: {
  stores: PublishingSources & { flows: FlowStore; versions: VersionStore }
  flows: Flows
  clock: Clock
}): Publishing {
  const { stores, flows, clock } = deps

  const find = async (context: RequestContext, flowId: string): Promise<StoredFlow> => {
    const flow = await stores.flows.get(keyOf(context, flowId))
    if (flow === undefined) throw notFound(flowId)
    return flow
  }

  const makeLive = async (context: RequestContext, version: VersionSummary, unchanged: boolean): Promise<Published> => {
    const live = { liveVersion: version.number, liveLogicHash: version.logicHash, liveLock: version.lock }
    const flow = await stores.flows.setLive(keyOf(context, version.flowId), live)
    if (flow === undefined) throw notFound(version.flowId)
    return { version: toVersion(version), summary: await flows.summaryOf(context, flow), unchanged }
  }

  const read = async (context: RequestContext, flowId: string, version: number) => {
    const found = await stores.versions.get(keyOf(context, flowId), String(version))
    if (found === undefined)
      throw new AppError('VERSION_NOT_FOUND', 'The flow has no such version', { details: { flowId, version } })
    return found
  }

  /** What a version is locked to was taken out since, or is switched off. */
  const missingPlugins = async (context: RequestContext, { lock }: VersionSummary): Promise<Issue[]> => {
    const pins = Object.values(lock.plugins)
    const there = await Promise.all(pins.map((pin) => stores.locks.manifest(placeOf(context), pin)))
    return pins.flatMap(({ plugin }, at) =>
      there[at] === undefined ? [issue('PLUGIN_NOT_INSTALLED', { data: { plugin } })] : [],
    )
  }

  return {
    async publish(context, flowId, note) {
      const flow = await find(context, flowId)
      const definition = parseDefinition(flow.definitionText)
      const surroundings = await publishedSurroundings(stores, context, definition)
      const issues = validate(definition, surroundings)
      const compiled = compileToText(definition, surroundings)
      if (hasErrors(issues) || compiled === undefined) {
        throw new RequestError('FLOW_NOT_VALID', 'The flow cannot be published yet', { issues })
      }
      for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
        const [newest, live] = await Promise.all([
          stores.versions.newest(keyOf(context, flowId)),
          flow.liveVersion === null ? undefined : stores.versions.get(keyOf(context, flowId), String(flow.liveVersion)),
        ])
        if (live !== undefined && isSame(live, compiled)) return makeLive(context, live, true)
        // published before and then set aside, or a publishing that was cut off half-way
        if (newest !== undefined && isSame(newest, compiled)) return makeLive(context, newest, false)
        const number = (newest?.number ?? 0) + 1
        const version = publishedVersion(context, compiled, { flowId, number, note, at: clock() })
        if (await stores.versions.add(version)) return makeLive(context, version, false)
      }
      throw new AppError('INTERNAL', 'No free version number was found', { details: { flowId } })
    },

    async goLive(context, flowId, version) {
      const flow = await find(context, flowId)
      const found = await read(context, flowId, version)
      const issues = await missingPlugins(context, found)
      if (issues.length > 0) throw new RequestError('FLOW_NOT_VALID', 'This version needs a plugin that is not there', { issues })
      return makeLive(context, found, flow.liveVersion === version)
    },

    async versions(context, flowId) {
      const flow = await find(context, flowId)
      const found = await stores.versions.list(keyOf(context, flowId))
      return { liveVersion: flow.liveVersion, versions: found.map(toVersion) }
    },

    async definition(context, flowId, version) {
      await find(context, flowId)
      return parseDefinition((await read(context, flowId, version)).definitionText)
    },

    async exported(context, flowId, version) {
      const flow = await find(context, flowId)
      const text = version === undefined ? flow.definitionText : (await read(context, flowId, version)).definitionText
      const suffix = version === undefined ? 'draft' : `v${version}`
      return { name: `${flowId}.${suffix}.json`, text: canonicalText(parseDefinition(text)) }
    },
  }
}

/** A new version as it is stored. */
export const publishedVersion = (
  context: RequestContext,
  compiled: CompiledFlow,
  { flowId, number, note, at }: { flowId: string; number: number; note: string; at: number },
): StoredVersion => ({
  ...keyOf(context, flowId),
  version: String(number),
  kind: 'published',
  number,
  definitionText: compiled.definitionText,
  planText: compiled.planText,
  planFormat: compiled.plan.planFormat,
  lock: compiled.lock,
  contentHash: compiled.contentHash,
  logicHash: compiled.logicHash,
  nodes: compiled.nodes,
  note,
  publishedAt: new Date(at),
  publishedBy: context.actor,
})

/** Callers would notice no difference: neither in the flow itself nor in what it uses. */
export const isSame = (version: Pick<VersionSummary, 'logicHash' | 'lock'>, compiled: CompiledFlow): boolean =>
  version.logicHash === compiled.logicHash && canonicalJson(version.lock) === canonicalJson(compiled.lock)

const toVersion = ({ flowId, number, note, publishedAt, publishedBy, nodes }: VersionSummary): FlowVersion => ({
  flowId: flowId as FlowVersion['flowId'],
  version: number,
  note,
  publishedAt: publishedAt.toISOString(),
  publishedBy,
  nodes,
})
