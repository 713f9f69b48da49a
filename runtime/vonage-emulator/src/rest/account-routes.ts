import Router from '@koa/router'
import type { EmulatorConfig } from '../config.ts'
import { requireBasicAuth } from './basic-auth.ts'
import { RestError } from './rest-error.ts'

/** What belongs to the account: its application (V5-1) and its numbers (V5-3), to be read. */
export function accountRoutes({ account, application, numbers }: EmulatorConfig): Router {
  const router = new Router()
  const auth = requireBasicAuth(account)

  router.get('/v2/applications/:id', auth, (ctx) => {
    if (ctx.params.id !== application.id) throw new RestError(404, 'Not Found', `Application ${ctx.params.id} was not found`)
    const { id, name, publicKeyPem, connectTimeoutMs, answerTimeoutMs, eventTimeoutMs, signedCallbacks } = application
    const webhook = (address: string, http_method: string, socket_timeout: number) => ({
      address,
      http_method,
      connect_timeout: connectTimeoutMs,
      socket_timeout,
    })
    const { answerUrl, answerMethod, eventUrl, eventMethod, fallbackUrl, fallbackMethod } = application
    ctx.body = {
      id,
      name,
      keys: { public_key: publicKeyPem },
      capabilities: {
        voice: {
          webhooks: {
            answer_url: webhook(answerUrl, answerMethod, answerTimeoutMs),
            ...(fallbackUrl && { fallback_answer_url: webhook(fallbackUrl, fallbackMethod, answerTimeoutMs) }),
            event_url: webhook(eventUrl, eventMethod, eventTimeoutMs),
          },
          signed_callbacks: signedCallbacks,
          conversations_ttl: 48,
          leg_persistence_time: 2,
        },
      },
      privacy: { improve_ai: false },
      _links: { self: { href: `/v2/applications/${id}` } },
    }
  })

  router.get('/account/numbers', auth, (ctx) => {
    const size = Math.min(100, Number(ctx.query.size ?? 10))
    const index = Math.max(1, Number(ctx.query.index ?? 1))
    const page = numbers.slice((index - 1) * size, index * size)
    ctx.body = {
      count: numbers.length,
      numbers: page.map(({ msisdn, country }) => ({
        country,
        msisdn,
        type: 'mobile-lvn',
        features: ['VOICE', 'SMS'],
        app_id: application.id,
      })),
    }
  })

  return router
}
