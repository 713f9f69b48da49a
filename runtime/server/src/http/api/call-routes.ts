import Router from '@koa/router'
import { callsQuerySchema } from '@patchbay/core/http-contract'
import { OWNER } from '../../context.ts'
import type { Calls } from '../../services/calls.ts'
import { param, parseWith } from '../request.ts'

/** Calls that were taken, for people who look into them. */
export function callRoutes(calls: Calls): Router {
  const router = new Router({ prefix: '/api/v1/calls' })
  router.use(async (ctx, next) => {
    await next()
    // masked, and yet about people: no proxy and no browser keeps it
    ctx.set('cache-control', 'no-store')
  })
  router.get('/', async (ctx) => {
    ctx.body = await calls.list(OWNER, parseWith(callsQuerySchema, { ...ctx.query }))
  })
  router.get('/:runId', async (ctx) => {
    ctx.body = await calls.get(OWNER, param(ctx, 'runId'))
  })
  return router
}
