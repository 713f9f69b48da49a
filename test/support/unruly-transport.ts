import { type HttpRequest, type Transport, TransportError } from '@patchbay/vonage-emulator'

export interface UnrulyTransport {
  transport: Transport
  /** Delivers what is still under way. */
  flush(): Promise<void>
}

/** Whose reply nobody hears, so that a late one is only late. */
const REPORTS = new Set(['started', 'ringing', 'answered', 'completed'])

/**
 * Carries webhooks by HTTP as a bad day on the Internet does (spec V2.3-1, V2.7-2): reports come after later webhooks, anything
 * may come twice at once, and a reply may be lost, so that Vonage asks again.
 *
 * @param random 0 to 1, from a seed.
 */
export function unrulyTransport(random: () => number): UnrulyTransport {
  const late: { request: HttpRequest; passes: number }[] = []
  const lost = new Set<string>()

  const deliverDue = async () => {
    const due = late.filter((held) => --held.passes < 0)
    for (const held of due) late.splice(late.indexOf(held), 1)
    await Promise.all(due.map(({ request }) => carry(request)))
  }

  return {
    async transport(request) {
      if (isReport(request) && random() < 0.3) {
        late.push({ request, passes: Math.floor(random() * 3) })
        return { status: 204, body: '' }
      }
      const before = random() < 0.5
      if (before) await deliverDue()
      const [reply] = await Promise.all(random() < 0.25 ? [carry(request), carry(request)] : [carry(request)])
      if (!before) await deliverDue()
      const name = `${request.url} ${request.body}`
      if (random() < 0.15 && !lost.has(name)) {
        lost.add(name)
        throw new TransportError('Socket timeout.')
      }
      return reply
    },
    async flush() {
      for (const { request } of late.splice(0)) await carry(request)
    },
  }
}

/** Carries one webhook as it is. */
export async function carry({ url, method, headers, body }: HttpRequest): Promise<{ status: number; body: string }> {
  const { 'content-length': _counted, ...rest } = headers
  const reply = await fetch(url, { method, headers: rest, ...(body === undefined ? {} : { body }) })
  return { status: reply.status, body: await reply.text() }
}

/** Whether its reply is not heard by anybody. */
export function isReport({ url, body }: HttpRequest): boolean {
  const { status } = JSON.parse(body ?? '{}') as { status?: string }
  return status !== undefined && (url.endsWith('/event') || REPORTS.has(status))
}
