import { type Connection, Schema } from 'mongoose'
import type { FlowPlace } from './flow-store.ts'
import { onceMore } from './once-more.ts'
import { tenantGuard } from './tenant-guard.ts'

const KEPT_MS = 8 * 24 * 60 * 60 * 1000

/** The calls of a plugin in one hour. */
export interface PluginCounts extends FlowPlace {
  plugin: string
  /** Its beginning. */
  hour: Date
  calls: number
  failures: number
  /** How many took so many milliseconds at most, and longer than the next smaller bound. */
  times: Readonly<Record<string, number>>
}

const tallySchema = new Schema(
  {
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    plugin: { type: String, required: true },
    hour: { type: Date, required: true },
    calls: { type: Number, required: true },
    failures: { type: Number, required: true },
    times: { type: Schema.Types.Mixed, required: true },
    purgeAt: { type: Date, required: true },
  },
  { collection: 'pluginTallies', versionKey: false, strict: 'throw' },
)
tallySchema.index({ tenantId: 1, environmentId: 1, hour: -1, plugin: 1 }, { unique: true })
tallySchema.index({ purgeAt: 1 }, { expireAfterSeconds: 0 })
tenantGuard(tallySchema)

export interface PluginTallyStore {
  createIndexes(): Promise<void>
  /** Adds to what other processes have counted. */
  add(counts: PluginCounts): Promise<void>
  /** The hours that began since. */
  since(place: FlowPlace, from: Date): Promise<PluginCounts[]>
}

export function createPluginTallyStore(connection: Connection): PluginTallyStore {
  const model = connection.model('PluginTally', tallySchema)
  return {
    createIndexes: () => model.createIndexes(),
    add: ({ tenantId, environmentId, plugin, hour, calls, failures, times }) =>
      onceMore(async () => {
        const more = Object.entries(times).map(([bound, count]) => [`times.${bound}`, count])
        await model.updateOne(
          { tenantId, environmentId, plugin, hour },
          {
            $inc: { calls, failures, ...Object.fromEntries(more) },
            $set: { purgeAt: new Date(hour.getTime() + KEPT_MS) },
          },
          { upsert: true },
        )
      }),
    since: ({ tenantId, environmentId }, from) =>
      model
        .find({ tenantId, environmentId, hour: { $gte: from } })
        .select('-_id -purgeAt')
        .lean<PluginCounts[]>(),
  }
}
