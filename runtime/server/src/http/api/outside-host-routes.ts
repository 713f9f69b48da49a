import Router from '@koa/router'
import { outsideHostListSchema } from '@patchbay/core/http-contract'
import type { Clock } from '../../clock.ts'
import { OWNER } from '../../context.ts'
import { placeOf } from '../../services/flows.ts'
import type { OutsideHostStore } from '../../storage/outside-host-store.ts'
import { jsonBody } from '../request.ts'

/** The web services that flows may reach. */
export function outsideHostRoutes({ store, clock }: { store: OutsideHostStore; clock: Clock }): Router {
  const router = new Router({ prefix: '/api/v1/outside-hosts' })
  router.get('/', async (ctx) => {
    ctx.body = await store.get(placeOf(OWNER))
  })
  router.put('/', async (ctx) => {
    const { hosts } = await jsonBody(ctx, outsideHostListSchema)
    const saved = { hosts: [...new Set(hosts)].sort() }
    await store.put({ ...placeOf(OWNER), ...saved, updatedAt: new Date(clock()), updatedBy: OWNER.actor })
    ctx.body = saved
  })
  return router
}
