import { AppError, busyFlow, type CallsAtOnce, issueText, LANGUAGES, validate } from '@patchbay/core'
import type { CallsAtOnceState } from '@patchbay/core/http-contract'
import type { Clock } from '../clock.ts'
import type { RequestContext } from '../context.ts'
import { placeOf } from '../services/flows.ts'
import type { FlowStore } from '../storage/flow-store.ts'
import type { NumberStore } from '../storage/number-store.ts'
import type { PlaceStore } from '../storage/place-store.ts'
import type { TurnStore } from '../storage/turn-store.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** How many calls an environment takes at once, and whom that keeps out. */
export interface Capacity {
  read(context: RequestContext): Promise<CallsAtOnceState>
  /**
   * Takes effect with the next caller.
   *
   * @throws {AppError} `OVERFLOW_NOT_VALID` when callers would be led to a flow that is not live or to a number of our own, or
   *   could not be told anything.
   */
  save(context: RequestContext, settings: CallsAtOnce): Promise<CallsAtOnceState>
}

interface Deps {
  places: PlaceStore
  turns: Pick<TurnStore, 'blocked'>
  flows: Pick<FlowStore, 'liveVersion'>
  numbers: Pick<NumberStore, 'find'>
  clock: Clock
}

export function createCapacity({ places, turns, flows, numbers, clock }: Deps): Capacity {
  const read: Capacity['read'] = async (context) => {
    const place = placeOf(context)
    const now = clock()
    const [settings, taken, day, week] = await Promise.all([
      places.settings(place),
      places.taken(place),
      turns.blocked(place, new Date(now - DAY_MS)),
      turns.blocked(place, new Date(now - 7 * DAY_MS)),
    ])
    return {
      settings,
      now: taken,
      turnedAway: { lastDay: day.count, lastWeek: week.count, latest: week.latest?.toISOString() ?? null },
    }
  }

  /** Whom the overflow would lead nowhere. */
  const refuseDeadEnd = async (context: RequestContext, { overflow }: CallsAtOnce): Promise<void> => {
    if (overflow.kind === 'flow' && (await flows.liveVersion({ ...placeOf(context), flowId: overflow.flowId })) == null) {
      throw new AppError('OVERFLOW_NOT_VALID', 'Choose a published flow: callers would be led to nothing', {
        details: { flowId: overflow.flowId },
      })
    }
    if (overflow.kind === 'phone' && (await numbers.find(overflow.number)) !== undefined) {
      throw new AppError('OVERFLOW_NOT_VALID', 'Choose a number that is not one of your own: the call would come back here')
    }
  }

  return {
    read,
    async save(context, settings) {
      await refuseDeadEnd(context, settings)
      refuseSilence(settings)
      await places.save(placeOf(context), settings, { at: new Date(clock()), actor: context.actor })
      return read(context)
    },
  }
}

/** A text that cannot be read out would be silence. */
function refuseSilence(settings: CallsAtOnce): void {
  for (const language of LANGUAGES) {
    const flow = busyFlow({ ...settings, overflow: { kind: 'message' } }, language)
    const heard = { ...flow, languages: { ...flow.languages, enabled: [flow.languages.default] } }
    const wrong = validate(heard).find(({ severity }) => severity === 'error')
    if (wrong !== undefined) throw new AppError('OVERFLOW_NOT_VALID', issueText(wrong, 'en'), { details: { language } })
  }
}
