import Router from '@koa/router'
import { callsAtOnceSchema } from '@patchbay/core'
import type { Capacity } from '../../capacity/capacity.ts'
import { OWNER } from '../../context.ts'
import { jsonBody } from '../request.ts'

/** How many calls are taken at once. */
export function capacityRoutes(capacity: Capacity): Router {
  const router = new Router({ prefix: '/api/v1/calls-at-once' })
  router.get('/', async (ctx) => {
    ctx.set('cache-control', 'no-store')
    ctx.body = await capacity.read(OWNER)
  })
  router.put('/', async (ctx) => {
    ctx.body = await capacity.save(OWNER, await jsonBody(ctx, callsAtOnceSchema))
  })
  return router
}
