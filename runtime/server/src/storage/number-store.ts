import type { NumberRule } from '@patchbay/core/http-contract'
import { type Connection, Schema } from 'mongoose'
import { isDuplicateKey } from './database.ts'
import type { FlowPlace } from './flow-store.ts'
import { tenantGuard } from './tenant-guard.ts'

/** What a called number leads to. */
export interface StoredNumber {
  /** E.164 without `+`. A number belongs to one tenant. */
  _id: string
  tenantId: string
  environmentId: string
  label: string
  rules: readonly NumberRule[]
  /** `tryLine`: calls of the browser phone that try a flow; not shown among the numbers. */
  use: 'line' | 'tryLine'
}

const numberSchema = new Schema<StoredNumber>(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    label: { type: String, required: true },
    rules: { type: [Schema.Types.Mixed] as never, required: true },
    use: { type: String, required: true },
  },
  { collection: 'numbers', versionKey: false, strict: 'throw', minimize: false },
)
numberSchema.index({ tenantId: 1, environmentId: 1 })
tenantGuard(numberSchema)

export interface NumberStore {
  createIndexes(): Promise<void>
  /** Whoever owns it. */
  find(number: string): Promise<StoredNumber | undefined>
  list(place: FlowPlace): Promise<StoredNumber[]>
  /** Says whether it was saved: false when the number is somebody else's. */
  save(number: StoredNumber): Promise<boolean>
  /** Forgets a number; nothing happens when it is somebody else's, or not there. */
  remove(number: string, place: FlowPlace): Promise<void>
  /** Adds a rule before the others, and keeps the first `keep`. */
  addRule(number: StoredNumber, rule: NumberRule, keep: number): Promise<void>
}

export function createNumberStore(connection: Connection): NumberStore {
  const model = connection.model('Number', numberSchema)
  return {
    createIndexes: () => model.createIndexes(),
    find: async (number) => (await model.findOne({ _id: number }).lean<StoredNumber>()) ?? undefined,
    list: (place) => model.find(place).sort({ _id: 1 }).lean<StoredNumber[]>(),
    async save({ _id, tenantId, ...fields }) {
      try {
        await model.updateOne({ _id, tenantId }, { $set: fields }, { upsert: true })
        return true
      } catch (thrown) {
        // somebody else's: the filter did not find it, and its id is taken
        if (isDuplicateKey(thrown)) return false
        throw thrown
      }
    },
    async remove(number, place) {
      await model.deleteOne({ _id: number, ...place })
    },
    async addRule({ _id, tenantId, rules: _rules, ...fields }, rule, keep) {
      await model.updateOne(
        { _id, tenantId },
        { $set: fields, $push: { rules: { $each: [rule], $position: 0, $slice: keep } } },
        { upsert: true },
      )
    },
  }
}
