import Router from '@koa/router'
import { OWNER } from '../../context.ts'
import type { PluginLogs } from '../../plugins/plugin-log.ts'
import { param } from '../request.ts'

/** What an installed plugin said of itself. */
export function pluginLogRoutes(logs: Pick<PluginLogs, 'list'>): Router {
  const router = new Router({ prefix: '/api/v1/plugins' })
  router.get('/:name/log', async (ctx) => {
    ctx.body = await logs.list(OWNER, param(ctx, 'name'))
    ctx.set('cache-control', 'no-store')
  })
  return router
}
