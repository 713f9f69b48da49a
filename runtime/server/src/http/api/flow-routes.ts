import Router from '@koa/router'
import { createFlowSchema, type FlowDraft, goLiveSchema, publishSchema, saveDraftSchema } from '@patchbay/core/http-contract'
import type { Context } from 'koa'
import { z } from 'zod'
import { OWNER } from '../../context.ts'
import type { Flows } from '../../services/flows.ts'
import type { Publishing } from '../../services/publishing.ts'
import { revisionOf, sendRevision } from '../if-match.ts'
import { jsonBody, param, parseWith } from '../request.ts'

const versionNumberSchema = z.coerce.number().int().min(1)
const exportQuerySchema = z.object({ version: versionNumberSchema.optional() })

/** Flows, their drafts and their versions. */
export function flowRoutes({ flows, publishing }: { flows: Flows; publishing: Publishing }): Router {
  const router = new Router({ prefix: '/api/v1/flows' })

  router.get('/', async (ctx) => {
    ctx.body = { flows: await flows.list(OWNER) }
  })
  router.post('/', async (ctx) => {
    created(ctx, await flows.create(OWNER, await jsonBody(ctx, createFlowSchema)))
  })

  router.get('/:id/draft', async (ctx) => {
    sendDraft(ctx, await flows.draft(OWNER, param(ctx, 'id')))
  })
  router.put('/:id/draft', async (ctx) => {
    const revision = revisionOf(ctx)
    const { definition } = await jsonBody(ctx, saveDraftSchema)
    sendDraft(ctx, await flows.saveDraft(OWNER, param(ctx, 'id'), revision, definition))
  })

  router.delete('/:id', async (ctx) => {
    await flows.remove(OWNER, param(ctx, 'id'))
    ctx.status = 204
  })
  router.post('/:id/restore', async (ctx) => {
    ctx.body = await flows.restore(OWNER, param(ctx, 'id'))
  })
  router.post('/:id/duplicate', async (ctx) => {
    created(ctx, await flows.duplicate(OWNER, param(ctx, 'id')))
  })

  router.get('/:id/versions', async (ctx) => {
    ctx.body = await publishing.versions(OWNER, param(ctx, 'id'))
  })
  router.post('/:id/versions', async (ctx) => {
    const { note } = await jsonBody(ctx, publishSchema)
    const published = await publishing.publish(OWNER, param(ctx, 'id'), note)
    ctx.status = published.unchanged ? 200 : 201
    ctx.body = published
  })
  router.get('/:id/versions/:n', async (ctx) => {
    ctx.body = await publishing.definition(OWNER, param(ctx, 'id'), parseWith(versionNumberSchema, param(ctx, 'n')))
  })
  router.post('/:id/live', async (ctx) => {
    const { version } = await jsonBody(ctx, goLiveSchema)
    ctx.body = await publishing.goLive(OWNER, param(ctx, 'id'), version)
  })

  router.get('/:id/export', async (ctx) => {
    const { version } = parseWith(exportQuerySchema, { ...ctx.query })
    const { name, text } = await publishing.exported(OWNER, param(ctx, 'id'), version)
    ctx.attachment(name)
    ctx.type = 'application/json'
    ctx.body = text
  })

  return router
}

function sendDraft(ctx: Context, draft: FlowDraft): void {
  sendRevision(ctx, draft.revision)
  ctx.body = draft
}

function created(ctx: Context, draft: FlowDraft): void {
  ctx.status = 201
  ctx.set('location', `/api/v1/flows/${draft.summary.id}/draft`)
  sendDraft(ctx, draft)
}
