import { createHistogram } from 'node:perf_hooks'
import { Pool } from 'undici'
import type { SigningKeys } from '../support/vonage-post.ts'
import { signedWith } from './signed-webhook.ts'

/** Calls that come in at the same instant, some rounds of them, as one JSON argument. The first round only warms up. */
export interface PeakOrder {
  url: string
  calls: number
  rounds: number
  keys: SigningKeys
  number: string
}
/** Milliseconds from a call to its first NCCO, as one JSON line on stdout. */
export interface PeakMeasured {
  p50: number
  p95: number
  p99: number
  failures: number
}

const order = JSON.parse(process.argv[2] ?? '{}') as PeakOrder
const pool = new Pool(order.url, { connections: order.calls, pipelining: 1 })
const histogram = createHistogram()
let failures = 0

const post = async (path: string, body: object): Promise<void> => {
  const response = await pool.request({ method: 'POST', path, ...signedWith(order.keys, 'peak', body) })
  await response.body.text()
  if (response.statusCode >= 300) failures++
}

for (let round = 0; round <= order.rounds; round++) {
  const calls = Array.from({ length: order.calls }, (_, n) => {
    const uuid = `peak${process.pid}x${round}x${n}`.padEnd(32, 'f')
    return { from: `4477009${10_000 + n}`, to: order.number, uuid, conversation_uuid: `CON-${uuid}` }
  })
  await Promise.all(
    calls.map(async (call) => {
      const startedAt = performance.now()
      await post('/vonage/voice/answer', { ...call, endpoint_type: 'phone', region_url: order.url })
      if (round > 0) histogram.record(Math.max(1, Math.round((performance.now() - startedAt) * 1000)))
    }),
  )
  const gone = { status: 'completed', direction: 'inbound', timestamp: '2026-01-01T12:00:00.000Z', duration: '1' }
  await Promise.all(calls.map((call) => post('/vonage/voice/event', { ...call, ...gone })))
}
const ms = (percentile: number) => histogram.percentile(percentile) / 1000
const measured: PeakMeasured = { p50: ms(50), p95: ms(95), p99: ms(99), failures }
process.stdout.write(`${JSON.stringify(measured)}\n`)
process.exit()
