import Router from '@koa/router'
import { AppError } from '@patchbay/core'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { PluginTriggers } from '../plugins/plugin-triggers.ts'
import type { Metrics } from './metrics.ts'
import { readRawBody } from './raw-body.ts'
import { param } from './request.ts'

const BODY_LIMIT_BYTES = 256 * 1024
/** What one address may send to one trigger: a provider that catches up after a pause stays below. */
const REQUESTS = 300
const PER_SECONDS = 10

export interface HookDeps {
  triggers: Pick<PluginTriggers, 'receive'>
  metrics: Pick<Metrics, 'refused'>
  publicUrl: string
  requests?: number
}

/** Webhooks of plugins' providers. What is not answered with 2xx is sent again, by all of them. */
export function hookRoutes({ triggers, metrics, publicUrl, requests = REQUESTS }: HookDeps): Router {
  const limiter = new RateLimiterMemory({ points: requests, duration: PER_SECONDS })
  const router = new Router({ prefix: '/hooks' })

  router.post('/:installation/:trigger', async (ctx) => {
    try {
      await limiter.consume(`${ctx.ip} ${ctx.path}`)
    } catch (thrown) {
      if (!(thrown instanceof RateLimiterRes)) throw thrown
      ctx.set('retry-after', String(Math.ceil(thrown.msBeforeNext / 1000)))
      throw new AppError('TOO_MANY_REQUESTS', 'Too many requests; try again in a moment')
    }
    const rawBody = await readRawBody(ctx.req, BODY_LIMIT_BYTES)
    try {
      await triggers.receive(param(ctx, 'installation'), param(ctx, 'trigger'), {
        headers: ctx.headers,
        rawBody,
        contentType: ctx.get('content-type'),
        method: ctx.method,
        url: `${publicUrl}${ctx.url}`,
      })
    } catch (thrown) {
      if (AppError.from(thrown).code === 'TRIGGER_NOT_SIGNED') metrics.refused()
      throw thrown
    }
    // some providers take anything else for a failure
    ctx.status = 200
    ctx.body = ''
  })
  router.all('/{*rest}', (ctx) => {
    ctx.set('allow', 'POST')
    // the same for every address: it tells nobody what is installed
    throw ctx.method === 'POST'
      ? new AppError('NOT_FOUND', 'There is nothing at this address')
      : new AppError('METHOD_NOT_ALLOWED', 'Webhooks of plugins are taken as POST only')
  })
  return router
}
