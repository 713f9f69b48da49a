import {
  AppError,
  type Queue,
  type QueueSound,
  type QueueStanding,
  queueSchema,
  type RunEvent,
  type RunState,
  type TicketEffect,
} from '@patchbay/core'
import type { Clock } from '../clock.ts'
import type { BindingStore } from '../storage/binding-store.ts'
import type { FlowPlace } from '../storage/flow-store.ts'
import type { QueueName, StoredTicket, TicketName, TicketStore } from '../storage/ticket-store.ts'
import type { AgentPort } from './agent-port.ts'

/** How long tickets are kept for reports. */
const KEPT_DAYS = 90
/** A conversation that nothing was heard of ends for the queue after this: two hours, and a bit (spec V1.8-6). */
const CONVERSATION_SECONDS = 7200
/** How much longer than it rings an offer is waited for. */
const OFFER_LATE_SECONDS = 30
/** How many who wait are looked at when an agent may be free. */
const LOOKED_AT = 50
/** The estimate follows from so many of the latest conversations; before there were any, from three minutes. */
const RECENT = 20
const USUAL_CONVERSATION_MS = 180_000
const SWEPT_AT_ONCE = 20
const MATCHED_AT_ONCE = 100

/** The caller of a run that waits. */
export interface Waiter {
  place: FlowPlace
  runId: string
  state: Pick<RunState, 'queue'>
}

/** The queue lets the caller go. */
interface WaitOver {
  over: 'maxWait' | 'failed'
}

/** Queues: who waits, who is next, and who is free. A wait is no turn of a run: only its beginning and its end are. */
export interface Queues {
  /** Gives a caller a place; the same one when asked again. */
  enter(
    name: QueueName & TicketName & Pick<StoredTicket, 'isTest'>,
    wants: { priority: number; skills: readonly string[] },
  ): Promise<'queued' | 'full'>
  /** What a caller who waits hears until the next poll, or that the wait is over. */
  look(waiter: Waiter): Promise<{ sound: QueueSound } | WaitOver>
  /** Where a caller stands who has heard a round of a treatment of ours, or that the wait is over. */
  standing(waiter: Waiter): Promise<{ standing: QueueStanding } | WaitOver>
  /** Offers whoever is next to whoever is free, as long as there are both. */
  match(name: QueueName): Promise<void>
  /** Keeps what became of a ticket. */
  changed(place: FlowPlace, runId: string, effect: Pick<TicketEffect, 'ticket' | 'change' | 'agent'>): Promise<void>
  /** Lets go of those who wait too long and are not heard of, and matches where callers wait; any process may. */
  sweep(): Promise<void>
}

interface Deps {
  bindings: Pick<BindingStore, 'get'>
  tickets: TicketStore
  agents: AgentPort
  /** Gives a run an event; the run's state after it. */
  tell(runId: string, event: RunEvent): Promise<RunState | undefined>
  clock: Clock
}

export function createQueues({ bindings, tickets, agents, tell, clock }: Deps): Queues {
  const after = (seconds: number) => new Date(clock() + seconds * 1000)

  const settingsOf = async ({ tenantId, environmentId, queue }: QueueName): Promise<Queue | undefined> => {
    const binding = await bindings.get({ tenantId, environmentId, kind: 'queue', name: queue })
    return binding === undefined ? undefined : queueSchema.parse(JSON.parse(binding.valueText))
  }

  /** In milliseconds, by how many agents there are, busy or not, and how long they usually talk. Null: nobody can ever serve it. */
  const estimate = async (queue: Queue, ticket: StoredTicket, place: number): Promise<number | null> => {
    const serving = agents.capable(queue, ticket).length
    if (serving === 0) return null
    const recent = await tickets.conversations(ticket, RECENT)
    const usual = recent.length === 0 ? USUAL_CONVERSATION_MS : recent.reduce((sum, ms) => sum + ms, 0) / recent.length
    return (place * usual) / serving
  }

  /** Offers one who waits to somebody who is free. `busy` are those who were found not to be. */
  const offer = async (queue: Queue, ticket: StoredTicket, busy: Set<string>): Promise<void> => {
    const until = after(queue.ringSeconds + OFFER_LATE_SECONDS)
    const all = agents.capable(queue, ticket)
    // when everybody was rung in vain, the round begins anew
    const tried = all.every((agent) => ticket.tried.includes(agent)) ? [] : ticket.tried
    if (all.every((agent) => busy.has(agent) || tried.includes(agent))) return
    const free = await agents.take(ticket, queue, ticket, until, [...tried, ...busy])
    if (free === undefined) {
      // whoever comes next need not be tried with them
      for (const agent of all) if (!tried.includes(agent)) busy.add(agent)
      return
    }
    const { agent, endpoint } = free
    if (!(await tickets.offer(ticket, { agent, until, tried }))) {
      return agents.free(ticket, agent, ticket.runId, false)
    }
    const state = await tell(ticket.runId, {
      type: 'agent.offered',
      ticket: ticket.ticket,
      agent,
      endpoint,
      ringSeconds: queue.ringSeconds,
      limitSeconds: CONVERSATION_SECONDS,
      acceptKey: queue.acceptKey ?? null,
      music: queue.music ?? null,
    })
    if (state?.group?.offer?.agent === agent) return void busy.add(agent)
    // the caller went on in the meantime, and the ticket with it
    await agents.free(ticket, agent, ticket.runId, false)
    if (state !== undefined && waitsFor(state, ticket)) await tickets.offerFailed(ticket, agent, false)
    else await tickets.over(ticket, 'left', new Date(clock()))
  }

  const match: Queues['match'] = async (name) => {
    const queue = await settingsOf(name)
    if (queue === undefined) return
    for (const { agent, runId } of await tickets.forgetOffers(name, new Date(clock()))) {
      await agents.free(name, agent, runId, true)
    }
    const busy = new Set<string>()
    for (const ticket of await tickets.waiting(name, LOOKED_AT)) await offer(queue, ticket, busy)
  }

  const isOver = async (ticket: StoredTicket): Promise<'maxWait' | 'failed' | undefined> => {
    if (ticket.state === 'over') return ticket.end === 'maxWait' ? 'maxWait' : 'failed'
    if (ticket.state !== 'waiting' || ticket.waitUntil.getTime() > clock()) return undefined
    return (await tickets.over(ticket, 'maxWait', new Date(clock()), ['waiting'])) ? 'maxWait' : undefined
  }

  /** The caller's ticket and queue, or how the wait is over. */
  const waitOf = async ({ place, runId, state }: Waiter): Promise<{ ticket: StoredTicket; queue: Queue } | WaitOver> => {
    const ticket = await tickets.get({ tenantId: place.tenantId, runId, ticket: state.queue?.ticket ?? '' })
    const queue = ticket === undefined ? undefined : await settingsOf(ticket)
    if (ticket === undefined || queue === undefined) return { over: 'failed' }
    const over = await isOver(ticket)
    return over === undefined ? { ticket, queue } : { over }
  }

  return {
    async enter({ tenantId, environmentId, queue: name, runId, ticket: own, isTest }, { priority, skills }) {
      const place = { tenantId, environmentId, queue: name }
      const queue = await settingsOf(place)
      if (queue === undefined)
        throw new AppError('REQUEST_FAILED', 'There is no such queue', { details: { reason: 'queueMissing', queue: name } })
      const ticket: StoredTicket = {
        ...place,
        runId,
        ticket: own,
        isTest,
        priority,
        skills,
        enqueuedAt: new Date(clock()),
        waitUntil: after(queue.maxWaitSeconds),
        state: 'waiting',
        end: null,
        agent: null,
        offerUntil: null,
        tried: [],
        announcedAt: null,
        connectedAt: null,
        endedAt: null,
        purgeAt: after(KEPT_DAYS * 24 * 60 * 60),
      }
      for (;;) {
        const taken = await tickets.slots(place)
        const slot = Array.from({ length: queue.maxLength }, (_, free) => free).find((free) => !taken.has(free))
        if (slot !== undefined && (await tickets.add({ ...ticket, slot }))) return 'queued'
        if ((await tickets.get(ticket)) !== undefined) return 'queued'
        // none is left; or somebody was quicker, and the next one is tried
        if (slot === undefined) return 'full'
      }
    },

    async look(waiter) {
      const wait = await waitOf(waiter)
      if ('over' in wait) return wait
      const { ticket, queue } = wait
      const now = clock()
      const due = ticket.announcedAt === null || now - ticket.announcedAt.getTime() >= queue.announceEverySeconds * 1000
      const music = queue.music ?? null
      if (!due) return { sound: { news: null, music } }
      const position = (await tickets.ahead(ticket)) + 1
      await tickets.announced(ticket, new Date(now))
      const ms = await estimate(queue, ticket, position)
      const minutes = ms === null ? null : Math.max(1, Math.ceil(ms / 60_000))
      return { sound: { news: { position, minutes }, music } }
    },

    async standing(waiter) {
      const wait = await waitOf(waiter)
      if ('over' in wait) return wait
      const { ticket, queue } = wait
      const position = (await tickets.ahead(ticket)) + 1
      const ms = await estimate(queue, ticket, position)
      const estimatedWaitSeconds = ms === null ? null : Math.round(ms / 1000)
      const waitedSeconds = Math.floor((clock() - ticket.enqueuedAt.getTime()) / 1000)
      return { standing: { position, estimatedWaitSeconds, waitedSeconds } }
    },

    match,

    async changed(place, runId, { ticket: own, change, agent }) {
      const ticket = await tickets.get({ tenantId: place.tenantId, runId, ticket: own })
      if (ticket === undefined) return
      const now = new Date(clock())
      switch (change) {
        case 'accepted':
          if (agent === null || !(await tickets.connected(ticket, agent, now))) return
          return agents.keep(ticket, agent, runId, after(CONVERSATION_SECONDS + OFFER_LATE_SECONDS))
        case 'declined':
          if (agent === null) return
          await tickets.offerFailed(ticket, agent, true)
          await agents.free(ticket, agent, runId, true)
          break
        case 'served':
        case 'abandoned':
        case 'left':
          await tickets.over(ticket, change, now)
          if (agent !== null) await agents.free(ticket, agent, runId, false)
          break
      }
      // somebody is free, or there is one less to wait for
      await match(ticket)
    },

    async sweep() {
      for (const ticket of await tickets.overdue(new Date(clock()), SWEPT_AT_ONCE)) {
        const ended = await tickets.over(ticket, 'maxWait', new Date(clock()), ['waiting'])
        if (ended) await tell(ticket.runId, { type: 'queue.over', ticket: ticket.ticket, outcome: 'maxWait' })
      }
      // one whose caller hears a long treatment is looked at by nobody else
      for (const name of await tickets.queuesWaitedIn(MATCHED_AT_ONCE)) await match(name)
    },
  }
}

/** Who has a place may not have been told so yet: the ticket is there before the turn that says it, and whoever should tell may be gone. */
const waitsFor = ({ ended, queue, pending }: RunState, { ticket }: StoredTicket): boolean =>
  ended === null && (queue?.ticket === ticket || pending?.id === ticket)
