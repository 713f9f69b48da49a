import type { KvPort, Shelf } from '@patchbay/sandbox'
import { deriveKey, seal, unseal } from '../sealing/seal.ts'
import type { PluginValueStore } from '../storage/plugin-value-store.ts'

/** How many names an installation may have. Two calls at once may go over it by what they add. */
export const VALUES_MAX = 1_000

/** Keeps plugins' values sealed: they hold tokens as often as marks. */
export function createValuePort(values: PluginValueStore, secretKey: Buffer): KvPort {
  const keyOf = ({ tenantId }: Shelf) => deriveKey(secretKey, `tenant/${tenantId}/plugin-values`)
  const placeOf = ({ installationId }: Shelf, name: string) => `pluginValues/${installationId}/${name}`
  return {
    async get(shelf, name) {
      const sealed = await values.get({ ...shelf, name })
      return sealed === undefined ? undefined : unseal(keyOf(shelf), sealed, placeOf(shelf, name)).toString()
    },
    async set(shelf, name, value, onlyNew) {
      const key = { ...shelf, name }
      const sealed = seal(keyOf(shelf), Buffer.from(value), placeOf(shelf, name))
      if (!onlyNew && (await values.replace(key, sealed))) return 'kept'
      if ((await values.count(shelf)) >= VALUES_MAX) return (await values.get(key)) === undefined ? 'full' : 'taken'
      if (await values.add(key, sealed)) return 'kept'
      // somebody else was first: the last one holds, unless only the first does
      if (!onlyNew) await values.replace(key, sealed)
      return onlyNew ? 'taken' : 'kept'
    },
    delete: (shelf, name) => values.remove({ ...shelf, name }),
  }
}
