import { AppError } from '@patchbay/core'
import type { Middleware } from 'koa'
import helmet from 'koa-helmet'

/** Where this server is reached: the names of this machine, and the public address. */
export interface OwnAddresses {
  hosts: ReadonlySet<string>
  origins: ReadonlySet<string>
}

/** @param publicUrl The address that others reach us at; its host is allowed beside those of this machine. */
export function ownAddresses(port: number, publicUrl: string): OwnAddresses {
  const local = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`)
  const own = new URL(publicUrl)
  return {
    hosts: new Set([...local, own.host]),
    origins: new Set([...local.map((host) => `http://${host}`), own.origin]),
  }
}

/**
 * Refuses requests that name another host: a web page elsewhere can make its own name lead to this machine (DNS rebinding),
 * and loopback is no wall against it.
 */
export function hostCheck(own: OwnAddresses): Middleware {
  return async (ctx, next) => {
    const host = ctx.get('host')
    if (!own.hosts.has(host))
      throw new AppError(
        'HOST_NOT_ALLOWED',
        'This server is not reached by this name; set PUBLIC_URL to the address that it is reached at',
      )
    await next()
  }
}

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS']

/** Refuses changes that a page of another origin asks for. Programs send no `Origin` and are let through. */
export function originCheck(own: OwnAddresses): Middleware {
  return async (ctx, next) => {
    const origin = ctx.get('origin')
    const foreign = origin === '' ? ctx.get('sec-fetch-site') === 'cross-site' : !own.origins.has(origin)
    if (!SAFE_METHODS.includes(ctx.method) && foreign) {
      throw new AppError('ORIGIN_NOT_ALLOWED', 'Changes are taken from the editor of this server only, not from another site')
    }
    await next()
  }
}

/** The editor needs no more than this: Mantine and React Flow set styles inline, nothing is evaluated. */
export function securityHeaders(): Middleware {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        // authors listen to recordings that lie elsewhere before callers do
        mediaSrc: ["'self'", 'https:'],
        workerSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // meant for https, which is ended in front of this process
    strictTransportSecurity: false,
  })
}
