import Router from '@koa/router'
import { phoneNumberSchema } from '@patchbay/core'
import { buyNumberSchema, mendSchema, numberSearchSchema, releaseNumberSchema } from '@patchbay/core/http-contract'
import { OWNER } from '../../context.ts'
import type { Account } from '../../services/account.ts'
import { jsonBody, param, parseWith } from '../request.ts'

/** The Vonage account: what is wrong with it, and its numbers. */
export function accountRoutes(account: Account): Router {
  const router = new Router({ prefix: '/api/v1/vonage' })
  const numberOf = (ctx: Parameters<typeof param>[0]) => parseWith(phoneNumberSchema, param(ctx, 'number'))

  router.get('/check', async (ctx) => {
    ctx.body = await account.check(OWNER)
  })
  router.post('/mend', async (ctx) => {
    ctx.body = await account.mend(OWNER, await jsonBody(ctx, mendSchema))
  })
  router.get('/numbers', async (ctx) => {
    ctx.body = { numbers: await account.numbers(OWNER) }
  })
  router.get('/offers', async (ctx) => {
    ctx.body = await account.search(parseWith(numberSearchSchema, { ...ctx.query }))
  })
  router.post('/numbers', async (ctx) => {
    ctx.status = 201
    ctx.body = await account.buy(OWNER, await jsonBody(ctx, buyNumberSchema))
  })
  router.post('/numbers/:number/link', async (ctx) => {
    ctx.body = await account.link(OWNER, numberOf(ctx))
  })
  router.post('/numbers/:number/unlink', async (ctx) => {
    ctx.body = await account.unlink(OWNER, numberOf(ctx))
  })
  router.post('/numbers/:number/release', async (ctx) => {
    const order = await jsonBody(ctx, releaseNumberSchema)
    await account.release(OWNER, numberOf(ctx), order)
    ctx.status = 204
  })
  return router
}
