import { AppError } from '@patchbay/core'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.ts'
import type { RunKeys } from '../sealing/run-keys.ts'
import type { LegStore } from '../storage/leg-store.ts'
import type { TurnStore } from '../storage/turn-store.ts'
import { patiently, REPLY_PATIENCE_MS } from './patience.ts'
import { LEASE_MS } from './request-desk.ts'
import { type RunInHand, readRun } from './run-in-hand.ts'
import { createSerially } from './serially.ts'
import type { TakenTurn } from './take-turn.ts'
import type { TurnWriter } from './turn-writer.ts'

/** Latest turns kept in memory, by the size of what they hold: the usual webhook then is one write and no read. */
const KEPT_BYTES = 64 * 1024 * 1024

/** Runs as this process knows them. Another one may have moved them on: what is stored decides. */
export interface KeptRuns {
  get(runId: string): RunInHand | undefined
  /** The same without counting as a use. */
  peek(runId: string): RunInHand | undefined
  /** As it is stored; undefined when there is no such run. */
  fresh(runId: string): Promise<RunInHand | undefined>
  /** @throws {AppError} `RUN_NOT_FOUND` */
  known(runId: string): Promise<RunInHand>
  /** Stores a turn, and goes on with what it asks for. @throws {AppError} `TURN_CONFLICT`, `DATABASE_NOT_REACHABLE` */
  store(taken: TakenTurn): Promise<void>
  /**
   * Tries until the turn is stored: a lost race, and a database that went away for a moment, are met by reading again.
   *
   * @param attempt Is told whether what is kept in memory can be trusted.
   */
  untilStored<Result>(runId: string, attempt: (trusted: boolean) => Promise<Result>, patienceMs?: number): Promise<Result>
}

interface Deps {
  legs: LegStore
  turns: TurnStore
  keys: RunKeys
  writer: TurnWriter
  clock: Clock
  /** Does what a turn asks of the outside; it is durable by then. */
  goOn(taken: TakenTurn): void
}

export function createKeptRuns({ legs, turns, keys, writer, clock, goOn }: Deps): KeptRuns {
  const kept = new LRUCache<string, RunInHand>({ maxSize: KEPT_BYTES, sizeCalculation: ({ size }) => size + 500 })
  /** Turns of which a database that went away did not say any more whether it has them, by run. */
  const unsure = new LRUCache<string, TakenTurn>({ max: 1000 })
  const serially = createSerially()

  const fresh = async (runId: string): Promise<RunInHand | undefined> => {
    const run = await readRun({ legs, turns, keys }, runId)
    if (run === undefined) kept.delete(runId)
    // who only looks does not wait in line: a turn may have been stored since this was read
    else if ((kept.get(runId)?.seq ?? -1) <= run.seq) kept.set(runId, run)
    return run
  }

  const goOnAfter = (taken: TakenTurn) => {
    kept.set(taken.run.runId, taken.run)
    goOn(taken)
  }

  /** A turn that was stored after all is gone on with here: nobody else looks after it until its lease is over. */
  const makeSure = async (runId: string) => {
    const taken = unsure.get(runId)
    if (taken === undefined) return
    const { tenantId, seq, sealed, at } = taken.stored
    const found = await turns.at(tenantId, runId, seq)
    unsure.delete(runId)
    const isOurs = found !== undefined && sealed.equals(found.sealed) && clock() - at.getTime() < LEASE_MS
    if (isOurs) goOnAfter(taken)
  }

  return {
    get: (runId) => kept.get(runId),
    peek: (runId) => kept.peek(runId),
    fresh,

    async known(runId) {
      const run = await fresh(runId)
      if (run === undefined) throw new AppError('RUN_NOT_FOUND', 'There is no such run', { details: { runId } })
      return run
    },

    async store(taken) {
      try {
        await writer.append(taken.stored)
      } catch (thrown) {
        if (AppError.from(thrown).code === 'DATABASE_NOT_REACHABLE') unsure.set(taken.run.runId, taken)
        throw thrown
      }
      goOnAfter(taken)
    },

    untilStored: (runId, attempt, patienceMs = REPLY_PATIENCE_MS) =>
      serially(runId, () =>
        patiently(patienceMs, async (tried) => {
          if (unsure.size > 0) await makeSure(runId)
          return attempt(tried === 1)
        }),
      ),
  }
}
