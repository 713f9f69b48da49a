import { Readable } from 'node:stream'
import Router from '@koa/router'
import type { Middleware } from 'koa'
import type { FileStore } from '../files/file-store.ts'
import { RestError } from './rest-error.ts'

/** Where recordings and transcriptions are fetched, with the application's own token (V1.6-11). */
export function fileRoutes(files: FileStore, appJwt: Middleware): Router {
  const router = new Router({ prefix: '/v1/files' })
  router.get('/:uuid', appJwt, (ctx) => {
    const file = files.find(ctx.params.uuid ?? '')
    if (!file) throw new RestError(404, 'Not Found', 'The file was not found, or its 30 days are over')
    ctx.type = file.contentType
    ctx.length = file.size
    ctx.body = Readable.from(file.chunks())
  })
  return router
}
