import Router from '@koa/router'
import { callbacksQuerySchema, callbackTimeSchema } from '@patchbay/core/http-contract'
import type { CallbackDesk } from '../../callbacks/callback-desk.ts'
import { OWNER } from '../../context.ts'
import { jsonBody, param, parseWith } from '../request.ts'

/** Who is to be called back, for people who look after it. */
export function callbackRoutes(desk: CallbackDesk): Router {
  const router = new Router({ prefix: '/api/v1/callbacks' })
  router.use(async (ctx, next) => {
    await next()
    // masked, and yet about people: no proxy and no browser keeps it
    ctx.set('cache-control', 'no-store')
  })
  router.get('/', async (ctx) => {
    ctx.body = await desk.list(OWNER, parseWith(callbacksQuerySchema, { ...ctx.query }))
  })
  router.put('/:id/time', async (ctx) => {
    const { at } = await jsonBody(ctx, callbackTimeSchema)
    ctx.body = await desk.retime(OWNER, param(ctx, 'id'), new Date(at))
  })
  router.delete('/:id', async (ctx) => {
    await desk.cancel(OWNER, param(ctx, 'id'))
    ctx.status = 204
  })
  router.post('/:id/restore', async (ctx) => {
    ctx.body = await desk.restore(OWNER, param(ctx, 'id'))
  })
  return router
}
