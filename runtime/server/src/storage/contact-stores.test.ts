import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { fresh, place, purgeAt, storeBench } from '../../../../test/support/store-bench.ts'
import type { CallbackPlace, StoredCallback } from './callback-store.ts'
import type { FlowPlace } from './flow-store.ts'
import type { StoredMessage } from './message-store.ts'

const bench = storeBench()

describe('counts of what was rung', () => {
  test('grow in one step, however many add at once, and never meet those of others', async () => {
    const window = { ...place, window: fresh('hour'), purgeAt }
    const sums = await Promise.all(
      Array.from({ length: 20 }, () => bench.stores.outboundCounts.add(window, { legs: 1, spent: 7 })),
    )
    expect(sums.map(({ legs }) => legs).toSorted((one, other) => one - other)).toEqual(sums.map((_sum, index) => index + 1))
    expect(await bench.stores.outboundCounts.add(window, { legs: -1, spent: -7 })).toEqual({ legs: 19, spent: 133 })
    expect(await bench.stores.outboundCounts.add({ ...window, environmentId: 'other' }, { legs: 1, spent: 0 })).toEqual({
      legs: 1,
      spent: 0,
    })
  })
})

describe('the list of web services', () => {
  test('is empty until somebody says so, is one of an environment, and the last one holds', async () => {
    const environment = { tenantId: 'local', environmentId: fresh('env') }
    const list = { ...environment, hosts: ['crm.example.com'], updatedAt: new Date(0), updatedBy: 'owner' }
    expect(await bench.stores.outsideHosts.get(environment)).toEqual({ hosts: [] })
    await Promise.all([bench.stores.outsideHosts.put(list), bench.stores.outsideHosts.put(list)])
    await bench.stores.outsideHosts.put({ ...list, hosts: ['*.example.com'] })
    expect(await bench.stores.outsideHosts.get(environment)).toEqual({ hosts: ['*.example.com'] })
    expect(await bench.stores.outsideHosts.get({ ...environment, tenantId: 'other' })).toEqual({ hosts: [] })
  })
})

describe('policies for what may be rung', () => {
  test('are one of an environment, and the last one holds', async () => {
    const environment = { tenantId: 'local', environmentId: fresh('env') }
    const policy = { ...environment, policyText: '{}', updatedAt: new Date(0), updatedBy: 'owner' }
    expect(await bench.stores.outboundPolicies.get(environment)).toBeUndefined()
    await Promise.all([bench.stores.outboundPolicies.save(policy), bench.stores.outboundPolicies.save(policy)])
    await bench.stores.outboundPolicies.save({ ...policy, policyText: '{"countries":[]}' })
    expect(await bench.stores.outboundPolicies.get(environment)).toEqual({ ...policy, policyText: '{"countries":[]}' })
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
    for (const one of all) await bench.stores.callbacks.add(one)
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
        const [one] = await bench.stores.callbacks.list({ ...at, over: which, after, limit: 1 })
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
    expect([await bench.stores.callbacks.retime(waits, to), await bench.stores.callbacks.retime(rings, to)]).toEqual([
      true,
      false,
    ])
    expect(await bench.stores.callbacks.get(waits)).toMatchObject({ ...to, state: 'waiting' })
    expect(await bench.stores.callbacks.get(rings)).toMatchObject({ notBefore: due(1) })
  })

  test('are cancelled while they wait, and brought back until the number is forgotten', async () => {
    const at = here()
    const [waits = '', rings = ''] = await added(callback(at, 1, { reason: 'busy' }), callback(at, 1, { state: 'calling' }))
    expect([await bench.stores.callbacks.cancel(waits, due(10)), await bench.stores.callbacks.cancel(rings, due(10))]).toEqual([
      true,
      false,
    ])
    expect(await bench.stores.callbacks.take(waits, { now: due(5), until: due(7), version: '1' })).toBeUndefined()
    expect(await bench.stores.callbacks.restore(waits, due(9))).toBe(true)
    expect(await bench.stores.callbacks.get(waits)).toMatchObject({ state: 'waiting', leaseUntil: null, reason: 'busy' })

    await bench.stores.callbacks.cancel(waits, due(10))
    expect(await bench.stores.callbacks.restore(waits, due(10))).toBe(false)
    expect((await bench.stores.callbacks.due(due(10), 1000)).map(({ _id }) => _id)).toContain(waits)
    await bench.stores.callbacks.end({ id: waits, attempt: 0 }, ['cancelled'], 'cancelled', null)
    expect(await bench.stores.callbacks.get(waits)).not.toHaveProperty('sealed')
    expect(await bench.stores.callbacks.restore(waits, due(9))).toBe(false)
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
    for (const one of [...received, ...sent, ...elsewhere]) await bench.stores.messages.add(one)
    const ids: string[] = []
    for (let before: { at: Date; id: string } | undefined; ; ) {
      const page = await bench.stores.messages.received({ ...at, before, limit: 2 })
      const last = page.at(-1)
      if (last === undefined) break
      ids.push(...page.map(({ _id }) => _id))
      before = { at: last.at, id: last._id }
    }
    expect(ids).toEqual(received.map(({ _id }) => _id).toReversed())
    expect((await bench.stores.messages.ofRun(at.tenantId, 'run')).map(({ _id }) => _id)).toEqual(sent.map(({ _id }) => _id))
  })

  test('keep what was charged, whichever report says so', async () => {
    const at = { tenantId: fresh('tenant'), environmentId: 'main' }
    const sent = message(at, 1, { runId: 'run', status: 'sending' })
    await bench.stores.messages.add(sent)
    const cost = { price: '0.0333', currency: 'EUR' }
    const reported = { messageUuid: 'm', reason: null, at: new Date() }
    await bench.stores.messages.report(sent._id, { ...reported, status: 'delivered', cost })
    await bench.stores.messages.report(sent._id, { ...reported, status: 'submitted' })
    expect(await bench.stores.messages.get(sent._id)).toMatchObject({ status: 'delivered', cost })
  })
})
