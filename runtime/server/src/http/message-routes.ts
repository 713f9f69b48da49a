import Router from '@koa/router'
import { AppError } from '@patchbay/core'
import type { Context } from 'koa'
import type { Messages } from '../services/messages.ts'
import { parseInboundMessage, parseMessageReport } from '../vonage/message-webhook.ts'
import type { SignatureCheck } from '../vonage/signature.ts'
import type { Metrics } from './metrics.ts'
import { parseJson, readRawBody } from './raw-body.ts'

const BODY_LIMIT_BYTES = 64 * 1024

export interface MessageRouteDeps {
  messages: Messages
  verify: SignatureCheck
  metrics: Pick<Metrics, 'refused'>
}

/** Vonage's webhooks of messages (V4-11 … V4-13). What is not answered with 2xx is sent again, so nothing is lost while we are away. */
export function messageRoutes({ messages, verify, metrics }: MessageRouteDeps): Router {
  const router = new Router({ prefix: '/vonage/messages' })

  const receive = async <Webhook>(ctx: Context, parse: (body: unknown) => Webhook): Promise<Webhook> => {
    const raw = await readRawBody(ctx.req, BODY_LIMIT_BYTES)
    try {
      verify(ctx.headers.authorization, raw)
      return parse(parseJson(raw))
    } catch (thrown) {
      metrics.refused()
      throw thrown
    }
  }

  router.post('/status', async (ctx) => {
    await messages.report(await receive(ctx, parseMessageReport))
    done(ctx)
  })
  router.post('/inbound', async (ctx) => {
    await messages.receive(await receive(ctx, parseInboundMessage))
    done(ctx)
  })
  router.all('/{*rest}', (ctx) => {
    ctx.set('allow', 'POST')
    throw new AppError(
      ctx.method === 'POST' ? 'NOT_FOUND' : 'METHOD_NOT_ALLOWED',
      'Message webhooks are taken as POST only: /vonage/messages/status and /vonage/messages/inbound.',
    )
  })
  return router
}

/** Vonage wants 200, and reads nothing (V4-13). */
function done(ctx: Context): void {
  ctx.status = 200
  ctx.body = ''
}
