import { randomUUID } from 'node:crypto'
import Router from '@koa/router'
import { AppError } from '@patchbay/core'
import Koa, { type Middleware } from 'koa'
import compress from 'koa-compress'
import type { Logger } from 'pino'
import { editorFiles } from './editor-files.ts'
import { errorPage } from './error-page.ts'
import { healthRoutes, type Readiness, type ReadyNotes } from './health-routes.ts'
import { apiDocsPage, openApiDocument } from './openapi.ts'
import { problems } from './problem.ts'
import { rateLimit } from './rate-limit.ts'
import { hostCheck, type OwnAddresses, originCheck, securityHeaders } from './security.ts'

export interface AppDeps {
  voice: Middleware
  messages: Router
  /** Webhooks of plugins' providers. */
  hooks: Router
  playback: Router
  /** Recordings, which Vonage fetches. */
  files: Router
  /** Pages that customers open by a link, and what they read there when it cannot be answered. */
  publicPages: { routers: readonly Router[]; faults: Middleware }
  api: readonly Router[]
  readiness(): Promise<Readiness>
  /** What `/readyz` says beside it. */
  notes(): ReadyNotes
  own: OwnAddresses
  editorFolder: string
  log: Logger
}

/** What pages and programs ask for, beside the editor's own files. */
const LIMITED = /^\/(api|pay|survey)\//
const PUBLIC_PAGES = /^\/(pay|survey)\//

const isVoice = ({ path }: { path: string }): boolean => path.startsWith('/vonage/voice/')

/** All that the server says, in the order in which it is asked: webhooks first and with as little as possible before them. */
export function createApp({
  voice,
  messages,
  hooks,
  playback,
  files,
  publicPages,
  api,
  readiness,
  notes,
  own,
  editorFolder,
  log,
}: AppDeps): Koa {
  const app = new Koa()
  const ownHost = hostCheck(own)
  app.use((ctx, next) => {
    ctx.state.requestId = randomUUID()
    return next()
  })
  app.use((ctx, next) => (PUBLIC_PAGES.test(ctx.path) ? publicPages.faults(ctx, next) : next()))
  app.use(problems(log))
  // nearly all that comes are webhooks of calls
  app.use((ctx, next) => (ctx.method === 'POST' && isVoice(ctx) ? ownHost(ctx, async () => voice(ctx, next)) : next()))
  app.use(healthRoutes(readiness, notes).routes())
  app.use(ownHost)
  // what Vonage fetches for callers
  app.use(playback.routes())
  app.use((ctx, next) => (isVoice(ctx) ? voice(ctx, next) : next()))
  app.use(messages.routes())
  app.use(hooks.routes())
  app.use(files.routes())

  app.use(securityHeaders())
  app.use(compress())
  app.use(async (ctx, next) => {
    ctx.set('x-request-id', ctx.state.requestId)
    await next()
  })
  const limited = [originCheck(own), rateLimit()]
  for (const guard of limited) app.use((ctx, next) => (LIMITED.test(ctx.path) ? guard(ctx, next) : next()))
  for (const router of publicPages.routers) app.use(router.routes())
  app.use((ctx, next) => {
    if (PUBLIC_PAGES.test(ctx.path)) throw new AppError('NOT_FOUND', 'There is nothing at this address')
    return next()
  })
  for (const router of api) app.use(router.routes())
  app.use(docsRoutes().routes())
  app.use((ctx, next) => {
    if (!ctx.path.startsWith('/api/')) return next()
    // a router that knows the address but not the method leaves its match behind
    const known = Array.isArray(ctx.matched) && ctx.matched.length > 0
    throw known
      ? new AppError('METHOD_NOT_ALLOWED', 'This address does not take this method')
      : new AppError('NOT_FOUND', 'The API has nothing at this address')
  })
  app.use(editorFiles(editorFolder))
  // what a client does to its connection is not our failure
  app.on('error', (error: Error) => log.debug({ cause: error.name }, 'a connection failed'))
  return app
}

function docsRoutes(): Router {
  const router = new Router()
  router.get('/openapi.json', (ctx) => {
    ctx.body = openApiDocument()
  })
  router.get('/docs/api', (ctx) => {
    ctx.body = apiDocsPage()
  })
  router.get('/docs/errors', (ctx) => {
    ctx.body = errorPage()
  })
  return router
}
