import Router from '@koa/router'
import { bindingNameSchema } from '@patchbay/core'
import { type Binding, bindingKindSchema, saveBindingSchema } from '@patchbay/core/http-contract'
import type { Context } from 'koa'
import { z } from 'zod'
import { OWNER } from '../../context.ts'
import type { Bindings } from '../../services/bindings.ts'
import { revisionOf, sendRevision } from '../if-match.ts'
import { jsonBody, param, parseWith } from '../request.ts'

const listQuerySchema = z.object({ kind: bindingKindSchema.optional() })
const MATCH_REQUIRED = {
  code: 'BINDING_MATCH_REQUIRED',
  message: 'Send the ETag that you began from in If-Match, or If-None-Match: * for a new one',
} as const

/** What flows name and this environment has of its own. */
export function bindingRoutes(bindings: Bindings): Router {
  const router = new Router({ prefix: '/api/v1/bindings' })
  const nameOf = (ctx: Context & { params: Record<string, string | undefined> }) => ({
    kind: parseWith(bindingKindSchema, param(ctx, 'kind')),
    name: parseWith(bindingNameSchema, param(ctx, 'name')),
  })

  router.get('/', async (ctx) => {
    const { kind } = parseWith(listQuerySchema, { ...ctx.query })
    ctx.body = { bindings: await bindings.list(OWNER, kind) }
  })
  router.put('/:kind/:name', async (ctx) => {
    const wanted = { ...nameOf(ctx), ...(await jsonBody(ctx, saveBindingSchema)) }
    if (ctx.get('if-none-match') === '*') {
      ctx.status = 201
      return send(ctx, await bindings.add(OWNER, wanted))
    }
    send(ctx, await bindings.save(OWNER, wanted, revisionOf(ctx, MATCH_REQUIRED)))
  })
  router.delete('/:kind/:name', async (ctx) => {
    await bindings.remove(OWNER, nameOf(ctx))
    ctx.status = 204
  })
  return router
}

function send(ctx: Context, binding: Binding): void {
  sendRevision(ctx, binding.revision)
  ctx.body = binding
}
