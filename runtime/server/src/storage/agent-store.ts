import { type Connection, Schema } from 'mongoose'
import { isDuplicateKey } from './database.ts'
import type { FlowPlace } from './flow-store.ts'
import { tenantGuard } from './tenant-guard.ts'

/** Whether somebody who takes calls from queues has one; across all queues of an environment. */
interface StoredAgent extends FlowPlace {
  /** Whose telephone it is: the address that is rung. */
  agent: string
  /** The caller's run, or null for one who is free. */
  busyWith: string | null
  /** After this the call counts as over, whatever was heard of it. */
  busyUntil: Date
  /** Not rung again before. */
  restUntil: Date
}

const agentSchema = new Schema<StoredAgent>(
  {
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    agent: { type: String, required: true },
    busyWith: String,
    busyUntil: { type: Date, required: true },
    restUntil: { type: Date, required: true },
  },
  { collection: 'queueAgents', versionKey: false, strict: 'throw', minimize: false },
)
agentSchema.index({ tenantId: 1, environmentId: 1, agent: 1 }, { unique: true })
tenantGuard(agentSchema)

type AgentName = FlowPlace & { agent: string }

export interface AgentStore {
  createIndexes(): Promise<void>
  /** Takes a free agent for a run, in one step; false when another call is quicker. */
  take(name: AgentName, take: { runId: string; now: Date; until: Date }): Promise<boolean>
  /** The agent is at it for longer. */
  keep(name: AgentName, runId: string, until: Date): Promise<void>
  /** Free again, unless another run has the agent by now. */
  free(name: AgentName, runId: string, restUntil: Date): Promise<void>
}

export function createAgentStore(connection: Connection): AgentStore {
  const model = connection.model('QueueAgent', agentSchema)
  const one = ({ tenantId, environmentId, agent }: AgentName) => ({ tenantId, environmentId, agent })
  return {
    createIndexes: () => model.createIndexes(),
    async take(name, { runId, now, until }) {
      const isFree = { $or: [{ busyWith: null }, { busyUntil: { $lte: now } }], restUntil: { $lte: now } }
      const taken = await model.updateOne({ ...one(name), ...isFree }, { $set: { busyWith: runId, busyUntil: until } })
      if (taken.modifiedCount === 1) return true
      try {
        // one who was never rung; for anybody else the key is there already
        await model.collection.insertOne({ ...one(name), busyWith: runId, busyUntil: until, restUntil: now } as never)
        return true
      } catch (thrown) {
        if (isDuplicateKey(thrown)) return false
        throw thrown
      }
    },
    keep: async (name, runId, until) =>
      void (await model.updateOne({ ...one(name), busyWith: runId }, { $set: { busyUntil: until } })),
    free: async (name, runId, restUntil) =>
      void (await model.updateOne({ ...one(name), busyWith: runId }, { $set: { busyWith: null, restUntil } })),
  }
}
