import { createPublicKey } from 'node:crypto'
import { jwtVerify } from 'jose'
import type { Middleware } from 'koa'
import { RestError } from './rest-error.ts'

const DAY = 24 * 60 * 60
const DEFAULT_LIFE = 15 * 60

interface Claims {
  application_id?: unknown
  iat?: number
  exp?: number
  jti?: string
}

/**
 * Demands the application's own token (V3-15): RS256 by its key, `application_id`, `iat` not in the future, `jti` never used
 * before, `exp` at most a day after `iat` (15 minutes without one). The machine's time counts, not that of the emulated calls.
 */
export function requireAppJwt(application: { id: string; publicKeyPem: string }): Middleware {
  const used = new Map<string, number>()

  return async (ctx, next) => {
    const token = /^Bearer (.+)$/.exec(ctx.get('authorization'))?.[1]
    if (!token) throw unauthorized('No bearer token')
    // both may have been replaced since (V5-1)
    const { id, publicKeyPem } = application
    const claims: Claims = await jwtVerify(token, createPublicKey(publicKeyPem), { algorithms: ['RS256'], typ: 'JWT' }).then(
      ({ payload }) => payload,
      (error: Error) => Promise.reject(unauthorized(error.message)),
    )
    const now = Math.floor(Date.now() / 1000)
    const { application_id, iat, jti, exp = (iat ?? 0) + DEFAULT_LIFE } = claims
    if (application_id !== id) throw unauthorized('application_id is not this application')
    if (typeof iat !== 'number' || iat > now + 1) throw unauthorized('iat is missing or in the future')
    if (exp - iat > DAY) throw unauthorized('exp is more than 24 hours after iat')
    if (exp <= now) throw unauthorized('The token has expired')
    if (typeof jti !== 'string' || jti === '') throw unauthorized('jti is missing')
    for (const [old, until] of used) if (until <= now) used.delete(old)
    if (used.has(jti)) throw unauthorized('jti was used before')
    used.set(jti, exp)
    await next()
  }
}

function unauthorized(detail: string): RestError {
  return new RestError(401, 'Unauthorized', detail)
}
