import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@patchbay/core'
import type { Middleware } from 'koa'
import send from 'koa-send'

const YEAR_MS = 365 * 24 * 60 * 60 * 1000

/**
 * Serves the built editor. Files whose name holds a hash of their content are kept for a year; every other address is a page
 * of the editor itself, which finds its way by the path.
 */
export function editorFiles(folder: string): Middleware {
  return async (ctx, next) => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return next()
    if (!existsSync(join(folder, 'index.html'))) {
      throw new AppError('NOT_FOUND', 'The editor is not built: run npm run build')
    }
    if (ctx.path.startsWith('/assets/')) {
      await send(ctx, ctx.path, { root: folder, maxage: YEAR_MS, immutable: true })
      return
    }
    const isFile = /\.[a-z0-9]{1,8}$/i.test(ctx.path)
    await send(ctx, isFile ? ctx.path : 'index.html', {
      root: folder,
      setHeaders: (res) => res.setHeader('cache-control', 'no-cache'),
    })
  }
}
