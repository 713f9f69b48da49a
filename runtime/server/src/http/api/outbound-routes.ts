import Router from '@koa/router'
import { outboundPolicySchema } from '@patchbay/core'
import { OWNER } from '../../context.ts'
import type { OutboundPolicies } from '../../services/outbound-policies.ts'
import { jsonBody } from '../request.ts'

/** Whom flows may ring. */
export function outboundRoutes(policies: OutboundPolicies): Router {
  const router = new Router({ prefix: '/api/v1/outbound-policy' })
  router.get('/', async (ctx) => {
    ctx.body = await policies.get(OWNER)
  })
  router.put('/', async (ctx) => {
    ctx.body = await policies.save(OWNER, await jsonBody(ctx, outboundPolicySchema))
  })
  router.get('/refused', async (ctx) => {
    ctx.set('cache-control', 'no-store')
    ctx.body = await policies.refused(OWNER)
  })
  return router
}
