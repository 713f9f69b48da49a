import type { Action } from '../ncco/define-action.ts'
import { parseNcco } from '../ncco/parse-ncco.ts'
import { refusal } from '../ncco/refusal.ts'
import { type ActionContext, NEXT, type Outcome, type RunEnd } from './action-context.ts'
import type { Exchange } from './exchange.ts'
import { type Leg, nameOf, type Waiting } from './leg.ts'
import { pause } from './pause.ts'

/** Checks an NCCO; a refused one is reported to the application and yields nothing (V1.1-5). */
export function acceptNcco(exchange: Exchange, leg: Leg, raw: unknown): Action[] | undefined {
  const parsed = parseNcco(raw, exchange.config.switches)
  if (parsed.refusal) {
    exchange.refuse(leg, parsed.refusal)
    return undefined
  }
  exchange.log.add({ type: 'ncco.received', actions: parsed.actions.map(({ action }) => action), ...nameOf(leg) })
  return parsed.actions
}

/** The same for the body of a reply, which may be anything. */
export function acceptReply(exchange: Exchange, leg: Leg, body: string): Action[] | undefined {
  const raw = parseJson(body)
  if (raw !== undefined) return acceptNcco(exchange, leg, raw)
  exchange.refuse(leg, refusal('V1.1-1', ''))
  return undefined
}

/** Carries an NCCO out from top to bottom, and each one that replaces it (V1.1-1, V1.1-6). */
async function runNcco(exchange: Exchange, leg: Leg, first: Action[]): Promise<RunEnd> {
  const run = new AbortController()
  const stop = () => run.abort()
  leg.run = run
  leg.over.signal.addEventListener('abort', stop)
  if (leg.over.signal.aborted) run.abort()
  try {
    let remaining: Action[] = first
    for (;;) {
      const action = remaining[0]
      if (run.signal.aborted) return 'stopped'
      if (!action) {
        await leg.playback.idle()
        return run.signal.aborted ? 'stopped' : 'finished'
      }
      const outcome = await action.perform(contextOf(exchange, leg, run.signal, action.bargeIn))
      if (run.signal.aborted) return 'stopped'
      delete leg.waitsFor
      if (outcome.type === 'next') remaining = remaining.slice(1)
      else {
        const accepted = acceptNcco(exchange, leg, outcome.ncco)
        if (accepted) {
          leg.playback.stop('replaced')
          remaining = accepted
        } else if (exchange.config.switches.refusedReply === 'hangUp') return 'refused'
        else remaining = remaining.slice(1)
      }
    }
  } finally {
    leg.over.signal.removeEventListener('abort', stop)
    if (leg.run === run) delete leg.run
  }
}

/** Carries an NCCO out and ends the leg after it: there is no hang-up action (V1.1-1). */
export async function runToEnd(exchange: Exchange, leg: Leg, actions: Action[]): Promise<void> {
  const end = await runNcco(exchange, leg, actions)
  if (end === 'stopped') return
  const reason = { finished: 'completed', refused: 'nccoRefused' } as const
  exchange.endLeg(leg, { by: 'platform', reason: reason[end] })
}

function contextOf(exchange: Exchange, leg: Leg, signal: AbortSignal, bargeIn: boolean): ActionContext {
  return {
    exchange,
    leg,
    signal,
    bargeIn,

    sleep: (ms) => pause(exchange.clock, ms, signal),

    async runOn(other, reply) {
      const actions = acceptReply(exchange, other, reply)
      return actions ? runNcco(exchange, other, actions) : 'refused'
    },

    async ask(kind, target, body) {
      const to = target ?? leg.events
      const before = leg.waitsFor
      const waiting: Waiting = { kind: 'webhook', url: to.url }
      if (!signal.aborted) leg.waitsFor = waiting
      const result = await exchange.webhooks.ask({ leg, kind, type: 'event', target: to, body })
      if (leg.waitsFor === waiting && before) leg.waitsFor = before
      return result.delivered ? outcomeOf(result.body, exchange.config.switches.emptyArray) : NEXT
    },
  }
}

/** V1.1-6: nothing goes on; anything else has to be an NCCO. */
function outcomeOf(body: string, emptyArray: 'continue' | 'replace'): Outcome {
  if (body.trim() === '') return NEXT
  const ncco = parseJson(body)
  return Array.isArray(ncco) && ncco.length === 0 && emptyArray === 'continue' ? NEXT : { type: 'replace', ncco }
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
