import type { Middleware } from 'koa'
import type { EmulatorConfig } from '../config.ts'
import { RestError } from './rest-error.ts'

/**
 * Offers each region under a base path of its own (`/api-eu-3/v1/calls`). Without one the request goes to the first region, as a
 * geo-routed host would choose one (V2.9-7).
 */
export function regional({ regions }: EmulatorConfig): Middleware {
  const names: readonly string[] = regions
  return async (ctx, next) => {
    const [, base = '', ...rest] = ctx.path.split('/')
    const named = names.includes(base)
    ctx.state.region = named ? base : names[0]
    if (named) ctx.path = `/${rest.join('/')}`
    await next()
  }
}

/** A call is controlled in the region that it lives in, and is unknown elsewhere (V2.9-7). */
export function demandRegion(what: { region?: string | undefined } | undefined, region: unknown): void {
  if (what && what.region !== region) throw new RestError(404, 'Not Found', 'Not found in this region')
}
