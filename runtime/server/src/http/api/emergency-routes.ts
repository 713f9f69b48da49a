import Router from '@koa/router'
import { setEmergencySchema } from '@patchbay/core/http-contract'
import { OWNER } from '../../context.ts'
import type { EmergencySwitch } from '../../services/emergency.ts'
import { jsonBody } from '../request.ts'

/** The switch above all routing. */
export function emergencyRoutes(emergency: EmergencySwitch): Router {
  const router = new Router({ prefix: '/api/v1/emergency' })
  router.get('/', async (ctx) => {
    ctx.set('cache-control', 'no-store')
    ctx.body = await emergency.read(OWNER)
  })
  router.put('/', async (ctx) => {
    ctx.body = await emergency.set(OWNER, await jsonBody(ctx, setEmergencySchema))
  })
  return router
}
