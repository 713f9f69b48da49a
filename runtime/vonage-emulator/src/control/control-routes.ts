import Router from '@koa/router'
import { createSession } from 'better-sse'
import { z } from 'zod'
import type { DialInput } from '../calls/inbound-call.ts'
import { type CalleeBehaviourInput, recipientBehaviourSchema } from '../config.ts'
import type { EventLog } from '../log/event-log.ts'
import type { InboundMessage } from '../messages/messages.ts'
import { ControlError } from './control-error.ts'
import type { People } from './people.ts'
import type { SpeechInput } from './speak.ts'

const recipientSchema = z.strictObject({ does: recipientBehaviourSchema })
const keysSchema = z.strictObject({ digits: z.string().min(1) })

/** The people around the telephones, over HTTP: for a browser phone and for tests. Not a part of Vonage. */
export function controlRoutes(people: People, log: EventLog): Router {
  const router = new Router({ prefix: '/control' })

  router.use(async (ctx, next) => {
    try {
      await next()
    } catch (thrown) {
      if (thrown instanceof ControlError) {
        ctx.status = thrown.status
        ctx.body = { error: thrown.message }
      } else if (thrown instanceof z.ZodError) {
        ctx.status = 400
        ctx.body = { error: z.prettifyError(thrown) }
      } else throw thrown
    }
  })

  router.post('/calls', (ctx) => {
    ctx.status = 201
    ctx.body = people.dial(ctx.request.body as DialInput)
  })
  router.get('/calls', (ctx) => {
    ctx.body = people.calls()
  })
  router.get('/legs/:uuid', (ctx) => {
    ctx.body = people.leg(param(ctx.params.uuid))
  })
  router.post('/legs/:uuid/keys', (ctx) => {
    people.pressKeys(param(ctx.params.uuid), keysSchema.parse(ctx.request.body).digits)
    ctx.status = 204
  })
  router.post('/legs/:uuid/speech', (ctx) => {
    people.speak(param(ctx.params.uuid), ctx.request.body as SpeechInput)
    ctx.status = 204
  })

  const deeds = {
    answer: people.answer,
    busy: people.busy,
    decline: people.decline,
    hangup: people.hangUp,
    ignore: people.ignore,
  }
  for (const [name, deed] of Object.entries(deeds)) {
    router.post(`/legs/:uuid/${name}`, (ctx) => {
      deed(param(ctx.params.uuid))
      ctx.status = 204
    })
  }

  router.put('/callees/:address', (ctx) => {
    people.setCallee(param(ctx.params.address), ctx.request.body as CalleeBehaviourInput)
    ctx.status = 204
  })
  router.delete('/callees/:address', (ctx) => {
    people.setCallee(param(ctx.params.address), undefined)
    ctx.status = 204
  })

  router.post('/messages', (ctx) => {
    ctx.status = 201
    ctx.body = people.write(ctx.request.body as InboundMessage)
  })
  router.put('/recipients/:address', (ctx) => {
    people.setRecipient(param(ctx.params.address), recipientSchema.parse(ctx.request.body).does)
    ctx.status = 204
  })
  router.delete('/recipients/:address', (ctx) => {
    people.setRecipient(param(ctx.params.address), undefined)
    ctx.status = 204
  })

  // resumes where `since`, or the browser's Last-Event-ID, left off
  router.get('/events', async (ctx) => {
    // koa begins with 404, and would never set another for a reply that it does not send
    ctx.status = 200
    ctx.respond = false
    const session = await createSession(ctx.req, ctx.res)
    const since = Number(session.lastId || ctx.query.since || 0)
    for (const event of log.since(since)) session.push(event, event.type, String(event.id))
    const unsubscribe = log.subscribe((event) => {
      if (session.isConnected) session.push(event, event.type, String(event.id))
    })
    session.once('disconnected', unsubscribe)
  })

  return router
}

/** The router types a parameter as optional, though no route matches without it. */
function param(value: string | undefined): string {
  return value ?? ''
}
