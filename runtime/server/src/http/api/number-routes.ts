import Router from '@koa/router'
import { phoneNumberSchema } from '@patchbay/core'
import { saveNumberSchema } from '@patchbay/core/http-contract'
import { OWNER } from '../../context.ts'
import type { Numbers } from '../../services/numbers.ts'
import { jsonBody, param, parseWith } from '../request.ts'

/** Numbers and where they lead. */
export function numberRoutes(numbers: Numbers): Router {
  const router = new Router({ prefix: '/api/v1/numbers' })
  router.get('/', async (ctx) => {
    ctx.body = { numbers: await numbers.list(OWNER) }
  })
  router.put('/:number', async (ctx) => {
    const number = parseWith(phoneNumberSchema, param(ctx, 'number'))
    ctx.body = await numbers.save(OWNER, { number, ...(await jsonBody(ctx, saveNumberSchema)) })
  })
  return router
}
