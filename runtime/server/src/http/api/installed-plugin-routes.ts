import Router from '@koa/router'
import {
  choosePluginSchema,
  developPluginSchema,
  installPluginSchema,
  pluginGrantsSchema,
  pluginSecretSchema,
  pluginSettingsSchema,
  switchPluginSchema,
  upgradePluginSchema,
} from '@patchbay/core/http-contract'
import { OWNER } from '../../context.ts'
import type { PluginLife } from '../../plugins/plugin-life.ts'
import { jsonBody, param } from '../request.ts'

/** What becomes of plugins after they were found: put in, looked after, taken out. */
export function installedPluginRoutes(life: PluginLife): Router {
  const router = new Router({ prefix: '/api/v1' })
  const PLUGIN = '/plugins/:name'

  router.post('/plugins', async (ctx) => {
    ctx.body = await life.install(OWNER, await jsonBody(ctx, installPluginSchema))
    ctx.status = 201
  })
  router.get(PLUGIN, async (ctx) => {
    ctx.body = await life.get(OWNER, param(ctx, 'name'))
  })
  router.delete(PLUGIN, async (ctx) => {
    await life.uninstall(OWNER, param(ctx, 'name'))
    ctx.status = 204
  })
  router.get(`${PLUGIN}/upgrade`, async (ctx) => {
    const { version } = ctx.query
    ctx.body = await life.preview(OWNER, param(ctx, 'name'), typeof version === 'string' ? version : undefined)
  })
  router.post(`${PLUGIN}/upgrade`, async (ctx) => {
    ctx.body = await life.upgrade(OWNER, param(ctx, 'name'), await jsonBody(ctx, upgradePluginSchema))
  })
  router.post(`${PLUGIN}/rollback`, async (ctx) => {
    ctx.body = await life.rollBack(OWNER, param(ctx, 'name'))
  })
  router.put(`${PLUGIN}/development`, async (ctx) => {
    ctx.body = await life.develop(OWNER, param(ctx, 'name'), await jsonBody(ctx, developPluginSchema))
  })
  router.put(`${PLUGIN}/enabled`, async (ctx) => {
    ctx.body = await life.turn(OWNER, param(ctx, 'name'), (await jsonBody(ctx, switchPluginSchema)).enabled)
  })
  router.put(`${PLUGIN}/settings`, async (ctx) => {
    ctx.body = await life.configure(OWNER, param(ctx, 'name'), (await jsonBody(ctx, pluginSettingsSchema)).settings)
  })
  router.put(`${PLUGIN}/grants`, async (ctx) => {
    ctx.body = await life.grant(OWNER, param(ctx, 'name'), await jsonBody(ctx, pluginGrantsSchema))
  })
  router.put(`${PLUGIN}/secrets/:key`, async (ctx) => {
    const { value } = await jsonBody(ctx, pluginSecretSchema)
    await life.setSecret(OWNER, param(ctx, 'name'), param(ctx, 'key'), value)
    ctx.status = 204
  })
  router.delete(`${PLUGIN}/secrets/:key`, async (ctx) => {
    await life.setSecret(OWNER, param(ctx, 'name'), param(ctx, 'key'), undefined)
    ctx.status = 204
  })
  router.get(`${PLUGIN}/history`, async (ctx) => {
    ctx.body = await life.history(OWNER, param(ctx, 'name'))
  })

  router.get('/plugin-categories', async (ctx) => {
    ctx.body = await life.categories(OWNER)
  })
  router.put('/plugin-categories/:category', async (ctx) => {
    const { plugin } = await jsonBody(ctx, choosePluginSchema)
    ctx.body = await life.choose(OWNER, param(ctx, 'category'), plugin)
  })
  return router
}
