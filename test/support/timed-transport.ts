import type { RecordableHistogram } from 'node:perf_hooks'
import type { Transport } from '@patchbay/vonage-emulator'
import { carry } from './unruly-transport.ts'

/** Carries webhooks by HTTP, and keeps in nanoseconds how long those to one address took. */
export function timedTransport(path: string, histogram: RecordableHistogram): Transport {
  return async (request) => {
    const startedAt = process.hrtime.bigint()
    const reply = await carry(request)
    if (new URL(request.url).pathname === path) histogram.record(process.hrtime.bigint() - startedAt)
    return reply
  }
}
