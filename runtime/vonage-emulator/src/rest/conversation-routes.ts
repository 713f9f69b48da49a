import Router from '@koa/router'
import type { Middleware } from 'koa'
import { z } from 'zod'
import type { Exchange } from '../calls/exchange.ts'
import { startRecording } from '../calls/recording.ts'
import { legsIn } from '../calls/settle-conversation.ts'
import { webAddress } from '../ncco/fields.ts'
import { demandRegion } from './regional.ts'
import { RestError } from './rest-error.ts'

const recordSchema = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('start'),
    event_url: z.tuple([webAddress]).optional(),
    event_method: z.enum(['GET', 'POST']).default('POST'),
    format: z.enum(['mp3', 'wav', 'ogg']).default('mp3'),
    split: z.literal('conversation').optional(),
  }),
  z.strictObject({ action: z.literal('stop') }),
])

/** Recording switched on and off during a call (V3-16); each time on gives a recording of its own. */
export function conversationRoutes(exchange: Exchange, appJwt: Middleware): Router {
  const router = new Router({ prefix: '/v1/conversations' })
  router.put('/:id/record', appJwt, (ctx) => {
    if (!exchange.config.switches.recordingOnDemand) throw new RestError(404, 'Not Found', 'There is no such resource')
    const order = recordSchema.parse(ctx.request.body)
    const id = ctx.params.id ?? ''
    const [leg] = legsIn(exchange, id)
    if (!leg) throw new RestError(404, 'Not Found', `Conversation ${id} was not found`)
    demandRegion(leg, ctx.state.region)
    if (order.action === 'start') {
      const target = order.event_url ? { url: order.event_url[0], method: order.event_method } : leg.events
      startRecording(exchange, leg, { channels: order.split ? 2 : 1, target })
    } else {
      for (const recording of exchange.recordings) if (recording.conversationUuid === id) recording.stop()
    }
    ctx.status = 204
  })
  return router
}
