import { type ServiceRequest, startWebService, type WebService } from './web-service.ts'

/** What was asked for in one call, once the dust has settled. */
export interface Booking {
  /** Of a request that may be repeated: how often it came under its key. Of another: 1 each. */
  times: number
  key: string | undefined
  path: string
}

/** Somebody else's books, which know a repetition by its key, and keep what was done. */
export interface Ledger extends Pick<WebService, 'host' | 'stop'> {
  /** What was done, by the number of the caller for whom it was done. */
  bookings(caller: string): Booking[]
}

/** @param lateMs How long the books take to answer somebody, which does not change what they have done by then. */
export async function startLedger(lateMs: (caller: string) => number): Promise<Ledger> {
  const done = new Map<string, Booking[]>()

  const serve = ({ method, path, headers, answer }: ServiceRequest) => {
    const [, what = '', caller = ''] = path.split('/')
    const all = done.get(caller) ?? []
    done.set(caller, all)
    if (method === 'POST') {
      const key = headers['idempotency-key'] === undefined ? undefined : String(headers['idempotency-key'])
      const before = key === undefined ? undefined : all.find((booking) => booking.key === key)
      if (before === undefined) all.push({ times: 1, key, path: what })
      else before.times += 1
    }
    setTimeout(() => answer(200, { reference: `${what}-${caller.slice(-3)}` }), lateMs(caller))
  }

  const service = await startWebService(serve)
  return { host: service.host, stop: () => service.stop(), bookings: (caller) => done.get(caller) ?? [] }
}
