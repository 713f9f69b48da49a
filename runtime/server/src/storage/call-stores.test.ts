import { randomBytes } from 'node:crypto'
import { DEFAULT_CALLS_AT_ONCE } from '@patchbay/core'
import { beforeAll, describe, expect, test } from 'vitest'
import { fresh, place, purgeAt, storeBench, turn } from '../../../../test/support/store-bench.ts'
import { createVault } from '../sealing/vault.ts'
import type { FlowPlace } from './flow-store.ts'
import type { BegunTurns } from './turn-store.ts'

const bench = storeBench()

describe('turns', () => {
  test('come back as they were stored', async () => {
    const runId = fresh('run')
    const stored = [turn(runId, 0), turn(runId, 1, { question: 'caller:0', ended: 'completed', jti: 'j' }), turn(runId, 2)]
    await bench.stores.turns.collection.insertMany(stored)
    expect(await bench.stores.turns.latest('local', runId)).toEqual(stored[2])
    expect(await bench.stores.turns.at('local', runId, 0)).toEqual(stored[0])
    expect(await bench.stores.turns.answering('local', runId, 'caller:0')).toEqual(stored[1])
    expect(await bench.stores.turns.since('local', runId, 0)).toEqual([stored[1], stored[2]])
  })

  test('belong to one tenant', async () => {
    const runId = fresh('run')
    await bench.stores.turns.collection.insertOne(turn(runId, 0))
    expect(await bench.stores.turns.latest('other', runId)).toBeUndefined()
  })

  test('a second turn of the same number is refused, and the others of its group are stored', async () => {
    const runId = fresh('run')
    await bench.stores.turns.collection.insertOne(turn(runId, 0))
    const second = bench.stores.turns.collection.insertMany([turn(runId, 0), turn(runId, 1)], { ordered: false })
    await expect(second).rejects.toMatchObject({ name: 'MongoBulkWriteError', code: 11_000 })
    expect((await bench.stores.turns.latest('local', runId))?.seq).toBe(1)
  })
})

describe('the list of calls', () => {
  const other = { tenantId: 'listing', environmentId: 'main' }
  const at = (n: number) => new Date(1_700_000_000_000 + n * 1000)
  const call = (n: number, second: number, flowId = 'main') =>
    [0, 1, 2].map((seq) =>
      turn(`call${n}`, seq, { ...other, at: at(second + seq), ...(seq === 0 ? { entered: { flowId, version: '1' } } : {}) }),
    )
  const listed = async (wanted: Partial<BegunTurns>) =>
    (await bench.stores.turns.begun({ ...other, limit: 10, ...wanted })).map(({ runId }) => runId)

  beforeAll(async () => {
    const calls = [...call(1, 0), ...call(2, 5), ...call(3, 5, 'second'), ...call(4, 5), ...call(5, 9, 'second')]
    await bench.stores.turns.collection.insertMany(calls)
  })

  test('is read newest first and in pages, even where calls began at the same moment', async () => {
    expect(await listed({})).toEqual(['call5', 'call4', 'call3', 'call2', 'call1'])
    expect(await listed({ limit: 2 })).toEqual(['call5', 'call4'])
    expect(await listed({ limit: 2, before: { at: at(5), runId: 'call4' } })).toEqual(['call3', 'call2'])
    expect(await listed({ before: { at: at(5), runId: 'call2' } })).toEqual(['call1'])
    expect(await listed({ flowId: 'second' })).toEqual(['call5', 'call3'])
    expect(await listed({ flowId: 'second', before: { at: at(9), runId: 'call5' } })).toEqual(['call3'])
    expect(await listed({ tenantId: 'somebody else' })).toEqual([])
  })

  test.each([
    ['all', {}, 'tenantId_1_environmentId_1_at_-1_runId_-1'],
    ['of a flow', { 'entered.flowId': 'second' }, 'tenantId_1_environmentId_1_entered.flowId_1_at_-1_runId_-1'],
  ])('%s is read from an index: a page looks at no more calls than it shows', async (_what, more, index) => {
    const { queryPlanner, executionStats } = await bench.stores.turns.collection
      .find({
        ...other,
        seq: 0,
        ...more,
        at: { $lte: at(5) },
        $or: [{ at: { $lt: at(5) } }, { runId: { $lt: 'call4' } }],
      } as never)
      .sort({ at: -1, runId: -1 })
      .limit(1)
      .explain('executionStats')
    expect(JSON.stringify(queryPlanner.winningPlan)).toContain(`"indexName":"${index}"`)
    // the calls of the very moment at which the page begins are looked at once more
    expect(executionStats.totalDocsExamined).toBeLessThanOrEqual(2)
  })

  test('the turns of its calls are read without what is sealed', async () => {
    const outlines = await bench.stores.turns.outlines('listing', ['call5', 'call1'])
    expect(outlines.map(({ runId, seq }) => `${runId} ${seq}`)).toEqual([
      'call1 0',
      'call1 1',
      'call1 2',
      'call5 0',
      'call5 1',
      'call5 2',
    ])
    expect(outlines.some((outline) => 'sealed' in outline)).toBe(false)
  })
})

describe('legs', () => {
  test('are found by the ids that Vonage has, and by their run', async () => {
    const [uuid, runId] = [fresh('uuid'), fresh('run')]
    const leg = {
      _id: uuid,
      ...place,
      isTest: true,
      runId,
      leg: 'caller',
      vonageConversationId: `CON-${uuid}`,
      regionUrl: null,
      purgeAt,
    }
    await bench.stores.legs.add(leg)
    await bench.stores.legs.add({ ...leg, leg: 'another' })
    await bench.stores.legs.add({ ...leg, _id: fresh('uuid'), leg: 'callee1' })
    expect(await bench.stores.legs.byCallId(uuid)).toEqual(leg)
    expect(await bench.stores.legs.callerOf(`CON-${uuid}`)).toEqual(leg)
    expect((await bench.stores.legs.ofRun(runId))?.tenantId).toBe('local')
    expect(await bench.stores.legs.byCallId('unknown')).toBeUndefined()
  })
})

describe('keys', () => {
  test('a run’s key is never replaced, and can be removed', async () => {
    const runId = fresh('run')
    const wrapped = randomBytes(32)
    expect(await bench.stores.keys.add({ _id: runId, tenantId: 'local', wrapped, purgeAt })).toBe(true)
    expect(await bench.stores.keys.add({ _id: runId, tenantId: 'local', wrapped: randomBytes(32), purgeAt })).toBe(false)
    expect(await bench.stores.keys.wrapped('local', runId)).toEqual(wrapped)
    expect(await bench.stores.keys.wrapped('other', runId)).toBeUndefined()
    expect(await bench.stores.keys.wrappedOf('local', [runId, 'unknown'])).toEqual(new Map([[runId, wrapped]]))
    expect(await bench.stores.keys.wrappedOf('other', [runId])).toEqual(new Map())
    await bench.stores.keys.remove('local', runId)
    expect(await bench.stores.keys.wrapped('local', runId)).toBeUndefined()
  })
})

describe('the vault', () => {
  const vault = () => createVault({ entries: bench.stores.vault, secretKey: randomBytes(32), clock: Date.now })

  test('of many takers at once, one gets the value', async () => {
    const one = vault()
    const token = await one.put('local', '4111', 60_000)
    const taken = await Promise.all(Array.from({ length: 8 }, () => one.take('local', token)))
    expect(taken.filter((value) => value !== undefined)).toEqual(['4111'])
  })
})

describe('places', () => {
  const here = (name: string) => ({ tenantId: 'local', environmentId: fresh(name) })
  const caller = { vonageCallId: 'call', regionUrl: null, lookAt: new Date(0) }
  const by = { at: new Date(), actor: 'owner' }
  const settings = (limit: number) => ({ ...DEFAULT_CALLS_AT_ONCE, limit })
  const enter = (at: FlowPlace, runIds: readonly string[]) =>
    Promise.all(runIds.map((runId) => bench.stores.places.enter(at, runId, caller)))

  test('are for as many as there may be, in the order in which they came, and each has one', async () => {
    const at = here('places')
    await bench.stores.places.save(at, settings(3), by)
    expect(await enter(at, ['a', 'b', 'b', 'a', 'c', 'd'])).toEqual([true, true, true, true, true, false])
    expect(await enter(at, ['a', 'd'])).toEqual([true, false])
    expect(await bench.stores.places.taken(at)).toBe(3)
    for (const runId of ['b', 'b', 'nobody']) await bench.stores.places.leave(at, runId)
    expect(await enter(at, ['d', 'e'])).toEqual([true, false])
    expect(await bench.stores.places.taken(at)).toBe(3)
  })

  test('begin with the usual limit, whoever comes first', async () => {
    const at = here('places')
    expect(await enter(at, ['a', 'b'])).toEqual([true, true])
    expect(await bench.stores.places.settings(at)).toEqual(DEFAULT_CALLS_AT_ONCE)
  })

  test('stay as many as the limit says when it is changed by several at once, amid callers', async () => {
    const at = here('places')
    await bench.stores.places.save(at, settings(5), by)
    await enter(at, ['a', 'b', 'c'])
    const changes = [1, 9, 4, 7].map((limit) => bench.stores.places.save(at, settings(limit), by))
    await Promise.all([...changes, bench.stores.places.leave(at, 'a'), enter(at, ['d'])])
    await bench.stores.places.save(at, settings(4), by)
    const taken = await bench.stores.places.taken(at)
    const more = Array.from({ length: 6 }, (_, n) => `more${n}`)
    expect((await enter(at, more)).filter(Boolean)).toHaveLength(4 - taken)
    expect(await bench.stores.places.taken(at)).toBe(4)
  })

  test('are looked at once they are due, by one who claims it', async () => {
    const at = here('places')
    await enter(at, ['a'])
    const due = (await bench.stores.places.due(new Date(), 1000)).filter(({ place }) => place.environmentId === at.environmentId)
    expect(due).toMatchObject([{ runId: 'a', vonageCallId: 'call' }])
    const later = new Date(Date.now() + 60_000)
    const claims = await Promise.all([due[0]!, due[0]!].map((one) => bench.stores.places.claim(one, later)))
    expect(claims.filter(Boolean)).toHaveLength(1)
    const again = await bench.stores.places.due(new Date(), 1000)
    expect(again.filter(({ place }) => place.environmentId === at.environmentId)).toEqual([])
  })
})
