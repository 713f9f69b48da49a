import Router from '@koa/router'
import type { Middleware } from 'koa'
import type { Exchange } from '../calls/exchange.ts'
import { type Leg, nameOf } from '../calls/leg.ts'
import { detectionOf } from '../calls/machine-detection.ts'
import { startOutboundCall } from '../calls/outbound-call.ts'
import { callerId } from '../calls/own-number.ts'
import { createRateWindow } from '../calls/rate-window.ts'
import { transfer } from '../calls/transfer.ts'
import { addressOf, partyOf } from '../ncco/endpoints.ts'
import { priceOf } from '../webhooks/status-body.ts'
import { addCallAudioRoutes } from './call-audio-routes.ts'
import { createCallSchema, listCallsSchema, modifyCallSchema } from './call-schemas.ts'
import { createFindLeg } from './find-leg.ts'
import { demandRegion } from './regional.ts'
import { RestError } from './rest-error.ts'

/** Voice REST API v1 (V3), as far as the official SDK needs it. */
export function callRoutes(exchange: Exchange, appJwt: Middleware): Router {
  const { config, creations, clock } = exchange
  const router = new Router({ prefix: '/v1/calls' })
  const requests = createRateWindow(clock, config.limits.requestsPerSecond)
  const tooMany = () => new RestError(429, 'Rate Limit Hit', 'Please wait, then retry your request')
  const find = createFindLeg(exchange.legs)

  router.use(appJwt)
  router.use(async (ctx, next) => {
    const creates = ctx.method === 'POST'
    if (!creates && !requests.take()) throw tooMany()
    demandRegion(exchange.legs.get(/^\/v1\/calls\/([^/]+)/.exec(ctx.path)?.[1] ?? ''), ctx.state.region)
    await next()
  })

  router.post('/', (ctx) => {
    const body = createCallSchema.parse(ctx.request.body)
    if (!creations.take()) throw tooMany()
    const [endpoint] = body.to
    const wanted = { from: body.from?.number, randomFromNumber: body.random_from_number }
    const { shown: from, allowed } = callerId(exchange, addressOf(partyOf(endpoint)), wanted)
    const { uuid, conversationUuid } = startOutboundCall(exchange, {
      endpoint,
      region: ctx.state.region,
      from,
      allowed: allowed || endpoint.type !== 'phone',
      plan: body.answer_url ? { answer: { url: body.answer_url[0], method: body.answer_method } } : { ncco: body.ncco },
      events: body.event_url && { url: body.event_url[0], method: body.event_method },
      detection: detectionOf(body.machine_detection, body.advanced_machine_detection),
      ringingMs: body.ringing_timer * 1000,
      lengthMs: body.length_timer * 1000,
    })
    ctx.status = 201
    ctx.body = { uuid, status: 'started', direction: 'outbound', conversation_uuid: conversationUuid }
  })

  router.get('/', (ctx) => {
    const query = listCallsSchema.parse({ ...ctx.query })
    const found = [...exchange.legs.values()].filter(
      (leg) =>
        leg.region === ctx.state.region &&
        (query.status === undefined || leg.status === query.status) &&
        (query.conversation_uuid === undefined || leg.conversationUuid === query.conversation_uuid) &&
        (query.date_start === undefined || leg.createdAt >= Date.parse(query.date_start)) &&
        (query.date_end === undefined || leg.createdAt <= Date.parse(query.date_end)),
    )
    if (query.order === 'desc') found.reverse()
    const { page_size, record_index } = query
    const calls = found.slice(record_index, record_index + page_size).map(toDetail)
    const pageAt = (index: number) => {
      const url = new URL(ctx.href)
      url.searchParams.set('record_index', String(index))
      return { href: url.href }
    }
    const more = record_index + calls.length < found.length
    const _links = { self: pageAt(record_index), ...(more && { next: pageAt(record_index + page_size) }) }
    ctx.body = { count: found.length, page_size, record_index, _links, _embedded: { calls } }
  })

  router.get('/:uuid', (ctx) => {
    ctx.body = toDetail(find(ctx.params.uuid))
  })

  router.put('/:uuid', async (ctx) => {
    const leg = find(ctx.params.uuid)
    const order = modifyCallSchema.parse(ctx.request.body)
    if (leg.state === 'ended') throw new RestError(400, 'Bad Request', `Call ${leg.uuid} has ended`)
    if (order.action === 'transfer') {
      const { destination } = order
      if (leg.state !== 'answered') throw new RestError(400, 'Bad Request', `Call ${leg.uuid} is not answered`)
      // the reply does not wait for the webhooks that a transfer sends
      exchange.goOn(leg, transfer(exchange, leg, 'url' in destination ? { url: destination.url[0] } : { ncco: destination.ncco }))
    } else if (order.action === 'hangup') {
      if (leg.ring) leg.ring('cancelled')
      else exchange.endLeg(leg, { by: 'platform', reason: 'hangup' })
    } else {
      if (order.action.endsWith('earmuff')) leg.earmuffed = order.action === 'earmuff'
      else leg.muted = order.action === 'mute'
      exchange.log.add({ type: 'leg.changed', muted: leg.muted, earmuffed: leg.earmuffed, ...nameOf(leg) })
    }
    ctx.status = 204
  })

  addCallAudioRoutes(router, exchange, find)
  return router
}

/** V3-4. Prices and times are there once the call has ended. */
function toDetail(leg: Leg): Record<string, unknown> {
  return {
    _links: { self: { href: `/calls/${leg.uuid}` } },
    uuid: leg.uuid,
    conversation_uuid: leg.conversationUuid,
    to: leg.direction === 'outbound' ? leg.party : { type: 'phone', number: leg.to },
    from: leg.direction === 'inbound' ? leg.party : { type: 'phone', number: leg.from },
    status: leg.status,
    direction: leg.direction,
    ...(leg.endedAt !== undefined && priceOf(leg, leg.endedAt)),
  }
}
