import { type HttpReply, type HttpRequest, type Transport, TransportError } from '@patchbay/vonage-emulator'
import type { Lots } from './drawn-lots.ts'
import { isReport } from './unruly-transport.ts'

interface Chaos {
  lots: Lots
  /** The same for the same webhook of the same call, whenever it is played. */
  nameOf(request: HttpRequest): string
  send: Transport
  /** Where the balancer is. */
  publicUrl: string
  /** Where the servers are. */
  ports: readonly number[]
  count(what: string): void
}

/**
 * Carries webhooks as on a bad day, as `unrulyTransport` does, by lots that do not depend on the order in which many calls are
 * played; and what comes twice comes to two servers at the same instant.
 */
export function chaosTransport({ lots, nameOf, send, publicUrl, ports, count }: Chaos) {
  const lost = new Set<string>()
  const late: { request: HttpRequest; passes: number }[] = []

  /** What does not arrive is told again, as Vonage does. */
  const deliver = async (request: HttpRequest) => {
    const came = await send(request).catch(() => undefined)
    if (came === undefined || came.status >= 500) late.push({ request, passes: 1 })
  }

  const deliverDue = async () => {
    const due = late.filter((held) => --held.passes < 0)
    for (const held of due) late.splice(late.indexOf(held), 1)
    await Promise.all(due.map(({ request }) => deliver(request)))
  }

  const toBoth = async (request: HttpRequest): Promise<HttpReply> => {
    count('sent to two servers at once')
    const both = ports.map((port) => request.url.replace(publicUrl, `http://127.0.0.1:${port}`))
    const came = await Promise.allSettled(both.map((url) => send({ ...request, url })))
    const replies = came.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    const good = replies.find(({ status }) => status < 300) ?? replies[0]
    if (good === undefined) throw new TransportError('Connection closed.')
    return good
  }

  const transport: Transport = async (request) => {
    const name = nameOf(request)
    const lot = (what: string) => lots(`${name}/${what}`)
    if (isReport(request) && lot('late') < 0.3) {
      count('come late')
      late.push({ request, passes: Math.floor(lot('passes') * 3) })
      return { status: 204, body: '' }
    }
    const before = lot('before') < 0.5
    if (before) await deliverDue()
    const reply = await (lot('twice') < 0.25 ? toBoth(request) : send(request))
    if (!before) await deliverDue()
    // once each: were all of Vonage's attempts lost, no server could help (V2.7-2)
    const text = `${request.url} ${request.body}`
    if (lot('lost') < 0.15 && !lost.has(text) && !request.url.endsWith('/fallback')) {
      lost.add(text)
      count('replies lost')
      throw new TransportError('Socket timeout.')
    }
    return reply
  }

  return {
    transport,
    /** Some time has passed. */
    tick: deliverDue,
    /** Delivers what is still under way. */
    async flush() {
      while (late.length > 0) await deliverDue()
    },
  }
}
