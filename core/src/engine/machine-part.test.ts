import { expect, test } from 'vitest'
import { compileFlow } from '../engine/compile-flow.ts'
import type { FlowId } from '../flow/ids.ts'
import { fakeWorld, flowOf } from '../test-kit/flow-of.ts'
import { loadPlan } from './load-plan.ts'
import type { CallReceived } from './run-event.ts'
import { startRun, step } from './step.ts'

const NODES = 2000
const prompt = { text: { en: 'Press 1.' } }
const menu = (next: string) =>
  [
    'menu',
    { prompt, choices: [{ id: 'one', keys: ['1'], label: 'One' }], timeoutSeconds: 5, attempts: 3 },
    { one: next, noInput: next, noMatch: next },
  ] as const
const flow = flowOf({
  ...Object.fromEntries(Array.from({ length: NODES - 1 }, (_, n) => [`n${n}`, menu(n === NODES - 2 ? 'bye' : `n${n + 7}`)])),
  ...Object.fromEntries(Array.from({ length: 6 }, (_, n) => [`n${NODES - 1 + n}`, menu('bye')])),
  bye: ['hangUp', { prompt }],
})
const ref = { flowId: flow.id as FlowId, version: '1' }
const event: CallReceived = {
  ...{ type: 'call.received', leg: 'caller', from: '447700900123', to: '12025550100' },
  ...{ vonageCallId: 'u1', vonageConversationId: 'CON-1' },
}

test('a call in a flow of 2,000 cards has only the part built that it comes to', () => {
  const plan = compileFlow(flow)
  if (plan === undefined) throw new Error('the flow has no start')
  const firstCall = (nodesPerPart?: number) => {
    const startedAt = performance.now()
    const loaded = loadPlan(plan, nodesPerPart)
    let { state } = startRun(() => loaded, ref, event, fakeWorld(0))
    for (let seq = 1; seq <= 3; seq++) {
      const pressed = { type: 'digits.received', leg: 'caller', askedSeq: seq - 1, digits: '1' } as const
      const turn = step(() => loaded, state, pressed, fakeWorld(seq))
      expect(turn.trace).toHaveLength(1)
      state = turn.state
    }
    return performance.now() - startedAt
  }
  firstCall()
  const [whole, inParts] = [firstCall(Number.MAX_SAFE_INTEGER), firstCall()]
  console.info(`all at once ${whole.toFixed(0)} ms, in parts ${inParts.toFixed(1)} ms`)
  expect(inParts).toBeLessThan(whole / 5)
})
