import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { AppError, CALLER, projectTurn, type RunState, type VoiceEvent } from '@patchbay/core'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import { unsealContent } from '../runs/turn-content.ts'
import type { RunKeys } from '../sealing/run-keys.ts'
import type { EventStore, StoredEvent } from '../storage/event-store.ts'
import type { LeaseStore } from '../storage/lease-store.ts'
import type { StoredTurn, TurnStore, UnprojectedTurn } from '../storage/turn-store.ts'
import { sealPersonal } from './personal.ts'

const WORK = 'events'
/** Small: while the embedded database writes one, nothing else is written. */
const BATCH = 50
/** Events that are written at once. */
const AT_ONCE = 200
/** So many batches are made in a row; a stop waits for no more. */
const MOST_BATCHES = 50
const LEASE_MS = 30_000
/** Counts outlive the calls that they are of: those are erased after three months. */
const KEPT_DAYS = 730

/** Makes events of turns, behind the calls: in batches, by one process at a time, and again with no change. */
export interface Projector {
  /** Takes in what has not been taken in yet; says how many turns that were. */
  sweep(): Promise<number>
}

interface Deps {
  turns: Pick<TurnStore, 'unprojected' | 'projected' | 'at'>
  events: Pick<EventStore, 'add'>
  leases: LeaseStore
  keys: Pick<RunKeys, 'openAll'>
  clock: Clock
  log: Logger
}

export function createProjector({ turns, events, leases, keys, clock, log }: Deps): Projector {
  const owner = randomUUID()

  /** The run's state before a turn: of the turn before it, which need not be in the batch. */
  const before = async (turn: StoredTurn, batch: ReadonlyMap<string, StoredTurn>): Promise<StoredTurn | undefined> => {
    if (turn.seq === 0) return undefined
    return batch.get(nameOf({ ...turn, seq: turn.seq - 1 })) ?? (await turns.at(turn.tenantId, turn.runId, turn.seq - 1))
  }

  const project = async (batch: readonly UnprojectedTurn[]): Promise<void> => {
    const byName = new Map(batch.map((turn) => [nameOf(turn), turn]))
    const opened = new Map<string, Awaited<ReturnType<RunKeys['openAll']>>>()
    for (const [tenantId, own] of Map.groupBy(batch, (turn) => turn.tenantId))
      opened.set(tenantId, await keys.openAll(tenantId, [...new Set(own.map(({ runId }) => runId))]))
    const made: StoredEvent[] = []
    for (const turn of batch) {
      const key = opened.get(turn.tenantId)?.get(turn.runId)
      // what was erased before it was taken in is gone
      if (key === undefined) continue
      try {
        const earlier = await before(turn, byName)
        const state = earlier === undefined ? null : unsealContent(key, earlier).state
        made.push(...eventsOf(turn, state, unsealContent(key, turn), key))
      } catch (thrown) {
        // one that cannot be read must not hold up all the others
        log.error({ runId: turn.runId, seq: turn.seq, code: AppError.from(thrown).code }, 'A turn is missing in reports')
      }
    }
    for (let added = 0; added < made.length; added += AT_ONCE) await events.add(made.slice(added, added + AT_ONCE))
    await turns.projected(batch)
  }

  return {
    async sweep() {
      let taken = 0
      for (let batches = 0; batches < MOST_BATCHES; batches++) {
        const now = clock()
        if (!(await leases.take(WORK, owner, { now: new Date(now), until: new Date(now + LEASE_MS) }))) return taken
        const startedAt = performance.now()
        const batch = await turns.unprojected(BATCH)
        await project(batch)
        taken += batch.length
        if (batch.length < BATCH) break
        // calls come first: half of the time is theirs alone
        await wait(performance.now() - startedAt)
      }
      await leases.release(WORK, owner)
      return taken
    },
  }
}

const nameOf = ({ tenantId, runId, seq }: Pick<StoredTurn, 'tenantId' | 'runId' | 'seq'>): string => `${tenantId}/${runId}:${seq}`

function eventsOf(
  turn: StoredTurn,
  before: RunState | null,
  content: ReturnType<typeof unsealContent>,
  key: Parameters<typeof sealPersonal>[0],
): StoredEvent[] {
  const { inputs, state, effects, recorded } = content
  const { at, trace, faults, question, blocked } = turn
  const answered = question !== undefined
  const refused = blocked === undefined ? {} : { blocked }
  const made = { at: at.getTime(), inputs, state, effects, recorded, trace, faults, answered, ...refused }
  const projected = projectTurn(before, made)
  return projected.map((event, n) => toStored(turn, `${turn.runId}:${turn.seq}:${n}`, event, key, state))
}

function toStored(
  { tenantId, environmentId, isTest, runId, at: turnAt }: StoredTurn,
  id: string,
  { type, at, facts, personal, ...names }: VoiceEvent,
  key: Parameters<typeof sealPersonal>[0],
  { legs }: RunState,
): StoredEvent {
  return {
    _id: id,
    tenantId,
    environmentId,
    isTest,
    at: new Date(at === 0 ? turnAt.getTime() : at),
    type,
    channel: 'voice',
    direction: legs[CALLER]?.direction === 'outbound' ? 'out' : 'in',
    contactId: runId,
    ...names,
    facts,
    ...(personal === undefined ? {} : { sealed: sealPersonal(key, id, personal) }),
    purgeAt: new Date(turnAt.getTime() + KEPT_DAYS * 24 * 60 * 60 * 1000),
  }
}
