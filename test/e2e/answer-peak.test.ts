import { createHistogram } from 'node:perf_hooks'
import { BUSY_TEXTS } from '@patchbay/core'
import { flowOf } from '@patchbay/core/test-kit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { apiOf, publishOn } from '../support/publish-on.ts'
import { timedTransport } from '../support/timed-transport.ts'

/** Callers who all call at the same instant, and how many of them there are places for. */
const CALLERS = process.env.PATCHBAY_EVIDENCE === '1' ? 200 : 30
const PLACES = Math.floor(CALLERS * 0.9)

const choices = [{ id: 'again', keys: ['1'], label: 'Again' }]
const menu = flowOf({
  ask: ['menu', { prompt: { text: { en: 'Press 1.' } }, choices }, { again: 'ask', noInput: 'ask', noMatch: 'ask' }],
})

const histogram = createHistogram()
let bench: CallBench
beforeAll(async () => {
  bench = await startCallBench()
  await bench.startServer()
  await bench.replaceLine({ transport: timedTransport('/vonage/voice/answer', histogram) })
  await publishOn(bench, menu)
  await apiOf(bench, 'PUT', '/calls-at-once', { body: { limit: PLACES } })
})
afterAll(() => bench.stop())

test(`${CALLERS} callers at the same instant: each hears something that can be played, and who finds no place hears so`, async () => {
  const uuids = Array.from({ length: CALLERS }, (_, n) => {
    const from = `4477009${String(10_000 + n).slice(-5)}`
    return bench.emulator.dial({ from, to: SAMPLE_NUMBER }).uuid
  })
  await bench.clock.runUntil(() => uuids.every((uuid) => bench.heard(uuid).length > 0))
  const first = uuids.map((uuid) => bench.heard(uuid)[0])
  expect(first.filter((text) => text === 'Press 1.')).toHaveLength(PLACES)
  expect(first.filter((text) => text === BUSY_TEXTS.en)).toHaveLength(CALLERS - PLACES)
  expect([...bench.eventsOf('ncco.refused'), ...bench.eventsOf('webhook.failed')]).toEqual([])
  // a figure, not a limit: this machine may have other things to do (`npm run bench answer-peak` compares it with bare Koa)
  const ms = (percentile: number) => Math.round(histogram.percentile(percentile) / 1e6)
  console.log(`answered ${CALLERS} at once: p50 ${ms(50)} ms, p95 ${ms(95)} ms, p99 ${ms(99)} ms`)
  expect(histogram.count).toBe(CALLERS)
})
