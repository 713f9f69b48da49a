import Router from '@koa/router'
import {
  installSetSchema,
  publishPackageSchema,
  registrySetSchema,
  reviewPackageSchema,
  yankPackageSchema,
} from '@patchbay/core/http-contract'
import { z } from 'zod'
import { OWNER } from '../../context.ts'
import type { PluginSets } from '../../plugins/plugin-sets.ts'
import type { Registry } from '../../registry/registry.ts'
import { jsonBody, param, parseWith } from '../request.ts'

const querySchema = z.object({
  text: z.string().trim().max(200).optional(),
  category: z.string().max(60).optional(),
  language: z.string().max(20).optional(),
  review: z.enum(['submitted', 'approved', 'refused']).optional(),
})

interface Deps {
  registry: Registry
  sets: PluginSets
  /** Versions by name, of what is installed here. */
  installed(): Promise<ReadonlyMap<string, string>>
}

/** Packages of plugins: found, published and looked at. */
export function registryRoutes({ registry, sets, installed }: Deps): Router {
  const router = new Router({ prefix: '/api/v1/registry' })
  const VERSION = '/packages/:name/:version'
  const at = (ctx: { params: Record<string, string | undefined> }) => [param(ctx, 'name'), param(ctx, 'version')] as const

  router.get('/packages', async (ctx) => {
    ctx.body = await registry.search(parseWith(querySchema, { ...ctx.query }), await installed())
  })
  router.post('/packages', async (ctx) => {
    ctx.body = await registry.publish(OWNER, await jsonBody(ctx, publishPackageSchema))
    ctx.status = 201
  })
  router.get('/packages/:name', async (ctx) => {
    ctx.body = await registry.package(param(ctx, 'name'), await installed())
  })
  router.get(VERSION, async (ctx) => {
    ctx.body = await registry.version(...at(ctx))
  })
  router.get(`${VERSION}/file`, async (ctx) => {
    ctx.body = await registry.file(...at(ctx))
    ctx.type = 'application/json'
  })
  router.post(`${VERSION}/review`, async (ctx) => {
    ctx.body = await registry.review(OWNER, ...at(ctx), await jsonBody(ctx, reviewPackageSchema))
  })
  router.post(`${VERSION}/yank`, async (ctx) => {
    ctx.body = await registry.yank(OWNER, ...at(ctx), (await jsonBody(ctx, yankPackageSchema)).yanked)
  })
  router.get('/publishers', async (ctx) => {
    ctx.body = { publishers: await registry.publishers() }
  })
  router.get('/sets', async (ctx) => {
    ctx.body = { sets: await registry.sets() }
  })
  router.post('/sets', async (ctx) => {
    ctx.body = await registry.addSet(OWNER, await jsonBody(ctx, registrySetSchema))
    ctx.status = 201
  })
  router.post('/sets/:name/:version/install', async (ctx) => {
    ctx.body = await sets.install(OWNER, await registry.set(...at(ctx)), await jsonBody(ctx, installSetSchema))
  })
  return router
}
