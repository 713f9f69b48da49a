import Router from '@koa/router'
import { invokePluginSchema, type PluginOutcome } from '@patchbay/core/http-contract'
import type { Context } from 'koa'
import { OWNER } from '../../context.ts'
import type { PluginActions } from '../../plugins/plugin-actions.ts'
import { reasonText } from '../../plugins/reason-texts.ts'
import { RequestError } from '../../request-error.ts'
import { jsonBody, param } from '../request.ts'

/** Actions of installed plugins, for the editor's pages and for programs. */
export function pluginActionRoutes(actions: PluginActions): Router {
  const router = new Router({ prefix: '/api/v1/plugins' })
  router.post('/:name/actions/:action', async (ctx) => {
    const { input } = await jsonBody(ctx, invokePluginSchema)
    const key = idempotencyKey(ctx)
    const gone = new AbortController()
    ctx.res.once('close', () => gone.abort())
    const { outlet, output, reason } = await actions.invoke(OWNER, param(ctx, 'name'), param(ctx, 'action'), {
      input,
      key,
      signal: gone.signal,
    })
    // what plugins say is about people
    ctx.set('cache-control', 'no-store')
    ctx.body = {
      outlet,
      output: output as PluginOutcome['output'],
      ...(reason === undefined ? {} : { reason, message: reasonText(reason) }),
    } satisfies PluginOutcome
  })
  return router
}

function idempotencyKey(ctx: Context): string | undefined {
  const key = ctx.get('idempotency-key')
  if (key === '') return undefined
  if (/^[\x21-\x7e]{8,200}$/.test(key)) return key
  throw new RequestError('REQUEST_NOT_VALID', 'The request is not valid', {
    errors: [{ path: 'Idempotency-Key', message: 'must be 8 to 200 letters, digits and signs' }],
  })
}
