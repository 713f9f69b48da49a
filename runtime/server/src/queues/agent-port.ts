import { type Endpoint, endpointText, type Queue } from '@patchbay/core'
import type { Clock } from '../clock.ts'
import type { AgentStore } from '../storage/agent-store.ts'
import type { QueueName, StoredTicket } from '../storage/ticket-store.ts'

/** Somebody whom a caller can be offered to. */
export interface FreeAgent {
  /** Who it is, in the words of whoever knows the agents. */
  agent: string
  endpoint: Endpoint
}

/** Who takes the calls of queues. The agent desk will be another one; this is all that a queue needs to know of it. */
export interface AgentPort {
  /** How many agents can serve this ticket, free or not. */
  capable(queue: Queue, ticket: Pick<StoredTicket, 'skills'>): string[]
  /** Takes a free agent for the ticket, in one step, who is none of `except`. */
  take(
    name: QueueName,
    queue: Queue,
    ticket: StoredTicket,
    until: Date,
    except: readonly string[],
  ): Promise<FreeAgent | undefined>
  /** The agent talks to the caller. */
  keep(name: QueueName, agent: string, runId: string, until: Date): Promise<void>
  /** The agent is free again. `missed`: did not answer, and is left in peace for a moment. */
  free(name: QueueName, agent: string, runId: string, missed: boolean): Promise<void>
}

/** How long somebody who did not answer is left in peace. */
const REST_MS = 10_000

/** Agents as the queue names them: telephones, each with one call at a time. */
export function createSimpleAgents(agents: AgentStore, clock: Clock): AgentPort {
  const able = (queue: Queue, { skills }: Pick<StoredTicket, 'skills'>) =>
    queue.agents.filter((agent) => skills.every((skill) => agent.skills.includes(skill)))
  const nameOf = ({ endpoint }: Queue['agents'][number]) => endpointText(endpoint)
  return {
    capable: (queue, ticket) => able(queue, ticket).map(nameOf),
    async take({ tenantId, environmentId }, queue, ticket, until, except) {
      for (const one of able(queue, ticket)) {
        const agent = nameOf(one)
        if (except.includes(agent)) continue
        const place = { tenantId, environmentId, agent }
        if (await agents.take(place, { runId: ticket.runId, now: new Date(clock()), until }))
          return { agent, endpoint: one.endpoint }
      }
      return undefined
    },
    keep: ({ tenantId, environmentId }, agent, runId, until) => agents.keep({ tenantId, environmentId, agent }, runId, until),
    free: ({ tenantId, environmentId }, agent, runId, missed) =>
      agents.free({ tenantId, environmentId, agent }, runId, new Date(clock() + (missed ? REST_MS : 0))),
  }
}
