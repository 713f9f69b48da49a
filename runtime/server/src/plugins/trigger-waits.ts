import { createHmac } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { deriveKey } from '../sealing/seal.ts'
import type { FlowPlace } from '../storage/flow-store.ts'
import type { PluginTriggerStore } from '../storage/plugin-trigger-store.ts'

/** How often it is looked whether a webhook has come; to whichever process it came. */
const LOOK_MS = 400

/** What is waited for: that a plugin's trigger tells of this key. */
export interface AwaitedTrigger {
  plugin: string
  trigger: string
  key: string
}

/** Lets runs wait for webhooks. */
export interface TriggerWaits {
  /** What the trigger's call is kept under, so that it is found by whoever waits. */
  sumOf(place: FlowPlace, awaited: AwaitedTrigger): string
  /** How often the trigger has told of it by now; from there on nothing is missed. */
  mark(place: FlowPlace, awaited: AwaitedTrigger): Promise<number>
  /** Waits until it has told of it once more. @returns False when the signal ended first. */
  more(place: FlowPlace, awaited: AwaitedTrigger, mark: number, signal: AbortSignal): Promise<boolean>
}

export function createTriggerWaits(calls: Pick<PluginTriggerStore, 'countOf'>, secretKey: Buffer): TriggerWaits {
  const sumOf: TriggerWaits['sumOf'] = ({ tenantId, environmentId }, { plugin, trigger, key }) =>
    createHmac('sha256', deriveKey(secretKey, `tenant/${tenantId}/plugin-triggers`))
      .update(JSON.stringify([environmentId, plugin, trigger, key]))
      .digest('base64url')
  const mark: TriggerWaits['mark'] = (place, awaited) => calls.countOf(place.tenantId, sumOf(place, awaited))
  return {
    sumOf,
    mark,
    async more(place, awaited, before, signal) {
      while (!signal.aborted) {
        if ((await mark(place, awaited)) > before) return true
        await wait(LOOK_MS, undefined, { signal }).catch(() => undefined)
      }
      return false
    },
  }
}
