import type { KvPort, Shelf } from '@patchbay/sandbox'
import { deriveKey, seal, unseal } from '../sealing/seal.ts'
import type { PluginValueStore } from '../storage/plugin-value-store.ts'

/** How many names an installation may have. Two calls at once may go over it by what they add. */
export const VALUES_MAX = 1_000

/** What values are sealed with, and the place of one. */
export const valueKey = (secretKey: Buffer, { tenantId }: Pick<Shelf, 'tenantId'>) =>
  deriveKey(secretKey, `tenant/${tenantId}/plugin-values`)
export const valuePlace = ({ installationId }: Pick<Shelf, 'installationId'>, name: string) =>
  `pluginValues/${installationId}/${name}`

/** Keeps plugins' values sealed: they hold tokens as often as marks. */
export function createValuePort(values: PluginValueStore, secretKey: Buffer): KvPort {
  const keyOf = (shelf: Shelf) => valueKey(secretKey, shelf)
  return {
    async get(shelf, name) {
      const sealed = await values.get({ ...shelf, name })
      return sealed === undefined ? undefined : unseal(keyOf(shelf), sealed, valuePlace(shelf, name)).toString()
    },
    async set(shelf, name, value, onlyNew) {
      const key = { ...shelf, name }
      const sealed = seal(keyOf(shelf), Buffer.from(value), valuePlace(shelf, name))
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
