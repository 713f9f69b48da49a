import { CALLER, effectsOf, type FlowId, heardNext, type RunEvent, type Turn, toNcco } from '@patchbay/core'
import { addressesAt, flowOf, PlayedCall, plansOf } from '@patchbay/core/test-kit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyFlow } from './arbitraries.ts'
import { anyRunEvent } from './event-arbitraries.ts'

const runs = process.env['PATCHBAY_EVIDENCE'] === '1' ? 5000 : 300
const URL = 'https://ivr.test/vonage/voice/runs/r/caller/0'

const bye = ['hangUp', { prompt: { text: { en: 'Bye.' } } }] as const
const queued = flowOf(
  {
    wait: [
      'enqueue',
      { queue: 'desk', treatment: { kind: 'flow', flowId: 'treatment' } },
      { connected: 'bye', maxWait: 'bye', full: 'bye', failed: 'bye' },
    ],
    bye,
  },
  { id: 'queued' as FlowId },
)

const looked = (position: number) => (): RunEvent => ({
  ...{ type: 'queue.looked', ticket: 'r1', position, estimatedWaitSeconds: position * 60, waitedSeconds: 5 },
})
/** Nothing among these ends a wait. */
const ENDS: readonly RunEvent['type'][] = ['queue.over', 'connect.finished', 'request.answered']
const anyWhile = () =>
  fc.oneof(
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 9 }).map(looked) },
    {
      weight: 3,
      arbitrary: fc.constantFrom('1', '2', '0').map(
        (digits) =>
          (askedSeq: number): RunEvent => ({ type: 'digits.received', leg: CALLER, askedSeq, digits }),
      ),
    },
    { weight: 2, arbitrary: fc.constant((askedSeq: number): RunEvent => ({ type: 'input.timedOut', leg: CALLER, askedSeq })) },
    { weight: 3, arbitrary: anyRunEvent() },
  )

/** What a turn leaves a waiting caller with: nothing new, or something that asks us what comes next. */
function expectWaitsOn({ state, effects }: Turn, call: PlayedCall): void {
  expect(state.ended).toBeNull()
  expect(state.queue?.ticket).toBe('r1')
  const heard = effectsOf({ effects }, CALLER).filter(({ type }) => type !== 'ticket')
  if (heard.length === 0) return
  const top = state.frames.at(-1)!
  const actions = toNcco(heard, addressesAt(URL), { plan: call.plans(top).plan, state }).map(({ action }) => action)
  expect(actions.some((action) => action === 'input' || action === 'notify')).toBe(true)
  if (state.group?.joined == null)
    for (const action of ['connect', 'record', 'conversation']) expect(actions).not.toContain(action)
}

test('whatever is drawn as a treatment, a caller stays in the queue until it, an agent or the caller ends the wait', () => {
  let rounds = 0
  fc.assert(
    fc.property(anyFlow(), fc.array(anyWhile(), { minLength: 4, maxLength: 14 }), (drawn, events) => {
      const treatment = { ...drawn, id: 'treatment' as FlowId }
      const call = new PlayedCall(queued, '447700900123', plansOf(queued, [treatment]))
      call.does({ answer: 'queued' })
      for (const eventOf of events) {
        const event = eventOf(call.turn.state.legs[CALLER]?.askedSeq ?? 0)
        const { state } = call.turn
        if (ENDS.includes(event.type) || (event.type === 'leg.statusChanged' && event.leg === CALLER)) {
          // what a round has looked up is answered; nothing else is
          if (event.type !== 'request.answered' || state.pending === null) continue
          call.does({ answer: event.outcome, values: event.values })
        } else if (call.receives(event).moved && event.type === 'queue.looked' && heardNext(state) === 'round') rounds += 1
        if (state.group?.joined != null) return
        expectWaitsOn(call.turn, call)
      }
    }),
    { numRuns: runs },
  )
  console.info(`${rounds} rounds begun`)
  expect(rounds).toBeGreaterThan(runs / 2)
})
