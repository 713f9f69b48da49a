import Router from '@koa/router'
import { languageSchema } from '@patchbay/core'
import { installTemplateSchema } from '@patchbay/core/http-contract'
import { z } from 'zod'
import { OWNER } from '../../context.ts'
import type { Templates } from '../../templates/templates.ts'
import { jsonBody, param, parseWith } from '../request.ts'

const previewQuerySchema = z.object({ language: languageSchema.default('en') })

/** Templates: what there is, what each would be, and making one. */
export function templateRoutes(templates: Templates): Router {
  const router = new Router({ prefix: '/api/v1/templates' })
  router.get('/', async (ctx) => {
    ctx.body = await templates.list(OWNER)
  })
  router.get('/:id', async (ctx) => {
    const { language } = parseWith(previewQuerySchema, { ...ctx.query })
    ctx.body = await templates.get(OWNER, param(ctx, 'id'), language)
  })
  router.post('/:id/install', async (ctx) => {
    const installed = await templates.install(OWNER, param(ctx, 'id'), await jsonBody(ctx, installTemplateSchema))
    ctx.status = 201
    ctx.set('location', `/api/v1/flows/${installed.flowId}/draft`)
    ctx.body = installed
  })
  return router
}
