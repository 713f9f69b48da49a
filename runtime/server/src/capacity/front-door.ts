import { AppError, BUSY_FLOW_ID, busyFlow, type CallsAtOnce, type FlowId, LANGUAGES, type Language } from '@patchbay/core'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { CallTarget } from '../runs/call-target.ts'
import { draftKeptUntil } from '../runs/kept-for.ts'
import type { PlanStore } from '../runs/plan-store.ts'
import { compileToText, draftVersionOf } from '../services/flow-text.ts'
import type { FlowPlace, FlowStore } from '../storage/flow-store.ts'
import type { PlaceStore } from '../storage/place-store.ts'
import type { VersionStore } from '../storage/version-store.ts'
import type { LineWatch } from '../vonage/line-watch.ts'

/** How long a caller is believed to be there before the line is asked: its end may never have been heard of. */
const LOOK_AFTER_MS = 2 * 60 * 1000
/** How many are asked about in one round of the sweeper: Vonage takes 15 requests a second (V3-13). */
const LOOKED_AT_ONCE = 40

interface Caller {
  vonageCallId: string
  regionUrl?: string | undefined
}

/** Lets callers in while there are places, and leads the others elsewhere: to a message, a flow or a number, never to silence. */
export interface FrontDoor {
  /**
   * Gives a caller a place.
   *
   * @returns Where the caller is led: where they wanted to go, or, `blocked`, where the settings lead whom there is no place for.
   */
  admit(target: CallTarget, runId: string, caller: Caller): Promise<CallTarget>
  /** The caller has gone. */
  leave(place: FlowPlace, runId: string): Promise<void>
  /** Gives back the places of callers of whose end nobody heard; says how many were looked at. */
  sweep(): Promise<number>
}

interface Deps {
  places: PlaceStore
  flows: Pick<FlowStore, 'liveVersion'>
  versions: Pick<VersionStore, 'keepDraft'>
  plans: PlanStore
  line: LineWatch
  clock: Clock
  log: Logger
}

export function createFrontDoor({ places, flows, versions, plans, line, clock, log }: Deps): FrontDoor {
  /** The language of the flow that the caller wanted to reach. */
  const languageOf = async ({ ref, ...place }: CallTarget): Promise<Language> => {
    const { default: language } = (await plans.load(place, [ref]))(ref).plan.languages
    return LANGUAGES.includes(language) ? language : 'en'
  }

  const otherFlow = async (place: FlowPlace, { overflow }: CallsAtOnce): Promise<CallTarget['ref'] | undefined> => {
    if (overflow.kind !== 'flow') return undefined
    const live = await flows.liveVersion({ ...place, flowId: overflow.flowId })
    return live == null ? undefined : { flowId: overflow.flowId, version: String(live) }
  }

  const builtIn = async (place: FlowPlace, settings: CallsAtOnce, language: Language): Promise<CallTarget['ref']> => {
    const compiled = compileToText(busyFlow(settings, language), {})
    if (compiled === undefined) throw new AppError('INTERNAL', 'The busy message could not be made')
    const { plan, ...texts } = compiled
    const version = draftVersionOf(compiled)
    const about = { flowId: BUSY_FLOW_ID, version, publishedAt: new Date(clock()), publishedBy: 'settings' }
    await versions.keepDraft({ ...place, ...texts, ...about, planFormat: plan.planFormat }, draftKeptUntil(clock()))
    return { flowId: BUSY_FLOW_ID as FlowId, version }
  }

  return {
    async admit(target, runId, { vonageCallId, regionUrl }) {
      // who tries a flow takes nobody's place
      if (target.isTest) return target
      const place = { tenantId: target.tenantId, environmentId: target.environmentId }
      const lookAt = new Date(clock() + LOOK_AFTER_MS)
      if (await places.enter(place, runId, { vonageCallId, regionUrl: regionUrl ?? null, lookAt })) return target
      const settings = await places.settings(place)
      const ref = (await otherFlow(place, settings)) ?? (await builtIn(place, settings, await languageOf(target)))
      log.warn({ runId, reason: 'capacity', limit: settings.limit, flowId: ref.flowId }, 'A caller found every place taken')
      return { ...place, ref, isTest: false, blocked: 'capacity' }
    },

    leave: (place, runId) => places.leave(place, runId),

    async sweep() {
      const now = clock()
      const due = await places.due(new Date(now), LOOKED_AT_ONCE)
      for (const one of due) {
        if (!(await places.claim(one, new Date(now + LOOK_AFTER_MS)))) continue
        if ((await line.isThere(one.vonageCallId, one.regionUrl)) !== false) continue
        log.warn({ runId: one.runId }, 'A caller had gone unheard: the place is free again')
        await places.leave(one.place, one.runId)
      }
      return due.length
    },
  }
}
