import { randomBytes } from 'node:crypto'
import { DEFAULT_CALLS_AT_ONCE, flowIdSchema } from '@patchbay/core'
import type { Connection } from 'mongoose'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { createVault } from '../sealing/vault.ts'
import type { CallbackPlace, StoredCallback } from './callback-store.ts'
import { connectDatabase } from './database.ts'
import type { FlowPlace, StoredFlow } from './flow-store.ts'
import type { StoredMessage } from './message-store.ts'
import type { StoredPrompt } from './prompt-store.ts'
import { buildIndexes, createStores, type Stores } from './stores.ts'
import type { BegunTurns, StoredTurn } from './turn-store.ts'
import type { StoredVersion } from './version-store.ts'

let database: TestDatabase
let connection: Connection
let stores: Stores

beforeAll(async () => {
  database = await startTestDatabase()
  connection = await connectDatabase(database.url, { log: pino({ level: 'silent' }), giveUp: new AbortController().signal })
  stores = createStores(connection)
  await buildIndexes(stores)
})
afterAll(async () => {
  await connection.close()
  await database.stop()
})

const purgeAt = new Date(Date.now() + 60_000)
const place = { tenantId: 'local', environmentId: 'main' }
const flowId = flowIdSchema.parse('main')
const key = { ...place, flowId }
const fresh = (() => {
  let count = 0
  return (name: string) => `${name}-${count++}`
})()

const turn = (runId: string, seq: number, more: Partial<StoredTurn> = {}): StoredTurn => ({
  ...place,
  isTest: false,
  runId,
  flowId: 'main',
  version: '1',
  seq,
  at: new Date(),
  seed: 'seed',
  sealed: randomBytes(20),
  trace: [],
  nodeId: 'menu',
  faults: [],
  ended: null,
  projected: false,
  purgeAt,
  ...more,
})

/** What a store's collection is called, where it is not called as the store. */
const COLLECTIONS: Readonly<Record<string, string>> = {
  versions: 'flowVersions',
  tickets: 'queueTickets',
  agents: 'queueAgents',
  conferences: 'conferenceMembers',
  places: 'callPlaces',
  registry: 'registryPackages',
}

test('every collection has its indexes: unique where two writers may meet, in time where documents go', async () => {
  const indexes = await Promise.all(
    Object.keys(stores).map(async (name) => {
      const collection = COLLECTIONS[name] ?? name
      const found = await connection.collection(collection).indexes()
      return found.map(
        (index) =>
          `${collection} ${Object.keys(index.key).join('+')}${index.unique ? ' unique' : ''}${index.expireAfterSeconds === 0 ? ' expires' : ''}`,
      )
    }),
  )
  expect(
    indexes
      .flat()
      .filter((index) => !index.endsWith(' _id'))
      .sort(),
  ).toEqual([
    'bindings tenantId+environmentId+kind+name unique',
    'callPlaces tenantId+environmentId unique',
    'callbacks purgeAt expires',
    'callbacks state+leaseUntil',
    'callbacks state+notBefore',
    'callbacks tenantId+environmentId+state+notBefore',
    'conferenceMembers purgeAt expires',
    'conferenceMembers tenantId+room+enteredAt',
    'conferenceMembers tenantId+runId+member unique',
    'emergency tenantId+revision unique',
    'erasures tenantId+at',
    'events purgeAt expires',
    'events tenantId+contactId',
    'events tenantId+environmentId+at+_id',
    'flowVersions purgeAt expires',
    'flowVersions tenantId+environmentId+flowId+number',
    'flowVersions tenantId+environmentId+flowId+version unique',
    'flows tenantId+environmentId+flowId unique',
    'keys purgeAt expires',
    'keys tenantId',
    'leases until expires',
    'legs purgeAt expires',
    'legs runId',
    'legs vonageConversationId',
    'media purgeAt expires',
    'media tenantId+environmentId+kind+createdAt',
    'mediaChunks purgeAt expires',
    'mediaChunks tenantId+blobId+n unique',
    'messages purgeAt expires',
    'messages tenantId+environmentId+at+_id',
    'messages tenantId+runId',
    'numbers tenantId+environmentId',
    'outboundCounts purgeAt expires',
    'outboundCounts tenantId+environmentId+window unique',
    'outboundPolicies tenantId+environmentId unique',
    'outboundRefusals purgeAt expires',
    'outboundRefusals tenantId+environmentId+day+reason+country unique',
    'outsideHosts tenantId+environmentId unique',
    'pluginHistory tenantId+environmentId+name+at',
    'pluginInstallations tenantId+environmentId+name unique',
    'pluginLogs purgeAt expires',
    'pluginLogs tenantId+environmentId+plugin+at+n',
    'pluginOrders purgeAt expires',
    'pluginOrders tenantId+environmentId+key unique',
    'pluginRecords tenantId+environmentId+installationId+lookup+order',
    'pluginRecords tenantId+environmentId+installationId+unique unique',
    'pluginTallies purgeAt expires',
    'pluginTallies tenantId+environmentId+hour+plugin unique',
    'pluginTriggerCalls purgeAt expires',
    'pluginTriggerCalls tenantId+environmentId+installationId+trigger+event unique',
    'pluginTriggerCalls tenantId+environmentId+plugin+at',
    'pluginTriggerCalls tenantId+waitKey',
    'pluginValues tenantId+environmentId+installationId+name unique',
    'pluginVersions tenantId+environmentId+name+version+codeHash unique',
    'prompts tenantId+environmentId+promptId+version unique',
    'queueAgents tenantId+environmentId+agent unique',
    'queueTickets purgeAt expires',
    'queueTickets state+waitUntil',
    'queueTickets tenantId+environmentId+queue+slot unique',
    'queueTickets tenantId+environmentId+queue+state+priority+enqueuedAt',
    'queueTickets tenantId+runId+ticket unique',
    'recordings deletedAt',
    'recordings fetchAt',
    'recordings purgeAt expires',
    'recordings tenantId+environmentId+mailbox+startedAt',
    'recordings tenantId+environmentId+runId',
    'recordings tenantId+recordingUuid unique',
    'registryPackages name+version unique',
    'turns open.leaseUntil',
    'turns projected+_id',
    'turns purgeAt expires',
    'turns tenantId+environmentId+at+runId',
    'turns tenantId+environmentId+blocked+at',
    'turns tenantId+environmentId+entered.flowId+at+runId',
    'turns tenantId+runId+seq unique',
    'vault purgeAt expires',
  ])
})

describe('turns', () => {
  test('come back as they were stored', async () => {
    const runId = fresh('run')
    const stored = [turn(runId, 0), turn(runId, 1, { question: 'caller:0', ended: 'completed', jti: 'j' }), turn(runId, 2)]
    await stores.turns.collection.insertMany(stored)
    expect(await stores.turns.latest('local', runId)).toEqual(stored[2])
    expect(await stores.turns.at('local', runId, 0)).toEqual(stored[0])
    expect(await stores.turns.answering('local', runId, 'caller:0')).toEqual(stored[1])
    expect(await stores.turns.since('local', runId, 0)).toEqual([stored[1], stored[2]])
  })

  test('belong to one tenant', async () => {
    const runId = fresh('run')
    await stores.turns.collection.insertOne(turn(runId, 0))
    expect(await stores.turns.latest('other', runId)).toBeUndefined()
  })

  test('a second turn of the same number is refused, and the others of its group are stored', async () => {
    const runId = fresh('run')
    await stores.turns.collection.insertOne(turn(runId, 0))
    const second = stores.turns.collection.insertMany([turn(runId, 0), turn(runId, 1)], { ordered: false })
    await expect(second).rejects.toMatchObject({ name: 'MongoBulkWriteError', code: 11_000 })
    expect((await stores.turns.latest('local', runId))?.seq).toBe(1)
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
    (await stores.turns.begun({ ...other, limit: 10, ...wanted })).map(({ runId }) => runId)

  beforeAll(async () => {
    const calls = [...call(1, 0), ...call(2, 5), ...call(3, 5, 'second'), ...call(4, 5), ...call(5, 9, 'second')]
    await stores.turns.collection.insertMany(calls)
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
    const { queryPlanner, executionStats } = await stores.turns.collection
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
    const outlines = await stores.turns.outlines('listing', ['call5', 'call1'])
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

describe('counts of what was rung', () => {
  test('grow in one step, however many add at once, and never meet those of others', async () => {
    const window = { ...place, window: fresh('hour'), purgeAt }
    const sums = await Promise.all(Array.from({ length: 20 }, () => stores.outboundCounts.add(window, { legs: 1, spent: 7 })))
    expect(sums.map(({ legs }) => legs).toSorted((one, other) => one - other)).toEqual(sums.map((_sum, index) => index + 1))
    expect(await stores.outboundCounts.add(window, { legs: -1, spent: -7 })).toEqual({ legs: 19, spent: 133 })
    expect(await stores.outboundCounts.add({ ...window, environmentId: 'other' }, { legs: 1, spent: 0 })).toEqual({
      legs: 1,
      spent: 0,
    })
  })
})

describe('the list of web services', () => {
  test('is empty until somebody says so, is one of an environment, and the last one holds', async () => {
    const environment = { tenantId: 'local', environmentId: fresh('env') }
    const list = { ...environment, hosts: ['crm.example.com'], updatedAt: new Date(0), updatedBy: 'owner' }
    expect(await stores.outsideHosts.get(environment)).toEqual({ hosts: [] })
    await Promise.all([stores.outsideHosts.put(list), stores.outsideHosts.put(list)])
    await stores.outsideHosts.put({ ...list, hosts: ['*.example.com'] })
    expect(await stores.outsideHosts.get(environment)).toEqual({ hosts: ['*.example.com'] })
    expect(await stores.outsideHosts.get({ ...environment, tenantId: 'other' })).toEqual({ hosts: [] })
  })
})

describe('policies for what may be rung', () => {
  test('are one of an environment, and the last one holds', async () => {
    const environment = { tenantId: 'local', environmentId: fresh('env') }
    const policy = { ...environment, policyText: '{}', updatedAt: new Date(0), updatedBy: 'owner' }
    expect(await stores.outboundPolicies.get(environment)).toBeUndefined()
    await Promise.all([stores.outboundPolicies.save(policy), stores.outboundPolicies.save(policy)])
    await stores.outboundPolicies.save({ ...policy, policyText: '{"countries":[]}' })
    expect(await stores.outboundPolicies.get(environment)).toEqual({ ...policy, policyText: '{"countries":[]}' })
  })
})

describe('callbacks', () => {
  const here = () => ({ tenantId: fresh('tenant'), environmentId: 'main' })
  const due = (minute: number) => new Date(Date.UTC(2026, 0, 1, 9, minute))
  const callback = (at: FlowPlace, minute: number, more: Partial<StoredCallback> = {}): StoredCallback => ({
    ...at,
    _id: fresh('callback'),
    isTest: false,
    runId: 'run',
    sealed: randomBytes(20),
    sealedMask: randomBytes(20),
    flowId: 'main',
    version: null,
    callerId: '12025550100',
    regionUrl: null,
    state: 'waiting',
    notBefore: due(minute),
    giveUpAt: due(minute + 30),
    minutesBetween: 5,
    attempt: 0,
    attempts: 3,
    attemptsLeft: 3,
    leaseUntil: null,
    vonageCallId: null,
    reason: null,
    purgeAt,
    ...more,
  })
  const added = async (...all: StoredCallback[]) => {
    for (const one of all) await stores.callbacks.add(one)
    return all.map(({ _id }) => _id)
  }

  test('are listed a page at a time: open ones by when they are due, those that are over latest first', async () => {
    const at = here()
    const open = await added(
      callback(at, 1),
      callback(at, 2, { state: 'calling' }),
      callback(at, 2, { state: 'answered' }),
      callback(at, 4),
    )
    const over = await added(
      callback(at, 1, { state: 'done' }),
      callback(at, 2, { state: 'gaveUp' }),
      callback(at, 3, { state: 'cancelled' }),
    )
    await added(callback({ ...at, environmentId: 'other' }, 1), callback(here(), 1))
    const pages = async (which: boolean) => {
      const ids: string[] = []
      for (let after: CallbackPlace | undefined; ; ) {
        const [one] = await stores.callbacks.list({ ...at, over: which, after, limit: 1 })
        if (one === undefined) return ids
        ids.push(one._id)
        after = { notBefore: one.notBefore, id: one._id }
      }
    }
    expect(await pages(false)).toEqual(open)
    expect(await pages(true)).toEqual(over.toReversed())
  })

  test('are put to another time while they wait, and not when they ring', async () => {
    const at = here()
    const [waits = '', rings = ''] = await added(callback(at, 1), callback(at, 1, { state: 'calling' }))
    const to = { notBefore: due(20), giveUpAt: due(50) }
    expect([await stores.callbacks.retime(waits, to), await stores.callbacks.retime(rings, to)]).toEqual([true, false])
    expect(await stores.callbacks.get(waits)).toMatchObject({ ...to, state: 'waiting' })
    expect(await stores.callbacks.get(rings)).toMatchObject({ notBefore: due(1) })
  })

  test('are cancelled while they wait, and brought back until the number is forgotten', async () => {
    const at = here()
    const [waits = '', rings = ''] = await added(callback(at, 1, { reason: 'busy' }), callback(at, 1, { state: 'calling' }))
    expect([await stores.callbacks.cancel(waits, due(10)), await stores.callbacks.cancel(rings, due(10))]).toEqual([true, false])
    expect(await stores.callbacks.take(waits, { now: due(5), until: due(7), version: '1' })).toBeUndefined()
    expect(await stores.callbacks.restore(waits, due(9))).toBe(true)
    expect(await stores.callbacks.get(waits)).toMatchObject({ state: 'waiting', leaseUntil: null, reason: 'busy' })

    await stores.callbacks.cancel(waits, due(10))
    expect(await stores.callbacks.restore(waits, due(10))).toBe(false)
    expect((await stores.callbacks.due(due(10), 1000)).map(({ _id }) => _id)).toContain(waits)
    await stores.callbacks.end({ id: waits, attempt: 0 }, ['cancelled'], 'cancelled', null)
    expect(await stores.callbacks.get(waits)).not.toHaveProperty('sealed')
    expect(await stores.callbacks.restore(waits, due(9))).toBe(false)
  })
})

describe('messages', () => {
  const message = (at: FlowPlace, minute: number, more: Partial<StoredMessage> = {}): StoredMessage => ({
    ...at,
    _id: fresh('message'),
    isTest: false,
    runId: null,
    channel: 'sms',
    messageUuid: null,
    status: 'received',
    statuses: [],
    reason: null,
    parts: 0,
    at: new Date(Date.UTC(2026, 0, 1, 9, minute)),
    purgeAt,
    ...more,
  })

  test('that came in are listed a page at a time, newest first; those of a run by themselves', async () => {
    const at = { tenantId: fresh('tenant'), environmentId: 'main' }
    const received = [message(at, 1), message(at, 2), message(at, 2), message(at, 3)]
    const sent = [message(at, 4, { runId: 'run', status: 'submitted' }), message(at, 5, { runId: 'run', status: 'sending' })]
    const elsewhere = [message({ ...at, environmentId: 'other' }, 1), message(at, 6, { runId: 'other', status: 'sending' })]
    for (const one of [...received, ...sent, ...elsewhere]) await stores.messages.add(one)
    const ids: string[] = []
    for (let before: { at: Date; id: string } | undefined; ; ) {
      const page = await stores.messages.received({ ...at, before, limit: 2 })
      const last = page.at(-1)
      if (last === undefined) break
      ids.push(...page.map(({ _id }) => _id))
      before = { at: last.at, id: last._id }
    }
    expect(ids).toEqual(received.map(({ _id }) => _id).toReversed())
    expect((await stores.messages.ofRun(at.tenantId, 'run')).map(({ _id }) => _id)).toEqual(sent.map(({ _id }) => _id))
  })

  test('keep what was charged, whichever report says so', async () => {
    const at = { tenantId: fresh('tenant'), environmentId: 'main' }
    const sent = message(at, 1, { runId: 'run', status: 'sending' })
    await stores.messages.add(sent)
    const cost = { price: '0.0333', currency: 'EUR' }
    const reported = { messageUuid: 'm', reason: null, at: new Date() }
    await stores.messages.report(sent._id, { ...reported, status: 'delivered', cost })
    await stores.messages.report(sent._id, { ...reported, status: 'submitted' })
    expect(await stores.messages.get(sent._id)).toMatchObject({ status: 'delivered', cost })
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
    await stores.legs.add(leg)
    await stores.legs.add({ ...leg, leg: 'another' })
    await stores.legs.add({ ...leg, _id: fresh('uuid'), leg: 'callee1' })
    expect(await stores.legs.byCallId(uuid)).toEqual(leg)
    expect(await stores.legs.callerOf(`CON-${uuid}`)).toEqual(leg)
    expect((await stores.legs.ofRun(runId))?.tenantId).toBe('local')
    expect(await stores.legs.byCallId('unknown')).toBeUndefined()
  })
})

describe('keys', () => {
  test('a run’s key is never replaced, and can be removed', async () => {
    const runId = fresh('run')
    const wrapped = randomBytes(32)
    expect(await stores.keys.add({ _id: runId, tenantId: 'local', wrapped, purgeAt })).toBe(true)
    expect(await stores.keys.add({ _id: runId, tenantId: 'local', wrapped: randomBytes(32), purgeAt })).toBe(false)
    expect(await stores.keys.wrapped('local', runId)).toEqual(wrapped)
    expect(await stores.keys.wrapped('other', runId)).toBeUndefined()
    expect(await stores.keys.wrappedOf('local', [runId, 'unknown'])).toEqual(new Map([[runId, wrapped]]))
    expect(await stores.keys.wrappedOf('other', [runId])).toEqual(new Map())
    await stores.keys.remove('local', runId)
    expect(await stores.keys.wrapped('local', runId)).toBeUndefined()
  })
})

describe('the vault', () => {
  const vault = () => createVault({ entries: stores.vault, secretKey: randomBytes(32), clock: Date.now })

  test('of many takers at once, one gets the value', async () => {
    const one = vault()
    const token = await one.put('local', '4111', 60_000)
    const taken = await Promise.all(Array.from({ length: 8 }, () => one.take('local', token)))
    expect(taken.filter((value) => value !== undefined)).toEqual(['4111'])
  })
})

describe('flows', () => {
  const flow = (id: string): StoredFlow => ({
    ...place,
    flowId: id,
    name: 'Main',
    definitionText: '{"a.b":1,"$c":2}',
    logicHash: 'h1',
    nodes: 1,
    revision: 1,
    liveVersion: null,
    liveLogicHash: null,
    updatedAt: new Date(),
    deletedAt: null,
  })

  test('an id is taken once', async () => {
    const id = fresh('flow')
    expect([await stores.flows.add(flow(id)), await stores.flows.add(flow(id))]).toEqual([true, false])
  })

  test('of many saves over one revision, one is stored', async () => {
    const id = fresh('flow')
    await stores.flows.add(flow(id))
    const draft = (name: string) => ({ name, definitionText: '{}', logicHash: 'h2', nodes: 2, updatedAt: new Date() })
    const saves = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => stores.flows.saveDraft({ ...place, flowId: id }, 1, draft(name))),
    )
    const saved = saves.filter((save) => save !== undefined)
    expect(saved).toHaveLength(1)
    expect(await stores.flows.get({ ...place, flowId: id })).toMatchObject({ name: saved[0]?.name, revision: 2 })
  })

  test('a deleted one is out of sight until it is restored', async () => {
    const at = { ...place, flowId: fresh('flow') }
    await stores.flows.add(flow(at.flowId))
    await stores.flows.setDeleted(at, new Date())
    expect(await stores.flows.get(at)).toBeUndefined()
    expect((await stores.flows.list(place)).map((found) => found.flowId)).not.toContain(at.flowId)
    expect(
      await stores.flows.setLive(at, {
        liveVersion: 1,
        liveLogicHash: 'h',
        liveLock: { prompts: {}, plugins: {}, subflows: {} },
      }),
    ).toBeUndefined()
    await stores.flows.setDeleted(at, null)
    expect((await stores.flows.get(at))?.definitionText).toBe('{"a.b":1,"$c":2}')
  })
})

describe('versions', () => {
  const version = (number: number): StoredVersion => ({
    ...key,
    version: number === 0 ? 'draft-abc' : String(number),
    kind: number === 0 ? 'draft' : 'published',
    number,
    definitionText: '{}',
    planText: `{"number":${number}}`,
    planFormat: 1,
    lock: { prompts: {}, plugins: {}, subflows: {} },
    contentHash: 'c',
    logicHash: 'l',
    nodes: 1,
    note: '',
    publishedAt: new Date(),
    publishedBy: 'owner',
  })

  test('a number is given once; drafts are not among the published ones', async () => {
    for (const number of [0, 1, 2, 10]) expect(await stores.versions.add(version(number))).toBe(true)
    expect(await stores.versions.add(version(2))).toBe(false)
    expect((await stores.versions.list(key)).map(({ number }) => number)).toEqual([10, 2, 1])
    expect((await stores.versions.newest(key))?.number).toBe(10)
    expect(await stores.versions.plan(key, 'draft-abc')).toMatchObject({ planText: '{"number":0}', planFormat: 1 })
    expect((await stores.versions.get(key, '2'))?.lock).toEqual({ prompts: {}, plugins: {}, subflows: {} })
    expect(await stores.versions.get({ ...key, tenantId: 'other' }, '2')).toBeUndefined()
  })

  test('a draft that is called again is kept for longer; what is published is kept for good', async () => {
    const { kind, number, note, ...draft } = { ...version(0), version: 'draft-def' }
    const [soon, later] = [new Date('2030-01-01'), new Date('2031-01-01')]
    await stores.versions.keepDraft(draft, soon)
    expect(await stores.versions.get(key, 'draft-def')).toMatchObject({ kind, number, note, purgeAt: soon })
    await stores.versions.keepDraft(draft, later)
    expect((await stores.versions.get(key, 'draft-def'))?.purgeAt).toEqual(later)
    expect((await stores.versions.get(key, '2'))?.purgeAt).toBeUndefined()
  })
})

describe('shared prompts', () => {
  const prompt = (promptId: string, version: number, more: Partial<StoredPrompt> = {}): StoredPrompt => ({
    ...place,
    promptId,
    version,
    name: promptId,
    text: { en: `${promptId} ${version}` },
    recording: {},
    deleted: false,
    savedAt: new Date(),
    savedBy: 'owner',
    ...more,
  })

  test('every edit is a version of its own, which one of two at once gets', async () => {
    const both = [1, 2].map((version) => stores.prompts.add(prompt('greeting', version)))
    expect(await Promise.all([...both, stores.prompts.add(prompt('greeting', 10))])).toEqual([true, true, true])
    const racing = await Promise.all([1, 2].map((n) => stores.prompts.add(prompt('greeting', 11, { savedBy: `person ${n}` }))))
    expect(racing.toSorted()).toEqual([false, true])
    const greeting = { ...place, promptId: 'greeting' }
    expect((await stores.prompts.newest(greeting))?.version).toBe(11)
    expect((await stores.prompts.at(greeting, 2))?.text).toEqual({ en: 'greeting 2' })
    expect((await stores.prompts.versions(greeting)).map(({ version }) => version)).toEqual([11, 10, 2, 1])
    expect(await stores.prompts.newest({ ...greeting, tenantId: 'other' })).toBeUndefined()
  })

  test('the list has the newest version of each that is there, by name, and of nobody else', async () => {
    await stores.prompts.add(prompt('closing', 1, { name: 'Zum Schluss' }))
    await stores.prompts.add(prompt('gone', 1))
    await stores.prompts.add(prompt('gone', 2, { deleted: true }))
    await stores.prompts.add(prompt('theirs', 1, { tenantId: 'other' }))
    const listed = await stores.prompts.list(place)
    expect(listed.map(({ name, version }) => `${name} ${version}`)).toEqual(['greeting 11', 'Zum Schluss 1'])
  })
})

describe('what callers reach', () => {
  const live = { liveVersion: 3, liveLogicHash: 'x', liveLock: { prompts: { greeting: 2 }, plugins: {}, subflows: {} } }

  test('is moved only from where it was thought to be, and says what it uses', async () => {
    const flow = {
      ...place,
      flowId: fresh('moved'),
      name: 'Moved',
      definitionText: '{"at":"media:abc"}',
      logicHash: 'x',
      nodes: 1,
    }
    const state = { revision: 1, liveVersion: 2, liveLogicHash: null, updatedAt: new Date(), deletedAt: null }
    await stores.flows.add({ ...flow, ...state })
    expect(await stores.flows.setLive(flow, live, 1)).toBeUndefined()
    expect(await stores.flows.setLive(flow, live, 2)).toMatchObject(live)
    expect(await stores.flows.setLive(flow, { ...live, liveVersion: 1 })).toMatchObject({ liveVersion: 1 })
    expect(await stores.flows.namesWithText(place, 'media:abc')).toEqual(['Moved'])
    expect(await stores.flows.namesWithText({ ...place, tenantId: 'other' }, 'media:abc')).toEqual([])
  })
})

describe('numbers', () => {
  const line = (number: string, tenantId = 'local') => ({
    _id: number,
    tenantId,
    environmentId: 'main',
    label: 'Line',
    rules: [{ target: { use: 'live' as const, flowId } }],
    use: 'line' as const,
  })

  test('a number belongs to one tenant', async () => {
    expect(await stores.numbers.save(line('12025550100'))).toBe(true)
    expect(await stores.numbers.save(line('12025550100'))).toBe(true)
    expect(await stores.numbers.save(line('12025550100', 'other'))).toBe(false)
    expect((await stores.numbers.find('12025550100'))?.tenantId).toBe('local')
  })

  test('the try line keeps its last rules, the last of them first', async () => {
    const tryLine = { ...line('12025550199'), rules: [], use: 'tryLine' as const }
    const callers = ['447700900001', '447700900002', '447700900003'] as never[]
    for (const caller of callers)
      await stores.numbers.addRule(tryLine, { callers: [caller], target: { use: 'draft', flowId } }, 2)
    const kept = (await stores.numbers.find('12025550199'))?.rules.map((rule) => rule.callers?.[0])
    expect(kept).toEqual(['447700900003', '447700900002'])
  })
})

test('a database that is away is waited for until somebody gives up', async () => {
  const giveUp = new AbortController()
  const url = 'mongodb://%2Ftmp%2Fpatchbay-nobody.sock/test?serverSelectionTimeoutMS=50'
  const lines: string[] = []
  const write = (line: string) => {
    lines.push(line)
    giveUp.abort()
  }
  const log = pino({ level: 'warn' }, { write })
  await expect(connectDatabase(url, { log, giveUp: giveUp.signal })).rejects.toMatchObject({ code: 'DATABASE_NOT_REACHABLE' })
  expect(lines.join()).toContain('does not answer')
})

describe('places', () => {
  const here = (name: string) => ({ tenantId: 'local', environmentId: fresh(name) })
  const caller = { vonageCallId: 'call', regionUrl: null, lookAt: new Date(0) }
  const by = { at: new Date(), actor: 'owner' }
  const settings = (limit: number) => ({ ...DEFAULT_CALLS_AT_ONCE, limit })
  const enter = (at: FlowPlace, runIds: readonly string[]) =>
    Promise.all(runIds.map((runId) => stores.places.enter(at, runId, caller)))

  test('are for as many as there may be, in the order in which they came, and each has one', async () => {
    const at = here('places')
    await stores.places.save(at, settings(3), by)
    expect(await enter(at, ['a', 'b', 'b', 'a', 'c', 'd'])).toEqual([true, true, true, true, true, false])
    expect(await enter(at, ['a', 'd'])).toEqual([true, false])
    expect(await stores.places.taken(at)).toBe(3)
    for (const runId of ['b', 'b', 'nobody']) await stores.places.leave(at, runId)
    expect(await enter(at, ['d', 'e'])).toEqual([true, false])
    expect(await stores.places.taken(at)).toBe(3)
  })

  test('begin with the usual limit, whoever comes first', async () => {
    const at = here('places')
    expect(await enter(at, ['a', 'b'])).toEqual([true, true])
    expect(await stores.places.settings(at)).toEqual(DEFAULT_CALLS_AT_ONCE)
  })

  test('stay as many as the limit says when it is changed by several at once, amid callers', async () => {
    const at = here('places')
    await stores.places.save(at, settings(5), by)
    await enter(at, ['a', 'b', 'c'])
    const changes = [1, 9, 4, 7].map((limit) => stores.places.save(at, settings(limit), by))
    await Promise.all([...changes, stores.places.leave(at, 'a'), enter(at, ['d'])])
    await stores.places.save(at, settings(4), by)
    const taken = await stores.places.taken(at)
    const more = Array.from({ length: 6 }, (_, n) => `more${n}`)
    expect((await enter(at, more)).filter(Boolean)).toHaveLength(4 - taken)
    expect(await stores.places.taken(at)).toBe(4)
  })

  test('are looked at once they are due, by one who claims it', async () => {
    const at = here('places')
    await enter(at, ['a'])
    const due = (await stores.places.due(new Date(), 1000)).filter(({ place }) => place.environmentId === at.environmentId)
    expect(due).toMatchObject([{ runId: 'a', vonageCallId: 'call' }])
    const later = new Date(Date.now() + 60_000)
    const claims = await Promise.all([due[0]!, due[0]!].map((one) => stores.places.claim(one, later)))
    expect(claims.filter(Boolean)).toHaveLength(1)
    const again = await stores.places.due(new Date(), 1000)
    expect(again.filter(({ place }) => place.environmentId === at.environmentId)).toEqual([])
  })
})
