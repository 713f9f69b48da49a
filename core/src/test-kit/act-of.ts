import { type Exchange, keysOf } from './call-script.ts'
import type { CallerAct } from './play-call.ts'

/** What happens in an exchange of a call script; undefined where it only listens. */
export function actOf(exchange: Exchange): CallerAct | undefined {
  const keys = keysOf(exchange)
  if (keys !== undefined) return { presses: keys }
  if (exchange.secret !== undefined) return { secret: exchange.secret }
  if (exchange.says !== undefined) return { says: exchange.says }
  if (exchange.answers !== undefined) return { answer: exchange.answers, values: exchange.with ?? {} }
  if (exchange.records !== undefined) return { records: exchange.records }
  if (exchange.outcome !== undefined) return { connect: exchange.outcome }
  if (exchange.conference !== undefined) return { conference: exchange.conference }
  if (exchange.queue !== undefined) return { queue: exchange.queue }
  if (exchange.agent !== undefined) return { agent: exchange.agent }
  return exchange.does
}
