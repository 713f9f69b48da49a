import Router from '@koa/router'
import { messagesQuerySchema } from '@patchbay/core/http-contract'
import { OWNER } from '../../context.ts'
import type { Messages } from '../../services/messages.ts'
import { parseWith } from '../request.ts'

/** Text messages that came in, for people who read them. */
export function messageListRoutes(messages: Pick<Messages, 'received'>): Router {
  const router = new Router({ prefix: '/api/v1/messages' })
  router.get('/', async (ctx) => {
    // what people wrote is for this browser's user alone, and not for any cache on the way
    ctx.set('cache-control', 'private, no-store')
    ctx.body = await messages.received(OWNER, parseWith(messagesQuerySchema, { ...ctx.query }))
  })
  return router
}
