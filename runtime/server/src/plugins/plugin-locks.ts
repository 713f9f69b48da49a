import type { FlowRef, Manifest, PluginPin } from '@patchbay/core'
import { LRUCache } from 'lru-cache'
import type { FlowPlace } from '../storage/flow-store.ts'
import type { VersionLock, VersionStore } from '../storage/version-store.ts'
import type { Installations } from './installations.ts'

/** Which plugins flows go on with that were published with them. */
export interface PluginLocks {
  /** What a flow that is published now is locked to, by plugin; what serves a category stands first. */
  now(place: FlowPlace): Promise<readonly PluginPin[]>
  /** Undefined when it was taken out or switched off since. */
  manifest(place: FlowPlace, pin: PluginPin): Promise<Manifest | undefined>
  /** What a version of a flow is locked to under a name; undefined for drafts, which go with what is installed. */
  of(place: FlowPlace, flow: FlowRef, name: string): Promise<PluginPin | undefined>
}

const KEPT_LOCKS = 1_000

export function createPluginLocks(
  installations: Pick<Installations, 'pins' | 'pinned'>,
  versions: Pick<VersionStore, 'summary'>,
): PluginLocks {
  // versions never change, and neither do their locks
  const locks = new LRUCache<string, VersionLock['plugins']>({ max: KEPT_LOCKS })
  return {
    now: installations.pins,
    manifest: installations.pinned,
    async of({ tenantId, environmentId }, { flowId, version }, name) {
      const key = `${tenantId}/${environmentId}/${flowId}/${version}`
      const known = locks.get(key) ?? (await versions.summary({ tenantId, environmentId, flowId }, version))?.lock.plugins
      if (known === undefined) return undefined
      locks.set(key, known)
      return Object.hasOwn(known, name) ? known[name] : undefined
    },
  }
}

/** Where plugins are somebody else's, nothing is locked. */
export const noLocks: PluginLocks = {
  now: async () => [],
  manifest: async () => undefined,
  of: async () => undefined,
}
