import { randomUUID } from 'node:crypto'
import Router from '@koa/router'
import type { Middleware } from 'koa'
import { z } from 'zod'
import { createRateWindow } from '../calls/rate-window.ts'
import type { Clock } from '../clock/clock.ts'
import type { EmulatorConfig } from '../config.ts'
import { isFault, type MessageFault, readMessage } from '../messages/message-schemas.ts'
import type { Messages } from '../messages/messages.ts'
import { requireBasicAuth } from './basic-auth.ts'
import { RestError } from './rest-error.ts'

const statusSchema = z.strictObject({ status: z.enum(['revoked', 'read']) })

interface Deps {
  config: EmulatorConfig
  clock: Clock
  messages: Messages
  appJwt: Middleware
}

/** Messages API v1 (V4-1), with the application's token or the account's key and secret. */
export function messageRoutes({ config, clock, messages, appJwt }: Deps): Router {
  const router = new Router({ prefix: '/v1/messages' })
  const basic = requireBasicAuth(config.account)
  const sends = createRateWindow(clock, config.limits.messagesPerSecond)
  router.use((ctx, next) => (ctx.get('authorization').startsWith('Basic ') ? basic : appJwt)(ctx, next))

  router.post('/', (ctx) => {
    if (!sends.take()) throw new RestError(429, 'Throughput limit exceeded', 'Please wait, then retry your request')
    const message = readMessage(ctx.request.body)
    if (isFault(message)) {
      ctx.status = 422
      ctx.body = toProblem(message)
      return
    }
    ctx.status = 202
    ctx.body = messages.send(message)
  })

  router.patch('/:uuid', (ctx) => {
    const { status } = statusSchema.parse(ctx.request.body)
    const known = messages.channelOf(ctx.params.uuid ?? '')
    if (!known) throw new RestError(404, 'Not Found', 'The message was not found')
    const fits = known.inbound
      ? known.channel === 'whatsapp' && status === 'read'
      : known.channel === 'rcs' && status === 'revoked'
    if (!fits) throw new RestError(422, 'Invalid params', `A message of ${known.channel} cannot be ${status}`)
    ctx.status = 200
  })
  return router
}

const TITLES: Record<MessageFault['code'], string> = {
  1060: 'Invalid client_ref',
  1100: 'Invalid channel',
  1110: 'Invalid channel parameters',
  1120: 'Invalid sender',
  1140: 'Invalid message type',
  1150: 'Invalid params',
}

/** V4-10. */
function toProblem({ code, invalid }: MessageFault): Record<string, unknown> {
  return {
    type: `https://developer.vonage.com/api-errors/messages#${code}`,
    title: TITLES[code],
    detail: 'The value of one or more parameters is invalid',
    instance: randomUUID(),
    invalid_parameters: invalid,
  }
}
