import { AppError, type Manifest, parseManifest } from '@patchbay/core'
import { deskManifest } from '@patchbay/core/test-kit'
import type { SandboxAnswer, SandboxCall } from '@patchbay/sandbox'
import { describe, expect, test } from 'vitest'
import { createPluginDesk } from './plugin-desk.ts'
import { createPluginTally } from './plugin-tally.ts'

const place = { tenantId: 't', environmentId: 'e' }
const manifest = ((): Manifest => {
  const parsed = parseManifest(deskManifest)
  if (parsed.type === 'error') throw new Error('the manifest of the tests is wrong')
  return parsed.manifest
})()

type Turn = SandboxAnswer | { reason: string; sent?: 0 | 1; retryAfterMs?: number }

/** A desk whose sandbox answers turn by turn; the last turn is for all that follow. */
function deskThat(...turns: Turn[]) {
  const calls: SandboxCall[] = []
  const taken: string[] = []
  const measured: string[] = []
  let now = 1_000_000
  const tally = createPluginTally({ add: async () => undefined, since: async () => [] }, () => now)
  const desk = createPluginDesk({
    installations: {
      manifests: async () => [manifest],
      open: async (_place, name) =>
        name !== 'test-desk'
          ? undefined
          : {
              shelf: { ...place, installationId: 'i' },
              manifest,
              bundle: { code: '', hash: '' },
              grants: { origins: [], secrets: [], dataClasses: [] },
              settings: {},
              secret: async () => undefined,
            },
    },
    sandbox: {
      async invoke(_installation, call) {
        calls.push(call)
        await call.takeSecret('token')
        const turn = turns[Math.min(calls.length, turns.length) - 1]
        if (turn === undefined) return new Promise<never>(() => undefined)
        if ('outlet' in turn) return turn
        const { reason, sent = 0, retryAfterMs } = turn
        throw new AppError('REQUEST_FAILED', 'x', {
          details: { reason, sent, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
        })
      },
    },
    vault: {
      async take(_tenantId, token) {
        taken.push(token)
        return 'digits'
      },
    },
    tally,
    measure: () => (outcome) => void measured.push(outcome),
    clock: () => now,
  })
  const ask = async (action = 'findCaller', plugin = 'test-desk') => {
    const call = { plugin, action, input: {}, key: 'run/1', signal: new AbortController().signal }
    try {
      return (await desk.invoke(place, call)).outlet
    } catch (thrown) {
      const { reason, sent } = AppError.from(thrown).details
      return `${reason} ${sent}`
    }
  }
  return { ask, calls, taken, measured, tally, pass: (ms: number) => (now += ms) }
}

const found = { outlet: 'found', output: {} }

test('what is not installed is not asked', async () => {
  const { ask, calls } = deskThat(found)
  expect([await ask('findCaller', 'other'), await ask('other')]).toEqual(['notInstalled 0', 'actionUnknown 0'])
  expect(calls).toEqual([])
})

describe('another try', () => {
  test.each<[string, string, Turn[], string, number]>([
    ['of what passes', 'findCaller', [{ reason: 'unavailable' }, { reason: 'timeout' }, found], 'found', 3],
    ['three times at most', 'findCaller', [{ reason: 'unavailable' }], 'unavailable 0', 3],
    ['not of what will be the same again', 'findCaller', [{ reason: 'invalidInput' }, found], 'invalidInput 0', 1],
    ['not of what crashed', 'findCaller', [{ reason: 'crashed' }, found], 'crashed 0', 1],
    [
      'of money that is known by its key',
      'charge',
      [
        { reason: 'timeout', sent: 1 },
        { outlet: 'paid', output: {} },
      ],
      'paid',
      2,
    ],
    ['never of what is done once', 'addNote', [{ reason: 'timeout', sent: 1 }, found], 'timeout 1', 1],
    [
      'not when the pause is longer than there is time',
      'findCaller',
      [{ reason: 'rateLimited', retryAfterMs: 30_000 }, found],
      'rateLimited 0',
      1,
    ],
    ['after the pause that was asked for', 'findCaller', [{ reason: 'rateLimited', retryAfterMs: 200 }, found], 'found', 2],
  ])('%s', async (_, action, turns, came, times) => {
    const { ask, calls } = deskThat(...turns)
    expect(await ask(action)).toBe(came)
    expect(calls).toHaveLength(times)
    expect(new Set(calls.map(({ key }) => key))).toEqual(new Set(['run/1']))
  })

  test('forgets nothing of what an earlier one may have done', async () => {
    const { ask } = deskThat({ reason: 'unavailable', sent: 1 }, { reason: 'unavailable', sent: 0 })
    expect(await ask('charge')).toBe('unavailable 1')
  })

  test('has the digits that the vault gave the first', async () => {
    const { ask, taken, calls } = deskThat({ reason: 'unavailable' })
    await ask('charge')
    expect([calls.length, taken]).toEqual([3, ['token']])
  })
})

test('a plugin that keeps failing is left alone, and asked again after a while', async () => {
  const { ask, calls, pass, measured, tally } = deskThat(...Array<Turn>(5).fill({ reason: 'crashed' }), found)
  for (let n = 0; n < 5; n++) await ask()
  expect(await ask()).toBe('circuitOpen 0')
  expect(calls).toHaveLength(5)
  pass(5_000)
  expect(await ask()).toBe('found')
  expect(measured).toEqual([...Array(5).fill('failed'), 'answered'])
  expect((await tally.health(place)).get('test-desk')).toMatchObject({ calls: 6, failures: 5 })
})

test('a plugin that refuses of its own accord does as it should', async () => {
  const { ask } = deskThat({ reason: 'notFound' })
  for (let n = 0; n < 10; n++) expect(await ask()).toBe('notFound 0')
})

test('64 calls at once, and no more', async () => {
  const { ask, calls } = deskThat()
  const waiting = Array.from({ length: 64 }, () => ask())
  expect(await ask()).toBe('busy 0')
  expect(calls).toHaveLength(64)
  expect(waiting).toHaveLength(64)
})
