import { AppError } from '@patchbay/core'
import type { Middleware } from 'koa'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

/** Far above what a person at an editor does, and below what wears the machine down. */
const REQUESTS = 600
const PER_SECONDS = 10

/** Limits the requests of one address to the API. Webhooks are not limited here: they are signed. */
export function rateLimit({ requests = REQUESTS }: { requests?: number } = {}): Middleware {
  const limiter = new RateLimiterMemory({ points: requests, duration: PER_SECONDS })
  return async (ctx, next) => {
    try {
      await limiter.consume(ctx.ip)
    } catch (thrown) {
      if (!(thrown instanceof RateLimiterRes)) throw thrown
      ctx.set('retry-after', String(Math.ceil(thrown.msBeforeNext / 1000)))
      throw new AppError('TOO_MANY_REQUESTS', 'Too many requests; try again in a moment')
    }
    await next()
  }
}
