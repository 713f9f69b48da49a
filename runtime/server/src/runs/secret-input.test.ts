import { createSecretKey, randomBytes } from 'node:crypto'
import type { Effect, RunState, SecretInput } from '@patchbay/core'
import { describe, expect, test } from 'vitest'
import type { StoredTurn } from '../storage/turn-store.ts'
import type { RunInHand } from './run-in-hand.ts'
import { createSealSecrets } from './secret-input.ts'
import { sealContent } from './turn-content.ts'

const card: SecretInput = { kind: 'cardNumber', minDigits: 12, maxDigits: 19, lastFour: true }
const key = createSecretKey(randomBytes(32))
const address = { runId: 'run', leg: 'caller', seq: 3 }
const typed = (digits: string) => ({ type: 'digits.received', leg: 'caller', askedSeq: 3, digits }) as const

/** A run whose caller is asked by turn `asked`, for a secret or not. */
const runAsking = (asked: number, secret?: SecretInput): RunInHand =>
  ({
    place: { tenantId: 't', environmentId: 'e' },
    runId: 'run',
    key,
    state: {
      ended: null,
      legs: { caller: { askedSeq: asked, ...(secret === undefined ? {} : { secret }) } },
    } as unknown as RunState,
  }) as RunInHand

function sealer({ lost = false, asking = [] as Effect[] } = {}) {
  const kept: string[] = []
  const seal = createSealSecrets({
    vault: {
      async put(_tenantId, value) {
        if (lost) throw new Error('away')
        kept.push(value)
        return 'token'
      },
    },
    turns: {
      at: async (_tenantId, runId, seq) => {
        const content = { inputs: [], state: {} as RunState, effects: asking, recorded: [], reply: null }
        return { runId, seq, ...sealContent(key, { runId, seq }, content) } as unknown as StoredTurn
      },
    },
  })
  return { kept, seal: (run: RunInHand, digits: string) => seal(run, address, [typed(digits)], 0) }
}
const question = (secret?: SecretInput): Effect => ({
  type: 'collectInput',
  leg: 'caller',
  delivery: 'reply',
  digits: { maxDigits: 19, timeoutSeconds: 5, submitOnHash: true },
  speech: null,
  ...(secret === undefined ? {} : { secret }),
})
const received = { type: 'secret.received', leg: 'caller', askedSeq: 3, token: '', length: 16 }

test('a card number is kept, and the run is told a token and the last four digits', async () => {
  const { kept, seal } = sealer()
  expect(await seal(runAsking(3, card), '4111111111111111')).toEqual([
    { ...received, outcome: 'kept', token: 'token', lastFour: '1111' },
  ])
  expect(kept).toEqual(['4111111111111111'])
})

test('without the author’s wish not even the last four are told', async () => {
  const [event] = await sealer().seal(runAsking(3, { ...card, lastFour: false }), '4111111111111111')
  expect(event).toEqual({ ...received, outcome: 'kept', token: 'token' })
})

test('what can be no card is not kept, and only its length is told', async () => {
  const { kept, seal } = sealer()
  expect(await seal(runAsking(3, card), '4111111111111112')).toEqual([{ ...received, outcome: 'notValid' }])
  expect(kept).toEqual([])
})

test('what could not be kept is lost', async () =>
  expect(await sealer({ lost: true }).seal(runAsking(3, card), '4111111111111111')).toEqual([{ ...received, outcome: 'lost' }]))

test('any other question is told as it is', async () => expect(await sealer().seal(runAsking(3), '12')).toEqual([typed('12')]))

describe('an answer to a question that the run has left behind', () => {
  test('is as secret as one in time, and is not kept', async () => {
    const { kept, seal } = sealer({ asking: [question(card)] })
    expect(await seal(runAsking(5), '4111111111111111')).toEqual([{ ...received, outcome: 'notValid' }])
    expect(kept).toEqual([])
  })
  test('is told as it is where it was no secret, whatever is asked by now', async () =>
    expect(await sealer({ asking: [question()] }).seal(runAsking(5, card), '12')).toEqual([typed('12')]))
})
