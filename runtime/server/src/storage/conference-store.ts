import { type Connection, Schema } from 'mongoose'
import { isDuplicateKey } from './database.ts'
import type { FlowPlace } from './flow-store.ts'
import { tenantGuard } from './tenant-guard.ts'

/** Somebody who is in a conference. */
export interface StoredMember extends FlowPlace {
  /** The conversation's name at Vonage: the whole name of the room. */
  room: string
  runId: string
  /** Its name within the run. */
  member: string
  moderates: boolean
  /** It is over for everybody when the last such member has left. */
  endsIt: boolean
  enteredAt: Date
  purgeAt: Date
}

const memberSchema = new Schema(
  {
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    room: { type: String, required: true },
    runId: { type: String, required: true },
    member: { type: String, required: true },
    moderates: { type: Boolean, required: true },
    endsIt: { type: Boolean, required: true },
    enteredAt: { type: Date, required: true },
    purgeAt: { type: Date, required: true },
  },
  { collection: 'conferenceMembers', versionKey: false, strict: 'throw' },
)
memberSchema.index({ tenantId: 1, runId: 1, member: 1 }, { unique: true })
memberSchema.index({ tenantId: 1, room: 1, enteredAt: 1 })
memberSchema.index({ purgeAt: 1 }, { expireAfterSeconds: 0 })
tenantGuard(memberSchema)

export type MemberName = Pick<StoredMember, 'tenantId' | 'runId' | 'member'>

export interface ConferenceStore {
  createIndexes(): Promise<void>
  /** @returns False when the run has this membership already. */
  add(member: StoredMember): Promise<boolean>
  get(name: MemberName): Promise<StoredMember | undefined>
  /** @returns False when it was gone before. */
  remove(name: MemberName): Promise<boolean>
  /** In the order in which they came. */
  of(tenantId: string, room: string): Promise<StoredMember[]>
}

export function createConferenceStore(connection: Connection): ConferenceStore {
  const model = connection.model('ConferenceMember', memberSchema)
  const one = ({ tenantId, runId, member }: MemberName) => ({ tenantId, runId, member })
  return {
    createIndexes: () => model.createIndexes(),
    async add(member) {
      try {
        await model.collection.insertOne({ ...member } as never)
        return true
      } catch (thrown) {
        if (isDuplicateKey(thrown)) return false
        throw thrown
      }
    },
    get: async (name) => (await model.findOne(one(name)).select('-_id').lean<StoredMember>()) ?? undefined,
    remove: async (name) => (await model.deleteOne(one(name))).deletedCount === 1,
    of: (tenantId, room) => model.find({ tenantId, room }).sort({ enteredAt: 1, runId: 1 }).select('-_id').lean<StoredMember[]>(),
  }
}
