import type { Answer, PendingRequest, RequestMode, RunEvent, RunState } from '@patchbay/core'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Performers, RequestContext } from '../requests/perform.ts'
import type { TurnName } from '../storage/turn-store.ts'
import { createRequestDesk, LEASE_MS } from './request-desk.ts'

/** A run that waits for what a web service says. */
function waiting(mode: RequestMode, more: Partial<PendingRequest> = {}) {
  const request = {
    kind: 'http',
    method: 'POST',
    url: 'https://a.example.com',
    headers: [],
    body: null,
    keep: [],
    timeoutSeconds: 5,
  }
  const pending = { id: 'r2', seq: 3, mode, request, ...more } as PendingRequest
  return { place: { tenantId: 't', environmentId: 'e' }, isTest: false, runId: 'run1', state: { pending } as RunState }
}

/** A desk, and turns whose only open thing has a lease until `leaseUntil`. */
function desk({ leaseUntil = 0, tell = async (): Promise<void> => undefined } = {}) {
  const turn = { leaseUntil, open: true }
  const asked: RequestContext[] = []
  const told: RunEvent[] = []
  const answers: ((answer: Answer) => void)[] = []
  const made = createRequestDesk({
    performers: {
      http: (_request, context) =>
        new Promise<Answer>((resolve) => {
          asked.push(context)
          answers.push(resolve)
        }),
    } as Performers,
    turns: {
      async takeLease(_turn: TurnName, { now, until }) {
        if (turn.leaseUntil > now.getTime()) return false
        turn.leaseUntil = until.getTime()
        return true
      },
      async extendLease(_turn: TurnName, { until }) {
        turn.leaseUntil = until.getTime()
      },
      async settled() {
        turn.open = false
        return true
      },
    },
    async tell(_runId, event) {
      await tell()
      told.push(event)
    },
    clock: Date.now,
    log: pino({ level: 'silent' }),
  })
  return { desk: made, turn, asked, told, answers }
}

const ok: Answer = { outcome: 'ok', values: {} }
beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }))
afterEach(() => vi.useRealTimers())
const passed = (ms: number) => vi.advanceTimersByTimeAsync(ms)

test('the lease is kept for as long as somebody is at it, and given up with the answer', async () => {
  const { desk: ours, turn, told, answers } = desk({ leaseUntil: Date.now() + LEASE_MS })
  ours.pursue(waiting('idempotent'))
  await passed(30_000)
  expect(turn.leaseUntil).toBeGreaterThan(Date.now())
  answers[0]?.(ok)
  await passed(1)
  expect([told, turn.open]).toEqual([[{ type: 'request.answered', requestId: 'r2', ...ok }], false])
  await passed(60_000)
  expect(turn.leaseUntil).toBeLessThan(Date.now())
})

describe('what another process has left', () => {
  test('is left to it until its lease is over', async () => {
    const { desk: ours, asked } = desk({ leaseUntil: Date.now() + 1 })
    await ours.adopt(waiting('idempotent'))
    expect(asked).toEqual([])
    await passed(1)
    await ours.adopt(waiting('idempotent'))
    expect(asked).toHaveLength(1)
  })

  test('is asked again under the same key where that may be, and says so', async () => {
    const { desk: ours, asked } = desk()
    await ours.adopt(waiting('idempotent'))
    await ours.adopt(waiting('idempotent'))
    expect(asked.map(({ key, again }) => [key, again])).toEqual([['run1/r2', true]])
  })

  test('is unknown where it must not be repeated', async () => {
    const { desk: ours, asked, told, turn } = desk()
    await ours.adopt(waiting('atMostOnce'))
    await passed(1)
    expect([asked, turn.open]).toEqual([[], false])
    expect(told).toEqual([{ type: 'request.answered', requestId: 'r2', outcome: 'unknown', values: {} }])
  })
})

test('what goes on with an earlier intent is asked under its key', async () => {
  const { desk: ours, asked } = desk()
  ours.pursue(waiting('idempotent', { intent: 'r1' }))
  expect(asked.map(({ key, again }) => [key, again])).toEqual([['run1/r1', true]])
})

test('an answer that the run could not be told stands open, for whoever finds it', async () => {
  const { desk: ours, turn, answers } = desk({ tell: () => Promise.reject(new Error('the database is away')) })
  ours.pursue(waiting('idempotent'))
  answers[0]?.(ok)
  await passed(1)
  expect(turn.open).toBe(true)
  await passed(LEASE_MS + 1)
  expect(turn.leaseUntil).toBeLessThanOrEqual(Date.now())
})
