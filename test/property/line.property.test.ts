import {
  CALLER,
  effectsOf,
  type FlowDefinition,
  type LegStatus,
  outcomeOfStatus,
  type RunEvent,
  toNcco,
  unnamedCallee,
} from '@patchbay/core'
import { addressesAt, PlayedCall } from '@patchbay/core/test-kit'
import {
  createVirtualClock,
  createVonageEmulator,
  type EmulatorEvent,
  type Transport,
  TransportError,
} from '@patchbay/vonage-emulator'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emulatorConfig } from '../conformance/emulator-config.ts'
import { anyFlow } from './arbitraries.ts'

const runs = process.env['PATCHBAY_EVIDENCE'] === '1' ? 2000 : 120
const HOUR = 3_600_000

/** What the people do when the line waits for them: keys for the caller, an answer or none for whoever is rung. */
const anyActs = fc.array(
  fc.record({
    keys: fc.oneof(
      fc.constant(''),
      fc.string({ unit: fc.constantFrom('1', '2', '9', '0', '#', '*'), minLength: 1, maxLength: 8 }),
    ),
    says: fc.constantFrom('', 'sales', 'Bangkok'),
    callee: fc.constantFrom('answer', 'busy', 'decline', 'ignore'),
  }),
  { maxLength: 10 },
)
type Act = { keys: string; says: string; callee: string }

/** Our server in a few lines: the engine behind the line's webhooks, without HTTP, database or signature. Dead when told so. */
function engineBehindTheLine(flow: FlowDefinition, diesAfter: number) {
  const call = new PlayedCall(flow)
  const sent: unknown[] = []
  let reply = ''
  let webhooks = 0
  const render = () => {
    const fallback = { plan: call.plans({ flowId: flow.id, version: '1' }).plan, state: call.turn.state }
    const url = `http://127.0.0.1/turn/${call.turn.state.legs[CALLER]?.askedSeq}`
    const ncco = toNcco(effectsOf(call.turn, CALLER), addressesAt(url), fallback)
    sent.push(ncco)
    reply = JSON.stringify(ncco)
  }
  render()

  const transport: Transport = async ({ url, body = '{}' }) => {
    webhooks += 1
    if (webhooks > diesAfter) throw new TransportError('Connection refused')
    if (url.endsWith('/answer')) return { status: 200, body: reply }
    const asked = /\/turn\/(\d+)$/.exec(url)?.[1]
    const told: Record<string, unknown> = JSON.parse(body)
    if (asked === undefined) {
      const leg = 'reason' in told ? unnamedCallee(call.turn.state) : undefined
      if (leg !== undefined) call.receives({ type: 'leg.refused', leg })
      return { status: 204, body: '' }
    }
    // what the outside is asked is answered at the first poll
    const { pending } = call.turn.state
    const event: RunEvent | undefined =
      pending === null
        ? eventOf(told, Number(asked))
        : { type: 'request.answered', requestId: pending.id, outcome: 'open', values: {} }
    if (event === undefined) return { status: 204, body: '' }
    if (call.receives(event).moved && call.turn.effects.length > 0) render()
    return { status: 200, body: reply }
  }
  return { call, sent, transport }
}

function eventOf(body: Record<string, unknown>, askedSeq: number): RunEvent | undefined {
  const answer = { leg: CALLER, askedSeq }
  if ('dtmf' in body || 'speech' in body) {
    const digits = (body['dtmf'] as { digits?: string | null } | null)?.digits ?? ''
    if (digits !== '') return { type: 'digits.received', ...answer, digits }
    const heard = (body['speech'] as { results?: { text: string; confidence: string }[] } | null)?.results ?? []
    const results = heard.map(({ text, confidence }) => ({ text, confidence: Number(confidence) }))
    return results.length > 0 ? { type: 'speech.received', ...answer, results } : { type: 'input.timedOut', ...answer }
  }
  if ('payload' in body) return { type: 'connect.finished', ...answer }
  const outcome = outcomeOfStatus(body['status'] as LegStatus)
  return outcome === undefined ? undefined : { type: 'connect.finished', ...answer, outcome }
}

/** Plays a whole call on the line, in virtual time, until it ends by itself or has had every act; then the caller hangs up. */
async function play(flow: FlowDefinition, acts: readonly Act[], diesAfter: number) {
  const clock = createVirtualClock(Date.UTC(2026, 0, 2))
  const server = engineBehindTheLine(flow, diesAfter)
  const emulator = createVonageEmulator(emulatorConfig, { clock, transport: server.transport })
  const { uuid } = emulator.dial({ from: '447700900123', to: '15557650001' })
  const ringing = () => emulator.calls().find((leg) => leg.direction === 'outbound' && leg.state === 'ringing')
  const talking = () => emulator.calls().find((leg) => leg.direction === 'outbound' && leg.state === 'answered')
  const ended = () => emulator.leg(uuid).state === 'ended'
  const quiet = () => ended() || emulator.leg(uuid).waitsFor !== null || ringing() !== undefined || talking() !== undefined

  for (const { keys, says, callee } of acts) {
    await clock.runUntil(quiet, 2 * HOUR)
    if (ended()) break
    const rung = ringing()
    const spoken = talking()
    if (spoken !== undefined) emulator.hangUp(spoken.uuid)
    else if (rung === undefined && keys !== '') emulator.pressKeys(uuid, keys)
    else if (rung === undefined && says !== '') emulator.speak(uuid, { text: says })
    else if (rung !== undefined && callee === 'answer') emulator.answer(rung.uuid)
    else if (rung !== undefined && callee === 'busy') emulator.busy(rung.uuid)
    else if (rung !== undefined && callee === 'decline') emulator.decline(rung.uuid)
    await clock.advance(11_000)
  }
  await clock.settle()
  if (!ended()) emulator.hangUp(uuid)
  await clock.settle()
  const events = emulator.events()
  await emulator.close()
  return { events, sent: server.sent }
}

/** Too many calls in a second is no fault of an NCCO: which flow goes round that fast is a matter of what the people do. */
const TOO_MANY_CALLS = 'V3-13'

const refusals = (events: EmulatorEvent[]) =>
  events.flatMap((event) =>
    event.type === 'ncco.refused' && event.rule !== TOO_MANY_CALLS ? [`${event.rule} at ${event.path}: ${event.reason}`] : [],
  )

test('what any flow makes us send, the line’s strict mode accepts and plays', async () => {
  let nccos = 0
  await fc.assert(
    fc.asyncProperty(anyFlow(8), anyActs, async (flow, acts) => {
      const { events, sent } = await play(flow, acts, Number.POSITIVE_INFINITY)
      expect(refusals(events)).toEqual([])
      nccos += sent.length
    }),
    { numRuns: runs },
  )
  console.info(`${nccos} NCCOs sent and accepted`)
  expect(nccos).toBeGreaterThan(runs)
})

test('when our server dies in the middle of a call, the caller hears the flow’s last words, never silence', async () => {
  let deaths = 0
  await fc.assert(
    fc.asyncProperty(anyFlow(8), anyActs, fc.integer({ min: 1, max: 6 }), async (flow, acts, diesAfter) => {
      const { events } = await play(flow, acts, diesAfter)
      expect(refusals(events)).toEqual([])
      const question = events.findLastIndex(
        (event) =>
          event.type === 'webhook.failed' && (event.kind === 'input' || event.kind === 'notify') && event.url.includes('/turn/'),
      )
      if (question < 0) return
      const end = events.findIndex((event, index) => index > question && event.type === 'leg.ended' && event.by === 'user')
      const after = events.slice(question).filter((event) => event.type === 'heard.started')
      if (end >= 0 && after.length === 0) return // the caller hung up before the line could speak
      deaths += 1
      expect(after.map((event) => event.text).join(' ')).toContain('something went wrong')
    }),
    { numRuns: runs },
  )
  console.info(`${deaths} calls heard the fallback`)
  expect(deaths).toBeGreaterThan(0)
})
