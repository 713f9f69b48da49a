import Router from '@koa/router'
import { eraseCustomerSchema } from '@patchbay/core/http-contract'
import { OWNER } from '../../context.ts'
import type { Erasures } from '../../services/erasures.ts'
import { jsonBody, param } from '../request.ts'

/** Erases customers. Whom stands in bodies alone: addresses are written to logs. */
export function erasureRoutes(erasures: Erasures): Router {
  const router = new Router({ prefix: '/api/v1/erasures' })
  router.use(async (ctx, next) => {
    await next()
    ctx.set('cache-control', 'no-store')
  })
  router.post('/', async (ctx) => {
    ctx.body = await erasures.begin(OWNER, await jsonBody(ctx, eraseCustomerSchema))
    ctx.status = 202
  })
  router.get('/', async (ctx) => {
    ctx.body = { erasures: await erasures.list(OWNER) }
  })
  router.get('/:id', async (ctx) => {
    ctx.body = await erasures.get(OWNER, param(ctx, 'id'))
  })
  return router
}
