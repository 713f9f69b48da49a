import type { Collection, InsertManyResult } from 'mongodb'
import { MongoBulkWriteError, MongoNetworkError } from 'mongodb'
import { describe, expect, test } from 'vitest'
import type { StoredTurn } from '../storage/turn-store.ts'
import { createTurnWriter } from './turn-writer.ts'

const turn = (seq: number) => ({ runId: 'run1', seq }) as StoredTurn

/** A collection whose inserts end when the test says so. */
function slowCollection() {
  const inserts: { seqs: number[]; succeed(): void; fail(error: unknown): void }[] = []
  const insertMany = (turns: readonly StoredTurn[]) =>
    new Promise<InsertManyResult<StoredTurn>>((resolve, reject) => {
      inserts.push({
        seqs: turns.map(({ seq }) => seq),
        succeed: () => resolve({} as InsertManyResult<StoredTurn>),
        fail: reject,
      })
    })
  return { inserts, turns: { insertMany } as unknown as Pick<Collection<StoredTurn>, 'insertMany'> }
}

function duplicateOf(index: number): MongoBulkWriteError {
  const writeErrors = [{ code: 11_000, index, errmsg: 'E11000' }]
  const error = new MongoBulkWriteError({ message: 'E11000', code: 11_000, writeErrors } as never, {} as never)
  return Object.assign(error, { writeErrors })
}

/** Everything that is ready to happen has happened. */
const tick = () => new Promise((resolve) => setImmediate(resolve))

const settled = (promise: Promise<unknown>) =>
  promise.then(
    () => 'stored',
    (error: { code: string }) => error.code,
  )

describe('createTurnWriter', () => {
  test('what arrives while an insert is in flight leaves together in the next one', async () => {
    const { inserts, turns } = slowCollection()
    const writer = createTurnWriter(turns)
    const replies = [0, 1, 2, 3].map((seq) => writer.append(turn(seq)))
    expect(inserts.map(({ seqs }) => seqs)).toEqual([[0]])
    inserts[0]?.succeed()
    await replies[0]
    await tick()
    expect(inserts.map(({ seqs }) => seqs)).toEqual([[0], [1, 2, 3]])
    inserts[1]?.succeed()
    await Promise.all(replies)
  })

  test('nobody is told before the insert is acknowledged', async () => {
    const { inserts, turns } = slowCollection()
    let told = false
    const reply = createTurnWriter(turns)
      .append(turn(0))
      .then(() => (told = true))
    await tick()
    expect(told).toBe(false)
    inserts[0]?.succeed()
    await reply
  })

  test('a duplicate key rejects its own turn only', async () => {
    const { inserts, turns } = slowCollection()
    const writer = createTurnWriter(turns)
    const first = writer.append(turn(0))
    const replies = [1, 2, 3].map((seq) => settled(writer.append(turn(seq))))
    inserts[0]?.succeed()
    await first
    await tick()
    inserts[1]?.fail(duplicateOf(1))
    expect(await Promise.all(replies)).toEqual(['stored', 'RUN_MOVED_MEANWHILE', 'stored'])
  })

  test('a lost connection leaves every turn of the group in doubt, and the next group goes out', async () => {
    const { inserts, turns } = slowCollection()
    const writer = createTurnWriter(turns)
    const lost = settled(writer.append(turn(0)))
    const next = settled(writer.append(turn(1)))
    inserts[0]?.fail(new MongoNetworkError('gone'))
    expect(await lost).toBe('DATABASE_NOT_REACHABLE')
    await tick()
    inserts[1]?.succeed()
    expect(await next).toBe('stored')
  })

  test('is idle once everything is stored', async () => {
    const { inserts, turns } = slowCollection()
    const writer = createTurnWriter(turns)
    await writer.idle()
    void writer.append(turn(0))
    let idle = false
    const waiting = writer.idle().then(() => (idle = true))
    await tick()
    expect(idle).toBe(false)
    inserts[0]?.succeed()
    await waiting
  })
})
