import { randomBytes } from 'node:crypto'
import type { AddressInfo, Server } from 'node:net'
import { AppError, type NccoAction } from '@patchbay/core'
import Koa from 'koa'
import { pino } from 'pino'
import { afterEach, describe, expect, test } from 'vitest'
import type { Arrival } from '../runs/arrival.ts'
import type { RunService } from '../runs/run-service.ts'
import type { StoredLeg } from '../storage/leg-store.ts'
import { createCallbackAddresses } from '../vonage/callback-address.ts'
import { createTurnAddresses } from '../vonage/turn-address.ts'
import { createMetrics } from './metrics.ts'
import { problems } from './problem.ts'
import { voiceRoutes } from './voice-routes.ts'

const talk = (text: string): NccoAction => ({ action: 'talk', text, language: 'en-US' })
const SORRY = [talk('The flow is sorry.')]
const ours = { secretKey: randomBytes(32), publicUrl: 'http://calls.test' }
const addresses = createTurnAddresses(ours)
const callbackAddresses = createCallbackAddresses(ours)
const turnUrl = new URL(addresses.of({ runId: 'run1', leg: 'caller', seq: 3 }).turn)
const input = { uuid: 'u1', dtmf: { digits: '4711', timed_out: false } }
const answer = { uuid: 'u1', conversation_uuid: 'CON-1', from: '447700900123', to: '12025550100' }
const status = { uuid: 'u1', status: 'ringing' }

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** The routes over runs that do as the test says, without a signature check, and what they logged. */
async function serve(runs: Partial<RunService>) {
  const lines: string[] = []
  const played: (readonly NccoAction[])[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
  const deps = {
    runs: { apology: () => SORRY, ...runs } as RunService,
    legControl: {
      play: async (_leg: unknown, actions: readonly NccoAction[]) => {
        played.push(actions)
      },
    },
    addresses,
    callbacks: { answered: async () => undefined, heard: async () => undefined },
    callbackAddresses,
    clock: () => 0,
    verify: () => ({ jti: 'j1' }),
    metrics: createMetrics(),
    log,
    budgetMs: 30,
  }
  const app = new Koa().use(problems(log)).use(voiceRoutes(deps))
  const server = app.listen(0)
  servers.push(server)
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const ask = async (path: string, init: RequestInit) => {
    const response = await fetch(url + path, init)
    const text = await response.text()
    return { status: response.status, body: text === '' ? null : JSON.parse(text) }
  }
  const post = (path: string, body: object) => ask(path, { method: 'POST', body: JSON.stringify(body) })
  return { post, get: (path: string) => ask(path, {}), lines, played }
}

const atTurn = turnUrl.pathname + turnUrl.search
const failing = (thrown: unknown) => async () => {
  throw thrown
}

test('a run is told how its webhook came', async () => {
  const arrivals: (Arrival | undefined)[] = []
  const { post } = await serve({
    handle: async (_at, _webhook, arrival) => {
      arrivals.push(arrival)
      return null
    },
  })
  await post(atTurn, input)
  expect(arrivals).toMatchObject([{ jti: 'j1', kind: 'input', body: input, receivedAt: 0 }])
  expect(arrivals[0]?.elapsedMs()).toBeGreaterThan(0)
})

describe('a webhook that waits for an answer', () => {
  test('gets what the run says, or nothing where it says nothing', async () => {
    const { post } = await serve({ handle: async (_at, { kind }) => (kind === 'input' ? [talk('Menu')] : null) })
    expect(await post(atTurn, input)).toEqual({ status: 200, body: [talk('Menu')] })
    expect(await post(atTurn, status)).toEqual({ status: 204, body: null })
  })

  test.each<[string, string, object, Partial<RunService>]>([
    ['a fault of the program', atTurn, input, { handle: failing(new Error('caller typed 4711')) }],
    ['the database being away', atTurn, input, { handle: failing(new AppError('DATABASE_NOT_REACHABLE', 'Away')) }],
    ['a run that is gone', atTurn, input, { handle: failing(new AppError('RUN_NOT_FOUND', 'Gone')) }],
    ['a call that takes too long to begin', '/vonage/voice/answer', answer, { answer: () => new Promise(() => undefined) }],
    ['a call that cannot begin', '/vonage/voice/answer', answer, { answer: failing(new Error('no')) }],
  ])('gets an apology that can be played for %s', async (_what, path, body, runs) => {
    const { post, lines } = await serve(runs)
    expect(await post(path, body)).toEqual({ status: 200, body: SORRY })
    expect(lines.join()).toContain('A caller hears an apology')
    expect(lines.join()).not.toMatch(/4711|447700900123/)
  })

  test('has the caller wait for what is not ready, gets it when it is, and gives up in the end', async () => {
    let ready = false
    const never = new Promise<never>(() => undefined)
    const { post } = await serve({ handle: () => never, current: async () => (ready ? [talk('Menu')] : never) })
    const waiting = (waited: number) => [
      { action: 'notify', payload: { waited: String(waited) }, eventUrl: [turnUrl.href], eventMethod: 'POST' },
      ...SORRY,
    ]
    expect((await post(atTurn, input)).body).toEqual(waiting(1))
    expect((await post(atTurn, { payload: { waited: '1' } })).body).toEqual(waiting(2))
    expect((await post(atTurn, { payload: { waited: '4' } })).body).toEqual(SORRY)
    ready = true
    expect((await post(atTurn, { payload: { waited: '2' } })).body).toEqual([talk('Menu')])
  })

  test('is left to another server when the run is of another release', async () => {
    const { post } = await serve({ handle: failing(new AppError('PLAN_FORMAT_UNKNOWN', 'Newer')) })
    expect((await post(atTurn, input)).status).toBe(503)
  })
})

test('what a callee hears first is fetched without a signature, by an address that only we can give out', async () => {
  const { get } = await serve({ whisper: async ({ leg }) => [talk(`For ${leg}`)] })
  const whisper = new URL(addresses.of({ runId: 'run1', leg: 'caller', seq: 3 }).whisper('callee1'))
  expect(await get(whisper.pathname + whisper.search)).toEqual({ status: 200, body: [talk('For callee1')] })
  expect((await get(`${whisper.pathname}?t=AAAAAAAAAAAAAAAAAAAAAA`)).status).toBe(404)
})

test('a callee is put through when the whisper is not to be had', async () => {
  const { get } = await serve({ whisper: failing(new AppError('DATABASE_NOT_REACHABLE', 'Away')) })
  const whisper = new URL(addresses.of({ runId: 'run1', leg: 'caller', seq: 3 }).whisper('callee1'))
  expect(await get(whisper.pathname + whisper.search)).toEqual({ status: 200, body: [{ action: 'wait', timeout: 0.1 }] })
})

test.each([
  ['/vonage/voice/event', status],
  [atTurn, status],
])('a status that could not be kept is asked for again: %s', async (path, body) => {
  const away = failing(new AppError('DATABASE_NOT_REACHABLE', 'Away'))
  const { post } = await serve({ legChanged: away, handle: away })
  expect((await post(path, body)).status).toBe(503)
  // but one that Vonage asks about gets something to play
  expect(await post(atTurn, { ...body, status: 'busy' })).toEqual({ status: 200, body: SORRY })
})

test('only an answer webhook begins a call', async () => {
  const { post } = await serve({})
  expect(await post('/vonage/voice/answer', input)).toMatchObject({ status: 400, body: { code: 'WEBHOOK_BODY_NOT_VALID' } })
})

test.each([
  ['is played the apology when what we sent is refused', 'Syntax error in NCCO. Invalid value type or action.', [SORRY]],
  ['is led on as after a failed connection when too many calls are made', 'Rate limit for creating calls exceeded.', ['run1']],
])('a caller %s', async (_what, reason, expected) => {
  const refused: string[] = []
  const { post, played } = await serve({
    callerOf: async () => ({ runId: 'run1', leg: 'caller' }) as StoredLeg,
    calleeRefused: async (runId) => void refused.push(runId),
  })
  expect((await post('/vonage/voice/event', { reason, conversation_uuid: 'CON-1' })).status).toBe(204)
  expect([...played, ...refused]).toEqual(expected)
})
