import Router from '@koa/router'
import { calleeActionSchema, dialSchema, pressKeysSchema, sayWordsSchema, tryFlowSchema } from '@patchbay/core/http-contract'
import { createSession, type Session } from 'better-sse'
import type { Logger } from 'pino'
import { OWNER } from '../../context.ts'
import type { PhoneService, PhoneStreamEvent } from '../../services/phone.ts'
import { jsonBody, param } from '../request.ts'

/** The phone in the browser: what it does, and the stream of what happens to it. */
export function phoneRoutes({ phone, log }: { phone: PhoneService; log: Logger }): Router {
  const router = new Router({ prefix: '/api/v1/phone' })

  router.get('/', (ctx) => {
    ctx.body = phone.describe()
  })
  router.post('/calls', async (ctx) => {
    ctx.body = await phone.dial(OWNER, await jsonBody(ctx, dialSchema))
    ctx.status = 201
  })
  router.post('/try', async (ctx) => {
    ctx.body = await phone.tryFlow(OWNER, await jsonBody(ctx, tryFlowSchema))
    ctx.status = 201
  })
  router.post('/calls/:id/keys', async (ctx) => {
    const { keys } = await jsonBody(ctx, pressKeysSchema)
    await phone.pressKeys(param(ctx, 'id'), keys)
    ctx.status = 204
  })
  router.post('/calls/:id/speech', async (ctx) => {
    const { text } = await jsonBody(ctx, sayWordsSchema)
    await phone.say(param(ctx, 'id'), text)
    ctx.status = 204
  })
  router.post('/calls/:id/callees', async (ctx) => {
    await phone.callee(await jsonBody(ctx, calleeActionSchema))
    ctx.status = 204
  })
  router.delete('/calls/:id', async (ctx) => {
    await phone.hangUp(param(ctx, 'id'))
    ctx.status = 204
  })

  router.get('/calls/:id/events', async (ctx) => {
    const ended = new AbortController()
    const events = await phone.events(OWNER, param(ctx, 'id'), ctx.get('last-event-id'), ended.signal)
    // Koa leaves the response to the stream, and would leave its 404 there too
    ctx.status = 200
    ctx.respond = false
    const session = await createSession(ctx.req, ctx.res)
    session.once('disconnected', () => ended.abort())
    void forward(events, session)
      .catch(() => log.info({ callId: param(ctx, 'id') }, 'The stream of a call ended early'))
      .finally(() => ctx.res.end())
  })

  return router
}

async function forward(events: AsyncIterable<PhoneStreamEvent>, session: Session): Promise<void> {
  for await (const { id, event } of events) {
    if (!session.isConnected) return
    session.push(event, 'phone', id)
  }
}
