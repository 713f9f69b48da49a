import { randomUUID } from 'node:crypto'
import { blanked, type CollectionErasing, type ErasedCustomer, isAbout, type Manifest, speakingOf } from '@patchbay/core'
import type { RecordPlace } from '@patchbay/sandbox'
import type { Binary, Db, ObjectId, WithId } from 'mongodb'
import type { RecordSums } from '../plugins/record-sums.ts'
import { bytesOf } from '../storage/database.ts'
import type { FlowPlace } from '../storage/flow-store.ts'
import type { StoredPluginRecord } from '../storage/plugin-record-store.ts'
import { GATEWAY_COLLECTIONS, GATEWAY_SHELF } from '../test-cards/gateway-records.ts'

type RawRecord = Omit<StoredPluginRecord, 'sealed'> & { sealed: Binary }
interface Rules {
  rules: RecordPlace['rules']
  erasing: CollectionErasing | undefined
}
interface Found {
  id: ObjectId
  erasing: CollectionErasing
  rules: RecordPlace['rules']
}

/** A record that names a record that names a record: no further than this. */
const LINKS_DEEP = 12
const TRIES = 8

/** What plugins keep of a customer in one environment. */
export interface PluginRecordsOf {
  /** The ids that they had as customers of what keeps customers. */
  ids: ReadonlySet<string>
  /** Collections that do not say whose their records are, and have some that name the number. */
  unclear: string[]
  /** Removes or blanks them: first what is found by others, so that a repetition finds all that is left. */
  erase(): Promise<{ removed: number; blanked: number }>
}

/**
 * Finds what plugins keep of a customer, by what their manifests say: also of those that are switched off or were taken out, and of
 * the gateway of test cards. Nothing of a plugin's runs. Takes as long as reading every record does, and again for each link.
 */
export async function pluginRecordsOf(
  { database, sums, place, goingOn }: { database: Db; sums: RecordSums; place: FlowPlace; goingOn(): Promise<void> },
  customer: ErasedCustomer,
): Promise<PluginRecordsOf> {
  const { rules, plugins } = await rulesIn(database, place)
  const records = database.collection<RawRecord>('pluginRecords')
  const speaks = speakingOf({ numbers: customer.numbers, ids: new Set() })
  const ids = new Set(customer.ids)
  const goes = new Set<string>()
  const known = new Set<string>()
  const unclear = new Set<string>()
  const layers: Found[][] = []

  for (let depth = 0; depth < LINKS_DEEP; depth++) {
    const layer: Found[] = []
    const next: WithId<RawRecord>[] = []
    for await (const raw of records.find({ ...place })) {
      await goingOn()
      const name = collectionName(raw)
      const rule = rules.get(name) ?? { rules: { unique: [], indexes: [] }, erasing: undefined }
      const { erasing } = rule
      if (known.has(String(raw._id)) || erasing?.by.length === 0) continue
      const value = sums.open(placeOf(raw, rule.rules), raw.recordId, bytesOf(raw.sealed))
      if (erasing === undefined) {
        if (depth === 0 && speaks(JSON.stringify([raw.recordId, value])))
          unclear.add(`${plugins.get(raw.installationId) ?? raw.installationId}.${raw.collectionName}`)
        continue
      }
      const isGone = (collection: string, id: string) => goes.has(`${raw.installationId}/${collection}/${id}`)
      const isCustomer = erasing.customers === true && customer.ids.has(raw.recordId)
      if (!isCustomer && !isAbout(erasing, value, { numbers: customer.numbers, ids }, isGone)) continue
      layer.push({ id: raw._id, erasing, rules: rule.rules })
      next.push(raw)
    }
    if (layer.length === 0) break
    layers.push(layer)
    for (const raw of next) {
      known.add(String(raw._id))
      goes.add(`${collectionName(raw)}/${raw.recordId}`)
      if (rules.get(collectionName(raw))?.erasing?.customers === true) ids.add(raw.recordId)
    }
  }

  return {
    ids,
    unclear: [...unclear].sort(),
    async erase() {
      const done = { removed: 0, blanked: 0 }
      for (const found of layers.toReversed().flat()) {
        if (!(await eraseOne(found))) continue
        done[found.erasing.blank === undefined ? 'removed' : 'blanked'] += 1
      }
      return done
    },
  }

  /** As it stands; its plugin may change it meanwhile. @returns False when it is gone. */
  async function eraseOne({ id, erasing, rules }: Found): Promise<boolean> {
    for (let tries = 0; tries < TRIES; tries++) {
      const raw = await records.findOne({ _id: id, ...place })
      if (raw === null) return false
      const at = { _id: id, ...place, revision: raw.revision }
      const where = placeOf(raw, rules)
      const value = sums.open(where, raw.recordId, bytesOf(raw.sealed))
      const fieldsGone = sums.of(where, rules.unique, value)
      const stays = raw.unique.filter((sum) => !fieldsGone.includes(sum))
      if (erasing.blank !== undefined) {
        const left = blanked(value, erasing.blank)
        const set = {
          sealed: sums.seal(where, raw.recordId, left),
          unique: [...stays, ...sums.of(where, rules.unique, left)],
          lookup: sums.lookup(where, left),
          revision: raw.revision + 1,
        }
        if ((await records.updateOne(at, { $set: set as never })).matchedCount === 1) return true
      } else if (raw.number === undefined) {
        if ((await records.deleteOne(at)).deletedCount === 1) return true
      } else {
        // its number stays taken: there would be a gap
        const recordId = `erased-${randomUUID()}`
        const set = {
          ...{ recordId, order: recordId, lookup: [], revision: raw.revision + 1 },
          sealed: sums.seal(where, recordId, {}),
          unique: stays.filter((sum) => sum !== sums.id(where, raw.recordId)),
        }
        if ((await records.updateOne(at, { $set: set as never })).matchedCount === 1) return true
      }
    }
    throw new Error('A record was changed again and again while its customer was erased')
  }
}

const collectionName = ({ installationId, collectionName }: RawRecord): string => `${installationId}/${collectionName}`

const placeOf = (
  { tenantId, environmentId, installationId, collectionName: collection }: RawRecord,
  rules: RecordPlace['rules'],
): RecordPlace => ({ shelf: { tenantId, environmentId, installationId }, collection, rules })

interface RawManifest {
  _id: string
  name: string
  manifestText: string
}

/** By installation and collection; what the installed version does not say, one that the environment has had may. */
async function rulesIn(
  database: Db,
  { tenantId, environmentId }: FlowPlace,
): Promise<{ rules: ReadonlyMap<string, Rules>; plugins: ReadonlyMap<string, string> }> {
  const rules = new Map<string, Rules>(
    Object.entries(GATEWAY_COLLECTIONS).map(([name, { erasing, ...found }]) => [
      `${GATEWAY_SHELF}/${name}`,
      { rules: found, erasing },
    ]),
  )
  const plugins = new Map<string, string>([[GATEWAY_SHELF, GATEWAY_SHELF]])
  const add = (id: string, manifestText: string) => {
    // held against its rules when it was installed; what an older release installed may lack fields of today
    const { collections = {} } = JSON.parse(manifestText) as Partial<Manifest>
    for (const [name, { unique = [], indexes = [], erasing }] of Object.entries(collections)) {
      const known = rules.get(`${id}/${name}`)
      rules.set(`${id}/${name}`, { rules: known?.rules ?? { unique, indexes }, erasing: known?.erasing ?? erasing })
    }
  }
  const options = { projection: { name: 1, manifestText: 1 } }
  const installations = database.collection<RawManifest>('pluginInstallations')
  for await (const { _id, name, manifestText } of installations.find({ tenantId, environmentId }, options)) {
    plugins.set(_id, name)
    add(_id, manifestText)
  }
  const ids = new Map([...plugins].map(([id, name]) => [name, id]))
  for await (const { name, manifestText } of database
    .collection<RawManifest>('pluginVersions')
    .find({ tenantId, environmentId }, options)) {
    const id = ids.get(name)
    if (id !== undefined) add(id, manifestText)
  }
  return { rules, plugins }
}
