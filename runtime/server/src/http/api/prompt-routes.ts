import Router from '@koa/router'
import { type LibraryPrompt, publishSchema, savePromptSchema } from '@patchbay/core/http-contract'
import type { Context } from 'koa'
import { OWNER } from '../../context.ts'
import type { Prompts } from '../../services/prompts.ts'
import type { Republishing } from '../../services/republishing.ts'
import { revisionOf } from '../if-match.ts'
import { jsonBody, param } from '../request.ts'

/** The prompts that flows share. */
export function promptRoutes({ prompts, republishing }: { prompts: Prompts; republishing: Republishing }): Router {
  const router = new Router({ prefix: '/api/v1/prompts' })

  router.get('/', async (ctx) => {
    ctx.body = { prompts: await prompts.list(OWNER) }
  })
  router.post('/', async (ctx) => {
    const prompt = await prompts.create(OWNER, await jsonBody(ctx, savePromptSchema))
    ctx.status = 201
    ctx.set('location', `/api/v1/prompts/${prompt.id}`)
    sendPrompt(ctx, prompt)
  })
  router.get('/:id', async (ctx) => {
    sendPrompt(ctx, await prompts.get(OWNER, param(ctx, 'id')))
  })
  router.put('/:id', async (ctx) => {
    const version = revisionOf(ctx)
    sendPrompt(ctx, await prompts.save(OWNER, param(ctx, 'id'), version, await jsonBody(ctx, savePromptSchema)))
  })
  router.delete('/:id', async (ctx) => {
    await prompts.remove(OWNER, param(ctx, 'id'))
    ctx.status = 204
  })
  router.post('/:id/restore', async (ctx) => {
    sendPrompt(ctx, await prompts.restore(OWNER, param(ctx, 'id')))
  })
  router.get('/:id/versions', async (ctx) => {
    ctx.body = await prompts.versions(OWNER, param(ctx, 'id'))
  })
  router.post('/:id/publish', async (ctx) => {
    const { note } = await jsonBody(ctx, publishSchema)
    const flows = await republishing.republish(OWNER, param(ctx, 'id'), note)
    ctx.body = { prompt: await prompts.get(OWNER, param(ctx, 'id')), flows }
  })

  return router
}

function sendPrompt(ctx: Context, prompt: LibraryPrompt): void {
  ctx.set('etag', `"${prompt.version}"`)
  ctx.set('cache-control', 'no-cache')
  ctx.body = prompt
}
