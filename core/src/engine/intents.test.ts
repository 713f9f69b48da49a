import { expect, test } from 'vitest'
import { CALLER } from '../flow/ids.ts'
import { fakeWorld, flowOf, plansOf } from '../test-kit/flow-of.ts'
import type { RequestMode } from './request.ts'
import type { CallReceived } from './run-event.ts'
import { startRun, step } from './step.ts'

const received: CallReceived = {
  ...{ type: 'call.received', leg: CALLER, from: '447700900123', to: '12025550100' },
  ...{ vonageCallId: 'u1', vonageConversationId: 'CON-1' },
}

/** A flow that asks the same again, whatever comes; what each request was asked under, after these answers. */
function asked(outcomes: readonly string[], mode: RequestMode): (string | undefined)[] {
  const flow = flowOf({
    pay: [
      'httpRequest',
      { method: mode === 'read' ? 'GET' : 'POST', mayRepeat: mode === 'idempotent', url: 'https://pay.example.com/' },
      { ok: 'pay', notFound: 'pay', refused: 'pay', failed: 'pay', ...(mode === 'read' ? {} : { unknown: 'pay' }) },
    ],
  })
  const plans = plansOf(flow)
  let { state } = startRun(plans, { flowId: flow.id, version: '1' }, received, fakeWorld(0))
  const intents = [state.pending?.intent]
  for (const [index, outcome] of outcomes.entries()) {
    const stored = JSON.parse(JSON.stringify(state)) as typeof state
    const event = { type: 'request.answered' as const, requestId: state.pending?.id ?? '', outcome, values: {} }
    state = step(plans, stored, event, fakeWorld(index + 1)).state
    intents.push(state.pending?.intent)
  }
  return intents
}

test.each<[string, readonly string[], RequestMode, (string | undefined)[]]>([
  [
    'is asked under the first one’s name until somebody knows',
    ['unknown', 'failed', 'unknown'],
    'idempotent',
    [undefined, 'r1', 'r1', 'r1'],
  ],
  [
    'is another one once there was a definite answer',
    ['unknown', 'ok', 'ok'],
    'idempotent',
    [undefined, 'r1', undefined, undefined],
  ],
  ['that was refused is another one, too', ['refused', 'unknown'], 'idempotent', [undefined, undefined, 'r2']],
  ['that must not be repeated is never the same', ['unknown', 'failed'], 'atMostOnce', [undefined, undefined, undefined]],
  ['that only reads has no intent', ['failed', 'failed'], 'read', [undefined, undefined, undefined]],
])('what is asked again at the same card %s', (_what, outcomes, mode, intents) => expect(asked(outcomes, mode)).toEqual(intents))
