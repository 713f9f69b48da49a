import { createHistogram } from 'node:perf_hooks'
import { Pool } from 'undici'
import type { SigningKeys } from '../support/vonage-post.ts'
import { signedWith } from './signed-webhook.ts'

/** What one round of load is told, as one JSON argument, and what it measured, as one JSON line on stdout. */
export interface LoadOrder {
  url: string
  callers: number
  seconds: number
  keys: SigningKeys
  number: string
  /** Tells rounds apart: each has calls of its own. */
  round: string
}
export interface LoadFigures {
  /** Requests in all, those before and after the time that is measured among them. */
  sent: number
  perSecond: number
  p50: number
  p95: number
  p99: number
  failures: number
}

const order = JSON.parse(process.argv[2] ?? '{}') as LoadOrder
const signed = (body: object) => signedWith(order.keys, order.round, body)
const pool = new Pool(order.url, { connections: order.callers, pipelining: 1 })
const histogram = createHistogram()
let sent = 0
let requests = 0
let failures = 0
let measuring = false

async function post(path: string, { body, headers }: { body: string; headers: Record<string, string> }): Promise<string> {
  const startedAt = performance.now()
  const response = await pool.request({ method: 'POST', path, body, headers })
  const reply = await response.body.text()
  sent++
  if (measuring) {
    requests++
    histogram.record(Math.max(1, Math.round((performance.now() - startedAt) * 1000)))
    if (response.statusCode !== 200) failures++
  }
  return reply
}

/** A call may take 2,000 turns, and then hears its last words. */
const KEYS_OF_A_CALL = 1000

/** One caller, who calls and presses a key whenever asked, until the time is over. */
async function caller(index: number, over: () => boolean): Promise<void> {
  for (let calls = 0; !over(); calls++) await call(`${order.round}${String(index).padStart(6, '0')}x${calls}x`, index, over)
}

async function call(name: string, index: number, over: () => boolean): Promise<void> {
  const uuid = name.padEnd(32, 'f')
  const from = `4477009${String(10_000 + index).slice(-5)}`
  const shared = { from, to: order.number, uuid, conversation_uuid: `CON-${uuid}` }
  const key = signed({
    speech: { error: 'Speech was not enabled' },
    dtmf: { digits: '1', timed_out: false },
    ...shared,
    timestamp: '2026-01-01T12:00:00.000Z',
  })
  let reply = await post('/vonage/voice/answer', signed({ ...shared, endpoint_type: 'phone', region_url: order.url }))
  for (let pressed = 0; pressed < KEYS_OF_A_CALL && !over(); pressed++) reply = await post(addressIn(reply), key)
}

/** The address stands once in each reply; finding it costs less than parsing, and the same in every round. */
function addressIn(reply: string): string {
  const at = reply.indexOf('/vonage/voice/runs/')
  if (at === -1) throw new Error(`no address in ${reply.slice(0, 200)}`)
  return reply.slice(at, reply.indexOf('"', at))
}

const WARM_UP_MS = 1000
let done = false
const callers = Array.from({ length: order.callers }, (_, index) => caller(index, () => done))
setTimeout(() => {
  measuring = true
  const startedAt = performance.now()
  setTimeout(() => {
    measuring = false
    done = true
    const seconds = (performance.now() - startedAt) / 1000
    const ms = (percentile: number) => histogram.percentile(percentile) / 1000
    void Promise.allSettled(callers).then((ended) => {
      failures += ended.filter(({ status }) => status === 'rejected').length
      const figures: LoadFigures = { sent, perSecond: requests / seconds, p50: ms(50), p95: ms(95), p99: ms(99), failures }
      process.stdout.write(`${JSON.stringify(figures)}\n`)
      process.exit()
    })
  }, order.seconds * 1000)
}, WARM_UP_MS)
