import Router, { type RouterContext } from '@koa/router'
import { AppError, type NccoAction } from '@patchbay/core'
import type { Context, Middleware } from 'koa'
import type { Logger } from 'pino'
import type { Callbacks } from '../callbacks/callbacks.ts'
import type { Clock } from '../clock.ts'
import { askAgain, NOT_IN_SERVICE } from '../runs/apology.ts'
import type { Arrival } from '../runs/arrival.ts'
import type { RunService } from '../runs/run-service.ts'
import type { Attempt } from '../storage/callback-store.ts'
import type { CallbackAddresses } from '../vonage/callback-address.ts'
import { holdSound } from '../vonage/hold-sound.ts'
import type { LegControl } from '../vonage/leg-control.ts'
import { waitsForReply } from '../vonage/run-events.ts'
import type { SignatureCheck } from '../vonage/signature.ts'
import type { TurnAddress, TurnAddresses } from '../vonage/turn-address.ts'
import { parseVoiceWebhook, type VoiceWebhook } from '../vonage/webhook.ts'
import type { Metrics } from './metrics.ts'
import { causeOf } from './problem.ts'
import { parseJson, readRawBody } from './raw-body.ts'

/** Vonage waits five seconds; what takes us longer than this is given up, so that the caller still hears something. */
const TIME_BUDGET_MS = 2500
/** How often a caller waits for one answer before we give up. */
const MOST_WAITS = 4
const BODY_LIMIT_BYTES = 64 * 1024

export interface VoiceRouteDeps {
  runs: RunService
  legControl: LegControl
  addresses: TurnAddresses
  callbacks: Pick<Callbacks, 'answered' | 'heard'>
  callbackAddresses: CallbackAddresses
  clock: Clock
  verify: SignatureCheck
  metrics: Metrics
  log: Logger
  budgetMs?: number | undefined
}

interface Received {
  webhook: VoiceWebhook
  arrival: Arrival
}

type Reply = readonly NccoAction[] | null

/**
 * Vonage's webhooks of voice calls. Whatever is asked by an action that waits for us gets an NCCO, even when we fail: an
 * empty reply would run on or end the call. Refused are only webhooks that are not Vonage's, or not readable.
 */
export function voiceRoutes(deps: VoiceRouteDeps): Middleware {
  const { runs, addresses, callbacks, callbackAddresses, log, metrics, budgetMs = TIME_BUDGET_MS } = deps
  const router = new Router({ prefix: '/vonage/voice' })
  const hold = holdSound()

  const receive = async (ctx: Context): Promise<Received> => {
    const receivedAt = deps.clock()
    const startedAt = performance.now()
    const raw = await readRawBody(ctx.req, BODY_LIMIT_BYTES)
    try {
      const { jti } = deps.verify(ctx.headers.authorization, raw)
      const body = parseJson(raw)
      const webhook = parseVoiceWebhook(body)
      log.debug({ kind: webhook.kind }, 'webhook')
      const elapsedMs = () => performance.now() - startedAt
      return { webhook, arrival: { jti, kind: webhook.kind, body, receivedAt, elapsedMs } }
    } catch (thrown) {
      metrics.refused()
      throw thrown
    }
  }

  /**
   * Answers with what is to be played; our own failures become an apology.
   *
   * @param overdue What is said instead when the work takes too long and goes on.
   * @param otherwise What is played when the work failed.
   */
  const playable = async (
    ctx: Context,
    at: TurnAddress | undefined,
    work: () => Promise<Reply>,
    overdue?: () => Reply | undefined,
    otherwise: () => Reply = () => runs.apology(at),
  ) => {
    const done = metrics.webhook()
    try {
      send(ctx, await within(budgetMs, work()))
      done('answered')
    } catch (thrown) {
      const error = AppError.from(thrown)
      const instead = thrown instanceof Overdue ? overdue?.() : undefined
      log.error(
        { code: error.code, ...at, ...error.details, cause: causeOf(error) },
        instead ? 'A caller waits' : 'A caller hears an apology',
      )
      done('failed')
      // another server of a newer or older release can go on with it: Vonage tries again, then its fallback address
      if (error.code === 'PLAN_FORMAT_UNKNOWN') throw error
      send(ctx, instead ?? otherwise())
    }
  }

  const answer = (
    ctx: Context,
    { webhook, arrival }: Received,
    careful = (work: () => Promise<Reply>): Promise<Reply> => work(),
  ): Promise<void> => {
    if (webhook.kind !== 'answer')
      throw new AppError('WEBHOOK_BODY_NOT_VALID', 'Not an answer webhook', { details: { rule: 'V2.1-2' } })
    return playable(ctx, undefined, () => careful(() => runs.answer(webhook, arrival)))
  }

  /** After this nobody is asked any more what a caller hears who has heard nothing yet: no server there was of the right release. */
  const lastAnswer = (ctx: Context, received: Received): Promise<void> =>
    answer(ctx, received, async (work) => {
      try {
        return await work()
      } catch (thrown) {
        const error = AppError.from(thrown)
        if (error.code !== 'PLAN_FORMAT_UNKNOWN') throw error
        log.error({ code: error.code, ...error.details }, 'A caller hears an apology')
        return runs.apology()
      }
    })

  const atTurn = async (ctx: Context, address: TurnAddress, { webhook, arrival }: Received): Promise<void> => {
    if (!waitsForReply(webhook)) return send(ctx, await runs.handle(address, webhook, arrival))
    const left = /^\d{1,5}$/.exec(String(ctx.query.left ?? ''))?.[0]
    if (webhook.kind === 'input' && left !== undefined) {
      const poll = { left: Number(left), digits: webhook.digits }
      return playable(ctx, address, () => runs.awaitRecording(address, poll, arrival))
    }
    const waited = webhook.kind === 'notify' ? webhook.waited : 0
    const work = () => (waited === 0 ? runs.handle(address, webhook, arrival) : runs.current(address))
    const overdue = () =>
      waited < MOST_WAITS ? askAgain(addresses.of(address).turn, waited + 1, runs.apology(address)) : undefined
    return playable(ctx, address, work, overdue)
  }

  const turnWebhook = async (ctx: Context, [, runId, leg, seq]: readonly string[]): Promise<void> => {
    const address = addresses.read({ runId, leg, seq }, PROOF.exec(ctx.querystring)?.[1])
    if (address === undefined) throw new AppError('NOT_FOUND', 'This is not an address of a turn')
    return atTurn(ctx, address, await receive(ctx))
  }

  /** A customer was called back: what the one who answers hears, and what becomes of the call. */
  const atCallback = async (ctx: Context, at: Attempt, { webhook, arrival }: Received): Promise<void> => {
    if (webhook.kind === 'answer') {
      return playable(ctx, undefined, async () => {
        const taken = await callbacks.answered(at, webhook.vonageCallId)
        if (taken === undefined) return NOT_IN_SERVICE
        // the flow knows a customer and a number of ours, whoever called whom
        return runs.answer({ ...webhook, from: webhook.to, to: taken.callerId }, arrival, taken.target)
      })
    }
    ctx.status = 204
    if (webhook.kind === 'error') await nccoRefused(deps, webhook, arrival)
    if (webhook.kind !== 'status') return
    await callbacks.heard(at, webhook.status)
    await runs.legChanged(webhook, arrival)
  }

  router.post('/answer', async (ctx) => answer(ctx, await receive(ctx)))

  router.post('/event', async (ctx) => {
    const { webhook, arrival } = await receive(ctx)
    ctx.status = 204
    if (webhook.kind === 'status') await runs.legChanged(webhook, arrival)
    else if (webhook.kind === 'error') await nccoRefused(deps, webhook, arrival)
  })

  router.post('/fallback', async (ctx) => {
    const received = await receive(ctx)
    const original = originalUrl(received.arrival.body)
    const address = addresses.readUrl(original)
    const attempt = callbackAddresses.readUrl(original)
    log.warn({ kind: received.webhook.kind, ...address }, 'Vonage used the fallback address')
    if (attempt !== undefined) return atCallback(ctx, attempt, received)
    return address === undefined ? lastAnswer(ctx, received) : atTurn(ctx, address, received)
  })

  router.post('/callbacks/:id/:attempt', async (ctx) => {
    const at = callbackAddresses.read(ctx.params, ctx.query.t)
    if (at === undefined) throw new AppError('NOT_FOUND', 'This is not an address of a callback')
    return atCallback(ctx, at, await receive(ctx))
  })

  // fetched when somebody answers whom we rang; a GET carries no signature, and the address proves that we gave it out
  router.register('/whispers/:runId/:leg/:seq', ['get', 'post'], async (ctx) => {
    const address = addresses.read(ctx.params, ctx.query.t)
    if (address === undefined) throw new AppError('NOT_FOUND', 'This is not an address of a turn')
    // nothing to whisper, or not to be had: the callee is put through all the same, for which a moment's wait is enough
    await playable(ctx, undefined, () => runs.whisper(address), undefined, PUT_THROUGH)
  })

  router.get('/hold.wav', (ctx) => {
    ctx.set('cache-control', 'public, max-age=86400')
    ctx.type = 'audio/wav'
    ctx.body = hold
  })

  router.all('/{*rest}', (ctx) => {
    ctx.set('allow', 'POST')
    throw new AppError(
      ctx.method === 'POST' ? 'NOT_FOUND' : 'METHOD_NOT_ALLOWED',
      'Voice webhooks are taken as POST only: the signature of a GET webhook does not cover its query. Set the HTTP method of the answer, event and fallback URL to POST.',
    )
  })

  // nearly every webhook is one of a turn: it is not looked for among all the others
  const others = router.routes()
  return (ctx, next) => {
    const turn = ctx.method === 'POST' ? TURN_PATH.exec(ctx.path) : null
    return turn === null ? others(ctx as RouterContext, next) : turnWebhook(ctx, turn)
  }
}

const TURN_PATH = /^\/vonage\/voice\/runs\/([^/]+)\/([^/]+)\/([^/]+)$/
/** Where an address carries what proves that we wrote it. */
const PROOF = /(?:^|&)t=([\w-]+)(?:&|$)/

/** The shortest NCCO: it plays nothing. */
const PUT_THROUGH = (): Reply => [{ action: 'wait', timeout: 0.1 }]

function send(ctx: Context, reply: Reply): void {
  if (reply === null) {
    ctx.status = 204
    return
  }
  ctx.status = 200
  ctx.type = 'application/json'
  ctx.body = JSON.stringify(reply)
}

/**
 * Vonage could not play what we sent: the caller is led to the apology by a request of our own (V1.1-5, V2.4). Calls that it
 * would not make because we make too many are a failed connection (V2.4-1, V3-13), for which the flow has an outlet.
 */
async function nccoRefused(
  { runs, legControl, log }: VoiceRouteDeps,
  { reason, vonageConversationId }: Extract<VoiceWebhook, { kind: 'error' }>,
  arrival: Arrival,
) {
  const caller = vonageConversationId === undefined ? undefined : await runs.callerOf(vonageConversationId)
  log.error({ runId: caller?.runId, reason: reason.slice(0, 200).replace(/\d{3,}/g, '…') }, 'Vonage refused what we sent')
  if (caller === undefined) return
  if (/\brate\b/i.test(reason)) await runs.calleeRefused(caller.runId, arrival)
  else await legControl.play(caller, runs.apology(caller))
}

/** V2.7-3 */
function originalUrl(body: unknown): string {
  const request = typeof body === 'object' && body !== null && 'original_request' in body ? body.original_request : undefined
  return typeof request === 'object' && request !== null && 'url' in request ? String(request.url) : ''
}

/** The work goes on: what it comes to is asked for again. */
class Overdue extends AppError {}

async function within<Result>(budgetMs: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const overdue = new Promise<never>((_resolve, reject) => {
    const fail = () => reject(new Overdue('INTERNAL', 'A webhook took too long', { details: { budgetMs } }))
    timer = setTimeout(fail, budgetMs)
  })
  try {
    return await Promise.race([work, overdue])
  } finally {
    clearTimeout(timer)
  }
}
