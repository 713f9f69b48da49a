import { type Connection, Schema } from 'mongoose'
import { isDuplicateKey } from './database.ts'
import type { FlowPlace } from './flow-store.ts'
import { tenantGuard } from './tenant-guard.ts'

/** How a wait ended. `served`: with an agent; `abandoned`: the caller hung up; `left`: by a key; `maxWait`: it took too long. */
export type TicketEnd = 'served' | 'abandoned' | 'left' | 'maxWait'

/** One caller's place in a queue. */
export interface StoredTicket extends FlowPlace {
  queue: string
  runId: string
  /** Its name within the run. */
  ticket: string
  isTest: boolean
  /** More goes first. */
  priority: number
  skills: readonly string[]
  enqueuedAt: Date
  /** When the wait is too long. */
  waitUntil: Date
  /** Its place among those that the queue has, which no other ticket has at the same time; absent for who does not wait. */
  slot?: number
  state: 'waiting' | 'offered' | 'connected' | 'over'
  end: TicketEnd | null
  /** Who is rung for it, or talks to the caller. */
  agent: string | null
  /** Until when an offer counts that nothing is heard of. */
  offerUntil: Date | null
  /** Who was rung for it in vain, since all of them were. */
  tried: readonly string[]
  /** When the caller was last told the place. */
  announcedAt: Date | null
  connectedAt: Date | null
  endedAt: Date | null
  purgeAt: Date
}

const ticketSchema = new Schema(
  {
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    queue: { type: String, required: true },
    runId: { type: String, required: true },
    ticket: { type: String, required: true },
    isTest: { type: Boolean, required: true },
    priority: { type: Number, required: true },
    skills: [String],
    enqueuedAt: { type: Date, required: true },
    waitUntil: { type: Date, required: true },
    slot: Number,
    state: { type: String, required: true },
    end: String,
    agent: String,
    offerUntil: Date,
    tried: [String],
    announcedAt: Date,
    connectedAt: Date,
    endedAt: Date,
    purgeAt: { type: Date, required: true },
  },
  { collection: 'queueTickets', versionKey: false, strict: 'throw', minimize: false },
)
// a request that is repeated finds the place that it has
ticketSchema.index({ tenantId: 1, runId: 1, ticket: 1 }, { unique: true })
// however many come at once, a queue has no more places than it has
ticketSchema.index(
  { tenantId: 1, environmentId: 1, queue: 1, slot: 1 },
  { unique: true, partialFilterExpression: { slot: { $exists: true } } },
)
// who is next, and how many are before somebody
ticketSchema.index({ tenantId: 1, environmentId: 1, queue: 1, state: 1, priority: -1, enqueuedAt: 1 })
// for the sweeper of waits that are too long
ticketSchema.index({ state: 1, waitUntil: 1 })
ticketSchema.index({ purgeAt: 1 }, { expireAfterSeconds: 0 })
tenantGuard(ticketSchema)

export type QueueName = FlowPlace & { queue: string }
export type TicketName = Pick<StoredTicket, 'tenantId' | 'runId' | 'ticket'>

const WAITS = { $in: ['waiting', 'offered'] }

export interface TicketStore {
  createIndexes(): Promise<void>
  /** @returns False when the run has this ticket already, or somebody else the place. */
  add(ticket: StoredTicket): Promise<boolean>
  get(name: TicketName): Promise<StoredTicket | undefined>
  /** The places that are taken. */
  slots(queue: QueueName): Promise<Set<number>>
  /** How many are served before this one. */
  ahead(ticket: StoredTicket): Promise<number>
  /** Who waits and is not being offered to anybody, best first. */
  waiting(queue: QueueName, limit: number): Promise<StoredTicket[]>
  /** Keeps the ticket for an agent; false when it does not wait any more. */
  offer(name: TicketName, offer: { agent: string; until: Date; tried: readonly string[] }): Promise<boolean>
  /** Back to waiting, for a ticket that is offered to this agent. `tried`: not to this one again for now. */
  offerFailed(name: TicketName, agent: string, tried: boolean): Promise<boolean>
  /** Offers of which nothing was heard are no offers any more; returns whose they were. */
  forgetOffers(queue: QueueName, now: Date): Promise<{ agent: string; runId: string }[]>
  connected(name: TicketName, agent: string, at: Date): Promise<boolean>
  /** Ends the wait; false when it had ended before. `from` narrows down which states it may be in. */
  over(name: TicketName, end: TicketEnd, at: Date, from?: readonly StoredTicket['state'][]): Promise<boolean>
  announced(name: TicketName, at: Date): Promise<void>
  /** How long the latest conversations took, in milliseconds. */
  conversations(queue: QueueName, limit: number): Promise<number[]>
  /** Tickets of any tenant whose wait is too long, longest first. */
  overdue(now: Date, limit: number): Promise<StoredTicket[]>
  /** Queues of any tenant in which somebody waits who is not being offered to anybody, longest first. */
  queuesWaitedIn(limit: number): Promise<QueueName[]>
}

export function createTicketStore(connection: Connection): TicketStore {
  const model = connection.model('QueueTicket', ticketSchema)
  const collection = connection.getClient().db(connection.name).collection<StoredTicket>('queueTickets')
  const one = ({ tenantId, runId, ticket }: TicketName) => ({ tenantId, runId, ticket })
  const of = ({ tenantId, environmentId, queue }: QueueName) => ({ tenantId, environmentId, queue })
  const changed = async (filter: Record<string, unknown>, change: Record<string, unknown>) =>
    (await model.updateOne(filter, change)).modifiedCount === 1
  return {
    createIndexes: () => model.createIndexes(),
    async add(ticket) {
      try {
        await model.collection.insertOne({ ...ticket } as never)
        return true
      } catch (thrown) {
        if (isDuplicateKey(thrown)) return false
        throw thrown
      }
    },
    get: async (name) => (await model.findOne(one(name)).select('-_id').lean<StoredTicket>()) ?? undefined,
    slots: async (queue) => {
      const taken = await model
        .find({ ...of(queue), slot: { $exists: true } })
        .select('slot')
        .lean<Pick<StoredTicket, 'slot'>[]>()
      return new Set(taken.flatMap(({ slot }) => slot ?? []))
    },
    ahead: (ticket) => {
      const { priority, enqueuedAt, runId } = ticket
      const better = [
        { priority: { $gt: priority } },
        { priority, enqueuedAt: { $lt: enqueuedAt } },
        { priority, enqueuedAt, runId: { $lt: runId } },
      ]
      return model.countDocuments({ ...of(ticket), state: WAITS, $or: better })
    },
    waiting: (queue, limit) =>
      model
        .find({ ...of(queue), state: 'waiting' })
        .sort({ priority: -1, enqueuedAt: 1, runId: 1 })
        .limit(limit)
        .select('-_id')
        .lean<StoredTicket[]>(),
    offer: (name, { agent, until, tried }) =>
      changed({ ...one(name), state: 'waiting' }, { $set: { state: 'offered', agent, offerUntil: until, tried } }),
    offerFailed: (name, agent, tried) =>
      changed(
        { ...one(name), state: 'offered', agent },
        {
          $set: { state: 'waiting', agent: null, offerUntil: null },
          ...(tried ? { $addToSet: { tried: agent } } : {}),
        },
      ),
    async forgetOffers(queue, now) {
      const old = await model.find({ ...of(queue), state: 'offered', offerUntil: { $lte: now } }).lean<StoredTicket[]>()
      const freed: { agent: string; runId: string }[] = []
      for (const { agent, ...ticket } of old) {
        if (agent !== null && (await this.offerFailed(ticket, agent, true))) freed.push({ agent, runId: ticket.runId })
      }
      return freed
    },
    connected: (name, agent, at) =>
      changed(
        { ...one(name), state: 'offered', agent },
        { $set: { state: 'connected', connectedAt: at, offerUntil: null }, $unset: { slot: 1 } },
      ),
    over: (name, end, at, from = ['waiting', 'offered', 'connected']) =>
      changed(
        { ...one(name), state: { $in: from } },
        { $set: { state: 'over', end, endedAt: at, offerUntil: null }, $unset: { slot: 1 } },
      ),
    announced: async (name, at) => void (await model.updateOne(one(name), { $set: { announcedAt: at } })),
    async conversations(queue, limit) {
      const served = await model
        .find({ ...of(queue), state: 'over', end: 'served' })
        .sort({ endedAt: -1 })
        .limit(limit)
        .lean<StoredTicket[]>()
      return served.flatMap(({ connectedAt, endedAt }) =>
        connectedAt === null || endedAt === null ? [] : [endedAt.getTime() - connectedAt.getTime()],
      )
    },
    // across tenants: the sweeper serves all of them, and goes on within each one's own
    overdue: (now, limit) =>
      collection
        .find({ state: 'waiting', waitUntil: { $lte: now } }, { projection: { _id: 0 } })
        .sort({ waitUntil: 1 })
        .limit(limit)
        .toArray(),
    async queuesWaitedIn(limit) {
      const found = await collection
        .aggregate<{ _id: QueueName }>([
          { $match: { state: 'waiting' } },
          {
            $group: {
              _id: { tenantId: '$tenantId', environmentId: '$environmentId', queue: '$queue' },
              since: { $min: '$enqueuedAt' },
            },
          },
          { $sort: { since: 1 } },
          { $limit: limit },
        ])
        .toArray()
      return found.map(({ _id }) => _id)
    },
  }
}
