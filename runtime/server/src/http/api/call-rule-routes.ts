import Router from '@koa/router'
import { type CallRule, saveCallRuleSchema } from '@patchbay/core/http-contract'
import type { Context } from 'koa'
import { OWNER } from '../../context.ts'
import type { CallRules } from '../../services/call-rules.ts'
import { revisionOf, sendRevision } from '../if-match.ts'
import { jsonBody, param } from '../request.ts'

/** Who is called when a plugin's trigger tells of something. */
export function callRuleRoutes(rules: CallRules): Router {
  const router = new Router({ prefix: '/api/v1/plugins' })
  router.get('/:name/call-rules', async (ctx) => {
    ctx.set('cache-control', 'no-store')
    ctx.body = await rules.list(OWNER, param(ctx, 'name'))
  })
  router.post('/:name/call-rules', async (ctx) => {
    const made = await rules.add(OWNER, param(ctx, 'name'), await jsonBody(ctx, saveCallRuleSchema))
    ctx.status = 201
    send(ctx, made)
  })
  router.put('/:name/call-rules/:id', async (ctx) => {
    const wanted = await jsonBody(ctx, saveCallRuleSchema)
    const name = { plugin: param(ctx, 'name'), id: param(ctx, 'id') }
    send(ctx, await rules.save(OWNER, name, wanted, revisionOf(ctx)))
  })
  router.delete('/:name/call-rules/:id', async (ctx) => {
    await rules.remove(OWNER, { plugin: param(ctx, 'name'), id: param(ctx, 'id') })
    ctx.status = 204
  })
  return router
}

function send(ctx: Context, rule: CallRule): void {
  sendRevision(ctx, rule.revision)
  ctx.body = rule
}
