import {
  CALLER,
  canonicalText,
  compileFlow,
  effectsOf,
  NODE_TYPES,
  readFlow,
  step,
  toNcco,
  validate,
  whereIs,
} from '@patchbay/core'
import { addressesAt, fakeWorld, PlayedCall, plansOf } from '@patchbay/core/test-kit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyConfig, anyFlow, NEEDS_ANOTHER_FLOW } from './arbitraries.ts'
import { anyRunEvent } from './event-arbitraries.ts'

const runs = process.env['PATCHBAY_EVIDENCE'] === '1' ? 5000 : 300
const URL = 'https://ivr.test/vonage/voice/runs/r/caller/0'

test('every node type is drawn', () => {
  expect([...Object.keys(anyConfig), ...NEEDS_ANOTHER_FLOW].toSorted()).toEqual(NODE_TYPES.map(({ type }) => type).toSorted())
})

test('every flow that is drawn at random could be published', () => {
  fc.assert(
    fc.property(anyFlow(), (flow) => {
      expect(validate(flow).filter(({ severity }) => severity === 'error')).toEqual([])
    }),
    { numRuns: runs },
  )
})

test('whatever the flow and the caller do, what we send can be played and stored', () => {
  let turns = 0
  fc.assert(
    fc.property(anyFlow(), fc.array(anyRunEvent(), { maxLength: 12 }), (flow, events) => {
      const call = new PlayedCall(flow)
      for (const [index, eventOf] of [undefined, ...events].entries()) {
        const before = call.turn.state
        if (eventOf !== undefined) {
          const event = eventOf(before.legs[CALLER]?.askedSeq ?? 0)
          call.receives(event)
          // the same event once more finds the question answered
          if ('askedSeq' in event) {
            const again = step(call.plans, call.turn.state, event, fakeWorld(99))
            expect(again).toEqual({ state: call.turn.state, effects: [], trace: [], faults: [], recorded: [], moved: false })
          }
        }
        turns += 1
        const { state, effects, faults } = call.turn
        expect(JSON.parse(JSON.stringify(state))).toEqual(state) // storing a run loses nothing
        // an ended run says and does nothing more, but hang up on who still rings
        if (index > 0 && before.ended !== null)
          expect(effects.filter(({ type, leg }) => type !== 'hangUp' || leg === CALLER)).toEqual([])
        expect(faults.filter(({ code }) => code === 'PLAN_BROKEN' || code === 'STEPS_WITHOUT_WAITING')).toEqual([])
        // a run that goes on waits somewhere, or for the caller to go before its after-call part
        const over = state.frames[0]?.snapshot.value === ':end'
        if (state.ended === null && !over) expect(whereIs(state)).toBeDefined()

        const ncco = toNcco(effectsOf(call.turn, CALLER), addressesAt(URL), {
          plan: call.plans({ flowId: flow.id, version: '1' }).plan,
          state,
        })
        const told = effectsOf(call.turn, CALLER).some(({ type }) => type !== 'ticket')
        expectPlayable(ncco, state.ended === null && !over && told)
      }
    }),
    { numRuns: runs },
  )
  console.info(`${turns} turns checked`)
  expect(turns).toBeGreaterThan(runs)
})

test('however the machine of a flow is cut into parts, it does the same', () => {
  let crossed = 0
  fc.assert(
    fc.property(anyFlow(), fc.array(anyRunEvent(), { maxLength: 12 }), (flow, events) => {
      const [whole, alone] = [Number.MAX_SAFE_INTEGER, 1].map((size) => new PlayedCall(flow, undefined, plansOf(flow, [], size)))
      if (whole === undefined || alone === undefined) throw new Error('two calls are compared')
      expect(alone.turn).toEqual(whole.turn)
      for (const eventOf of events) {
        const event = eventOf(whole.turn.state.legs[CALLER]?.askedSeq ?? 0)
        expect(alone.receives(event)).toEqual(whole.receives(event))
        crossed += whole.turn.trace.filter(({ outlet }) => outlet !== null).length
      }
    }),
    { numRuns: runs },
  )
  expect(crossed).toBeGreaterThan(runs / 5)
})

/** What Vonage demands of every reply (spec V1.1-1, V1.2-1, V1.5-3, V1.8-1), and we of a reply that is waited on. */
function expectPlayable(ncco: ReturnType<typeof toNcco>, goesOn: boolean): void {
  expect(ncco.length).toBeGreaterThan(0)
  const names = ncco.map(({ action }) => action)
  expect(names.filter((name) => name === 'input' || name === 'notify').length).toBeLessThanOrEqual(1) // one question per turn
  for (const [index, action] of ncco.entries()) {
    if (action.action === 'talk' && !action.text.startsWith('<speak')) expect(action.text.length).toBeLessThanOrEqual(1500)
    if ((action.action === 'talk' || action.action === 'stream') && action.bargeIn === true) {
      const next = names.slice(index + 1).find((name) => name !== 'talk' && name !== 'stream')
      expect(next).toBe('input')
    }
  }
  if (!goesOn) return
  const question = names.findIndex((name) => name === 'input' || name === 'notify')
  expect(question).toBeGreaterThanOrEqual(0)
  expect(names.slice(question + 1)).toContain('talk') // a dead server is not silence
}

test('a flow survives being written down and read again, and its plan is the same', () => {
  fc.assert(
    fc.property(anyFlow(), (flow) => {
      const read = readFlow(JSON.parse(canonicalText(flow)))
      if (read.type === 'error') throw new Error(JSON.stringify(read.issues))
      expect(canonicalText(read.flow)).toBe(canonicalText(flow))
      expect(compileFlow(read.flow)?.nodes).toEqual(compileFlow(flow)?.nodes)
    }),
    { numRuns: runs },
  )
})
