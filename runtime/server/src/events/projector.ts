import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { AppError, CALLER, projectTurn, type RunState, type VoiceEvent } from '@patchbay/core'
import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import { unsealContent } from '../runs/turn-content.ts'
import type { RunKeys } from '../sealing/run-keys.ts'
import type { EventStore, StoredEvent } from '../storage/event-store.ts'
import type { LeaseStore } from '../storage/lease-store.ts'
import type { StoredTurn, TurnStore, UnprojectedTurn } from '../storage/turn-store.ts'
import { sealPersonal } from './personal.ts'

const WORK = 'events'
/** Turns that are taken in at once. Small: while the embedded database writes them, nothing else is written. */
const BATCH = 50
/** Events that are written at once. */
const AT_ONCE = 200
/** A sweep ends after this time: a stop waits for it, and the lease is over later. */
const SWEEP_MAX_MS = 3000
/** Calls have the process to themselves when it is at work for more than this share of the time: some hundred turns a second, */
const BUSY = 0.2
/** but for turns that have waited so long: those are taken in, with a small share of the time. */
const LATE_MS = 60_000
const SHARE_WHEN_BUSY = 0.1
/** How long is looked, at least, whether calls need the process. */
const LOOK_MS = 10
/** States of runs that are kept within a sweep for the next turn of the same run, by the size of what is sealed. */
const KEPT_BYTES = 8 * 1024 * 1024
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
  /** Begins to look how much the process has to do; the returned function says which share of the time since, 0 to 1. */
  watchLoad(): () => number
  clock: Clock
  log: Logger
}

export function createProjector({ turns, events, leases, keys, watchLoad, clock, log }: Deps): Projector {
  const owner = randomUUID()

  let load = watchLoad()

  /** Runs as the latest turn that was taken in left them, by name: nearly every turn follows upon one of those. */
  type Left = LRUCache<string, { seq: number; state: RunState }>

  /** The run's state before a turn: as the turn before it left it. */
  const before = async (turn: StoredTurn, key: RunKey, left: Left): Promise<RunState | null> => {
    if (turn.seq === 0) return null
    const known = left.get(nameOf(turn))
    if (known?.seq === turn.seq - 1) return known.state
    const earlier = await turns.at(turn.tenantId, turn.runId, turn.seq - 1)
    return earlier === undefined ? null : unsealContent(key, earlier).state
  }

  const project = async (batch: readonly UnprojectedTurn[], left: Left): Promise<void> => {
    const opened = new Map<string, Awaited<ReturnType<RunKeys['openAll']>>>()
    for (const [tenantId, own] of Map.groupBy(batch, (turn) => turn.tenantId))
      opened.set(tenantId, await keys.openAll(tenantId, [...new Set(own.map(({ runId }) => runId))]))
    const made: StoredEvent[] = []
    for (const turn of batch) {
      const key = opened.get(turn.tenantId)?.get(turn.runId)
      // what was erased before it was taken in is gone
      if (key === undefined) continue
      try {
        const content = unsealContent(key, turn)
        made.push(...eventsOf(turn, await before(turn, key, left), content, key))
        left.set(nameOf(turn), { seq: turn.seq, state: content.state }, { size: turn.sealed.length })
      } catch (thrown) {
        // one that cannot be read must not hold up all the others
        log.error({ runId: turn.runId, seq: turn.seq, code: AppError.from(thrown).code }, 'A turn is missing in reports')
      }
    }
    for (let added = 0; added < made.length; added += AT_ONCE) await events.add(made.slice(added, added + AT_ONCE))
    await turns.projected(batch)
  }

  const sweep = async (): Promise<number> => {
    const left: Left = new LRUCache({ maxSize: KEPT_BYTES })
    const startedAt = performance.now()
    let taken = 0
    while (performance.now() - startedAt < SWEEP_MAX_MS) {
      const busy = load() > BUSY
      const now = clock()
      if (!(await leases.take(WORK, owner, { now: new Date(now), until: new Date(now + LEASE_MS) }))) return taken
      const begunAt = performance.now()
      const batch = await turns.unprojected(BATCH)
      const [oldest] = batch
      if (oldest === undefined || (busy && now - oldest.at.getTime() < LATE_MS)) break
      await project(batch, left)
      taken += batch.length
      if (batch.length < BATCH) break
      const took = performance.now() - begunAt
      // what it costs itself is not what it has to make way for
      load = watchLoad()
      await wait(Math.max(LOOK_MS, busy ? took * (1 / SHARE_WHEN_BUSY - 1) : took))
    }
    await leases.release(WORK, owner)
    return taken
  }

  return {
    sweep: () =>
      sweep().finally(() => {
        load = watchLoad()
      }),
  }
}

type RunKey = Parameters<typeof unsealContent>[0]

const nameOf = ({ tenantId, runId }: Pick<StoredTurn, 'tenantId' | 'runId'>): string => `${tenantId}/${runId}`

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
