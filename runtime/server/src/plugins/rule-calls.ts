import { handedValues, type ObjectSchema } from '@patchbay/core'
import type { SaveCallRule } from '@patchbay/core/http-contract'
import type { Callbacks } from '../callbacks/callbacks.ts'
import type { Openings } from '../callbacks/openings.ts'
import type { Clock } from '../clock.ts'
import { dialable } from '../requests/text-message-desk.ts'
import type { OutboundFence } from '../runs/outbound-fence.ts'
import type { CallRuleStore, StoredCallRule } from '../storage/call-rule-store.ts'
import type { FlowStore } from '../storage/flow-store.ts'
import type { NumberStore } from '../storage/number-store.ts'
import type { OutboundCountStore } from '../storage/outbound-store.ts'
import type { StartedCall, TriggerEventKey } from '../storage/plugin-trigger-store.ts'

const HOUR_MS = 60 * 60 * 1000

/** Something that a plugin's trigger told of. */
export interface ToldEvent {
  plugin: string
  key: TriggerEventKey
  /** What the trigger says of its output, and the output. */
  schema: ObjectSchema
  output: Readonly<Record<string, unknown>>
}

/** Calls whom the rules of a trigger want called. */
export interface RuleCalls {
  /**
   * Arranges a call for each rule that is on. Done again for the same event, it arranges nothing twice.
   *
   * @returns What each rule made of it.
   */
  begin(told: ToldEvent): Promise<StartedCall[]>
}

interface Deps {
  rules: Pick<CallRuleStore, 'on'>
  callbacks: Pick<Callbacks, 'arrange' | 'arranged'>
  openings: Openings
  fence: OutboundFence
  counts: OutboundCountStore
  numbers: Pick<NumberStore, 'find'>
  flows: Pick<FlowStore, 'liveVersion'>
  clock: Clock
}

type Wishes = Omit<SaveCallRule, 'trigger' | 'enabled'>
export const wishesOf = ({ valueText }: Pick<StoredCallRule, 'valueText'>): Wishes => JSON.parse(valueText) as Wishes

export function createRuleCalls(deps: Deps): RuleCalls {
  const { rules, callbacks, openings, fence, counts, numbers, flows, clock } = deps

  /** Counts a call in the hour that it is for, in one step, and takes it back when it was one too many. */
  const isTooMany = async ({ _id, tenantId, environmentId }: StoredCallRule, most: number, at: number): Promise<boolean> => {
    const window = `call-rule/${_id}/${new Date(at).toISOString().slice(0, 13)}`
    const hour = { tenantId, environmentId, window, purgeAt: new Date(at + 2 * HOUR_MS) }
    const { legs } = await counts.add(hour, { legs: 1, spent: 0 })
    if (legs <= most) return false
    await counts.add(hour, { legs: -1, spent: 0 })
    return true
  }

  const isOurs = async ({ tenantId, environmentId }: StoredCallRule, number: string): Promise<boolean> => {
    const found = await numbers.find(number)
    return found?.tenantId === tenantId && found.environmentId === environmentId && found.use === 'line'
  }

  const start = async (
    rule: StoredCallRule,
    { plugin, key, schema, output }: ToldEvent,
  ): Promise<Omit<StartedCall, 'rule' | 'flowId'>> => {
    const { _id: id, trigger, tenantId, environmentId } = rule
    const place = { tenantId, environmentId }
    const { number: field, flowId, callerId, attempts, minutesBetween, calendar, mostPerHour, values } = wishesOf(rule)
    const named = `trigger/${key.installationId}/${key.trigger}/${key.event}/${id}`
    const before = await callbacks.arranged(place, named)
    if (before !== undefined) return { outcome: before.reason === 'closed' ? 'putOff' : 'arranged', callback: before._id }

    const written = Object.hasOwn(output, field) ? output[field] : undefined
    if (typeof written !== 'string' || written.trim() === '') return { outcome: 'noNumber' }
    const number = dialable(written)
    if (number === undefined) return { outcome: 'notANumber' }
    const now = clock()
    if ((await fence.refusal({ place, legsOfRun: 0, now, uncounted: true }, number)) !== undefined)
      return { outcome: 'notAllowed' }
    if (!(await isOurs(rule, callerId))) return { outcome: 'notOurNumber' }
    if ((await flows.liveVersion({ ...place, flowId })) == null) return { outcome: 'flowNotLive' }
    const notBefore = calendar === null ? now : await openings(place, calendar, now)
    if (notBefore === undefined) return { outcome: 'noHours' }
    if (await isTooMany(rule, mostPerHour, notBefore)) return { outcome: 'limit' }

    const callback = await callbacks.arrange(
      { place, isTest: false, key: named, askedBy: { plugin, trigger, rule: id } },
      {
        ...{ number, flowId, notBefore, attempts, minutesBetween, callerId, regionUrl: null },
        handed: handedValues(schema, output, values),
        ...(calendar === null ? {} : { calendar }),
      },
    )
    return { outcome: notBefore > now ? 'putOff' : 'arranged', callback }
  }

  return {
    async begin(told) {
      const { plugin, key } = told
      const started: StartedCall[] = []
      for (const rule of await rules.on(key, plugin, key.trigger))
        started.push({ rule: rule._id, flowId: wishesOf(rule).flowId, ...(await start(rule, told)) })
      return started
    },
  }
}
