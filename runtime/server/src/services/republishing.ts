import { AppError, type FlowId, hasErrors, type Issue, issue, validate } from '@patchbay/core'
import type { RepublishedFlow } from '@patchbay/core/http-contract'
import type { Clock } from '../clock.ts'
import type { RequestContext } from '../context.ts'
import type { FlowStore, StoredFlow } from '../storage/flow-store.ts'
import type { PromptStore } from '../storage/prompt-store.ts'
import type { VersionLock, VersionStore } from '../storage/version-store.ts'
import { compileToText, parseDefinition } from './flow-text.ts'
import { keyOf, placeOf } from './flows.ts'
import { promptNotFound } from './prompts.ts'
import { isSame, publishedVersion } from './publishing.ts'
import { lockedSurroundings, type PublishingSources } from './surroundings.ts'

/** How often a flow is tried again that others publish at the same time. */
const ATTEMPTS = 10

/** Brings an edited prompt to the callers of every flow that uses it. */
export interface Republishing {
  /**
   * Publishes each live version that uses the prompt once more, with the newest version of the prompt and everything else as
   * it was: drafts are left alone. A flow that enters one of these follows it. One flow that is refused stops no other.
   *
   * @throws {AppError} `PROMPT_NOT_FOUND`
   */
  republish(context: RequestContext, promptId: string, note: string): Promise<RepublishedFlow[]>
}

interface Deps {
  stores: PublishingSources & { flows: FlowStore; versions: VersionStore; prompts: PromptStore }
  clock: Clock
}

/** What is newer than when a flow was published, by intent. */
interface Newer {
  prompts: Readonly<Record<string, number>>
  /** By flow id, what was live before and what is live now. */
  flows: ReadonlyMap<string, { from: string; to: string }>
}

type Outcome = Pick<RepublishedFlow, 'outcome' | 'version' | 'issues'>

export function createRepublishing({ stores, clock }: Deps): Republishing {
  /** One flow, tried until nobody else has moved it meanwhile. */
  const republishOne = async (
    context: RequestContext,
    flowId: string,
    newer: Newer,
    note: string,
  ): Promise<Outcome | undefined> => {
    const key = keyOf(context, flowId)
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const flow = await stores.flows.get(key)
      const live = flow?.liveVersion == null ? undefined : await stores.versions.get(key, String(flow.liveVersion))
      if (live === undefined) return undefined
      const definition = parseDefinition(live.definitionText)
      const surroundings = await lockedSurroundings(stores, placeOf(context), definition, newerLock(live.lock, newer))
      const issues = validate(definition, surroundings)
      const compiled = compileToText(definition, surroundings)
      if (hasErrors(issues) || compiled === undefined) return { outcome: 'refused', version: live.number, issues: shown(issues) }
      if (isSame(live, compiled)) return { outcome: 'unchanged', version: live.number, issues: [] }

      const number = ((await stores.versions.newest(key))?.number ?? 0) + 1
      const version = publishedVersion(context, compiled, { flowId, number, note, at: clock() })
      if (!(await stores.versions.add(version))) continue
      const next = { liveVersion: number, liveLogicHash: version.logicHash, liveLock: version.lock }
      // only over what was read: somebody's newer publishing is not undone by an older flow with a newer prompt
      if ((await stores.flows.setLive(key, next, live.number)) !== undefined)
        return { outcome: 'republished', version: number, issues: [] }
    }
    throw new AppError('INTERNAL', 'A flow kept being published by others', { details: { flowId } })
  }

  /** Flows that this one enters at a version that is no longer live, and that holds the prompt as it was. */
  const olderEntered = async (context: RequestContext, flow: StoredFlow, promptId: string, newest: number, live: LiveFlows) => {
    const found: Issue[] = []
    for (const [flowId, version] of Object.entries(flow.liveLock?.subflows ?? {})) {
      const entered = live.get(flowId)
      if (flowId === flow.flowId || String(entered?.liveVersion) === version) continue
      const locked = (await stores.versions.summary(keyOf(context, flowId), version))?.lock.prompts[promptId]
      if (locked === undefined || locked === newest) continue
      found.push(issue('FLOW_VERSION_OLDER', { data: { flow: entered?.name ?? flowId, version } }))
    }
    return found
  }

  return {
    async republish(context, promptId, note) {
      const prompt = await stores.prompts.newest({ ...placeOf(context), promptId })
      if (prompt === undefined || prompt.deleted) throw promptNotFound(promptId)
      const live: LiveFlows = new Map(
        (await stores.flows.list(placeOf(context))).flatMap((flow) => (flow.liveVersion === null ? [] : [[flow.flowId, flow]])),
      )
      const moved = new Map<string, { from: string; to: string }>()
      const results: RepublishedFlow[] = []

      for (const flow of enteredFirst(live)) {
        const lock = flow.liveLock
        if (lock === undefined) continue
        const named = { flowId: flow.flowId as FlowId, name: flow.name }
        const older = await olderEntered(context, flow, promptId, prompt.version, live)
        const follows = Object.entries(lock.subflows).some(([id, version]) => moved.get(id)?.from === version)
        const uses = lock.prompts[promptId] !== undefined
        if (!uses && !follows && older.length === 0) continue

        const newer: Newer = { prompts: uses ? { [promptId]: prompt.version } : {}, flows: moved }
        const before = flow.liveVersion ?? 0
        const outcome =
          uses || follows ? await unlessUnreadable(republishOne(context, flow.flowId, newer, note), before) : undefined
        // it is live no more
        if (outcome === undefined && older.length === 0) continue
        if (outcome?.outcome === 'republished') moved.set(flow.flowId, { from: String(before), to: String(outcome.version) })
        const { issues, ...became } = outcome ?? { outcome: 'refused' as const, version: before, issues: [] }
        results.push({ ...named, ...became, issues: [...issues, ...shown(older)] })
      }
      return results
    },
  }
}

/** A flow that this release cannot read is told of as such, and the others go on. */
async function unlessUnreadable(work: Promise<Outcome | undefined>, version: number): Promise<Outcome | undefined> {
  try {
    return await work
  } catch (thrown) {
    const error = AppError.from(thrown)
    if (error.code !== 'FLOW_NOT_READABLE') throw error
    return { outcome: 'refused', version, issues: shown([issue('SCHEMA', { data: { field: '', reason: error.message } })]) }
  }
}

type LiveFlows = ReadonlyMap<string, StoredFlow>

const shown = (issues: readonly Issue[]): RepublishedFlow['issues'] => issues.map((found) => ({ ...found }))

const newerLock = (lock: VersionLock, { prompts, flows }: Newer): VersionLock => ({
  ...lock,
  prompts: { ...lock.prompts, ...prompts },
  subflows: Object.fromEntries(
    Object.entries(lock.subflows).map(([id, version]) => {
      const change = flows.get(id)
      return [id, change?.from === version ? change.to : version]
    }),
  ),
})

/** Every live flow, after those that it enters; of flows that enter each other, any may come first. */
function enteredFirst(live: LiveFlows): StoredFlow[] {
  const ordered = new Set<StoredFlow>()
  const seen = new Set<string>()
  const visit = (flow: StoredFlow): void => {
    if (seen.has(flow.flowId)) return
    seen.add(flow.flowId)
    for (const id of Object.keys(flow.liveLock?.subflows ?? {})) {
      const entered = live.get(id)
      if (entered !== undefined) visit(entered)
    }
    ordered.add(flow)
  }
  for (const flow of live.values()) visit(flow)
  return [...ordered]
}
