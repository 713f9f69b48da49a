import { timingSafeEqual } from 'node:crypto'
import type { Middleware } from 'koa'
import { RestError } from './rest-error.ts'

/** Demands `key:secret` of the account (V5-1, V5-3). */
export function requireBasicAuth({ apiKey, apiSecret }: { apiKey: string; apiSecret: string }): Middleware {
  const expected = Buffer.from(`Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`)
  return async (ctx, next) => {
    const given = Buffer.from(ctx.get('authorization'))
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new RestError(401, 'Unauthorized', 'You did not provide correct credentials.')
    }
    await next()
  }
}
