import { type CallsAtOnce, callsAtOnceSchema, DEFAULT_CALLS_AT_ONCE } from '@patchbay/core'
import { type Connection, Schema } from 'mongoose'
import { isDuplicateKey } from './database.ts'
import type { FlowPlace } from './flow-store.ts'
import { tenantGuard } from './tenant-guard.ts'
import { createTogether } from './together.ts'

/** One caller's place, under the id of the run. */
export interface TakenPlace {
  vonageCallId: string
  regionUrl: string | null
  /** When somebody is to look whether the caller is still there. */
  lookAt: Date
}

/**
 * The places of an environment, all in one document: who has one stands in it beside how many are left, so that both change
 * together and no process that dies between two writes leaves a number behind that is wrong.
 */
interface StoredPlaces extends FlowPlace {
  /** The limit without those who are there; below nothing after the limit was lowered. */
  free: number
  taken: number
  calls: Record<string, TakenPlace>
  /** JSON of the settings. */
  settingsText: string
  updatedAt: Date
  updatedBy: string
}

const placesSchema = new Schema(
  {
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    free: { type: Number, required: true },
    taken: { type: Number, required: true },
    calls: { type: Schema.Types.Mixed, required: true },
    settingsText: { type: String, required: true },
    updatedAt: { type: Date, required: true },
    updatedBy: { type: String, required: true },
  },
  { collection: 'callPlaces', versionKey: false, strict: 'throw', minimize: false },
)
placesSchema.index({ tenantId: 1, environmentId: 1 }, { unique: true })
tenantGuard(placesSchema)

/** A run, and the place that it wants. */
type Asked = readonly [runId: string, taken: TakenPlace]

/** How often a place that others take at the same time is tried again: each loss means that somebody else got in or left. */
const ATTEMPTS = 50

export interface DuePlace extends TakenPlace {
  place: FlowPlace
  runId: string
}

export interface PlaceStore {
  createIndexes(): Promise<void>
  /** Says whether the run has a place now. One that had it before keeps it. */
  enter(place: FlowPlace, runId: string, taken: TakenPlace): Promise<boolean>
  /** Gives a place back; nothing for a run that has none. */
  leave(place: FlowPlace, runId: string): Promise<void>
  settings(place: FlowPlace): Promise<CallsAtOnce>
  /** The runs of those who have a place. */
  inside(place: FlowPlace): Promise<string[]>
  /** How many have a place. */
  taken(place: FlowPlace): Promise<number>
  /** Takes effect with the next caller. Nobody who is there loses a place. */
  save(place: FlowPlace, settings: CallsAtOnce, by: { at: Date; actor: string }): Promise<void>
  /** Places of any tenant that are to be looked at, those first that have waited longest. */
  due(now: Date, limit: number): Promise<DuePlace[]>
  /** Puts the next look off. False when somebody else is looking, or the caller has gone. */
  claim(due: DuePlace, until: Date): Promise<boolean>
}

export function createPlaceStore(connection: Connection): PlaceStore {
  const model = connection.model('CallPlaces', placesSchema)
  const collection = connection.getClient().db(connection.name).collection<StoredPlaces>('callPlaces')
  const together = createTogether<Asked, boolean>()
  const inPlace = ({ tenantId, environmentId }: FlowPlace) => ({ tenantId, environmentId })

  /** As usual, where nobody has said anything and nobody has called. */
  const create = async (place: FlowPlace): Promise<void> => {
    const settings = DEFAULT_CALLS_AT_ONCE
    const settingsText = JSON.stringify(settings)
    const empty = { free: settings.limit, taken: 0, calls: {}, settingsText, updatedAt: new Date(), updatedBy: 'nobody' }
    try {
      await collection.insertOne({ ...inPlace(place), ...empty })
    } catch (thrown) {
      if (!isDuplicateKey(thrown)) throw thrown
    }
  }

  /** Takes a place for all of some callers, or for none of them. */
  const take = async (place: FlowPlace, asked: readonly Asked[]): Promise<boolean> => {
    const nobody = Object.fromEntries(asked.map(([runId]) => [`calls.${runId}`, { $exists: false }]))
    const everybody = Object.fromEntries(asked.map(([runId, taken]) => [`calls.${runId}`, taken]))
    const many = Object.keys(everybody).length
    const change = { $set: everybody, $inc: { free: -many, taken: many } }
    return (await model.updateOne({ ...inPlace(place), free: { $gte: many }, ...nobody }, change)).modifiedCount === 1
  }

  /** Lets in as many as there are places for, in the order in which they came. Says of each whether it has one. */
  const enterAll = async (place: FlowPlace, asked: readonly Asked[]): Promise<boolean[]> => {
    const inside = new Set<string>()
    let outside = asked
    let most = asked.length
    for (let tried = 0; tried < ATTEMPTS && outside.length > 0; tried++) {
      const group = outside.slice(0, most)
      if (await take(place, group)) {
        for (const [runId] of group) inside.add(runId)
        outside = outside.slice(group.length)
        if (outside.length === 0) break
      }
      const ids = outside.map(([runId]) => `calls.${runId}`)
      const seen = await model
        .findOne(inPlace(place))
        .select(['free', ...ids].join(' '))
        .lean<Pick<StoredPlaces, 'free' | 'calls'>>()
      if (seen === null) {
        await create(place)
        continue
      }
      for (const [runId] of outside) if (seen.calls?.[runId] !== undefined) inside.add(runId)
      outside = outside.filter(([runId]) => !inside.has(runId))
      if (seen.free <= 0) break
      most = seen.free
    }
    return asked.map(([runId]) => inside.has(runId))
  }

  return {
    createIndexes: () => model.createIndexes(),
    enter: ({ tenantId, environmentId }, runId, taken) =>
      together(`${tenantId}/${environmentId}`, [runId, taken], (asked) => enterAll({ tenantId, environmentId }, asked)),
    async leave(place, runId) {
      const at = `calls.${runId}`
      await model.updateOne({ ...inPlace(place), [at]: { $exists: true } }, { $unset: { [at]: 1 }, $inc: { free: 1, taken: -1 } })
    },
    async settings(place) {
      const stored = await model.findOne(inPlace(place)).select('settingsText').lean<Pick<StoredPlaces, 'settingsText'>>()
      return stored === null ? DEFAULT_CALLS_AT_ONCE : callsAtOnceSchema.parse(JSON.parse(stored.settingsText))
    },
    async inside(place) {
      const stored = await model.findOne(inPlace(place)).select('calls').lean<Pick<StoredPlaces, 'calls'>>()
      return Object.keys(stored?.calls ?? {})
    },
    async taken(place) {
      const stored = await model.findOne(inPlace(place)).select('taken').lean<Pick<StoredPlaces, 'taken'>>()
      return stored?.taken ?? 0
    },
    async save(place, settings, { at: updatedAt, actor: updatedBy }) {
      const settingsText = JSON.stringify(settings)
      for (;;) {
        const before = await model.findOne(inPlace(place)).select('settingsText').lean<Pick<StoredPlaces, 'settingsText'>>()
        if (before === null) await create(place)
        else {
          const more = settings.limit - callsAtOnceSchema.parse(JSON.parse(before.settingsText)).limit
          const unchanged = { ...inPlace(place), settingsText: before.settingsText }
          const change = { $set: { settingsText, updatedAt, updatedBy }, $inc: { free: more } }
          if ((await model.updateOne(unchanged, change)).matchedCount === 1) return
        }
      }
    },
    // across tenants: the sweeper serves all of them
    async due(now, limit) {
      const busy = await collection
        .find({ taken: { $gt: 0 } }, { projection: { tenantId: 1, environmentId: 1, calls: 1 } })
        .toArray()
      return busy
        .flatMap(({ tenantId, environmentId, calls }) =>
          Object.entries(calls).map(([runId, taken]) => ({ ...taken, place: { tenantId, environmentId }, runId })),
        )
        .filter(({ lookAt }) => lookAt <= now)
        .sort((one, other) => one.lookAt.getTime() - other.lookAt.getTime())
        .slice(0, limit)
    },
    async claim({ place, runId, lookAt }, until) {
      const at = `calls.${runId}.lookAt`
      return (await model.updateOne({ ...inPlace(place), [at]: lookAt }, { $set: { [at]: until } })).modifiedCount === 1
    },
  }
}
