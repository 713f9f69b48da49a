import type { Middleware } from 'koa'
import { isLoopback } from '../webhooks/transport.ts'

/** Loopback is not a wall: a page in the browser of this machine must not reach the emulator under another name or from elsewhere. */
export const localOnly: Middleware = async (ctx, next) => {
  const origin = ctx.get('origin')
  if (!isLoopback(ctx.hostname) || (origin && !isLoopback(hostOf(origin)))) {
    ctx.status = 403
    ctx.body = { error: 'The emulator answers this machine only' }
    return
  }
  await next()
}

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).hostname : ''
}
