import Router from '@koa/router'
import { OWNER } from '../../context.ts'
import type { PluginTriggers } from '../../plugins/plugin-triggers.ts'
import { param } from '../request.ts'

/** What an installed plugin hears of its provider. */
export function pluginTriggerRoutes(triggers: Pick<PluginTriggers, 'list'>): Router {
  const router = new Router({ prefix: '/api/v1/plugins' })
  router.get('/:name/triggers', async (ctx) => {
    ctx.body = await triggers.list(OWNER, param(ctx, 'name'))
    ctx.set('cache-control', 'no-store')
  })
  return router
}
