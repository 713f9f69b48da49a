import { Readable } from 'node:stream'
import Router from '@koa/router'
import { AppError } from '@patchbay/core'
import type { Context } from 'koa'
import type { MediaAddresses } from '../media/media-address.ts'
import type { MediaStore } from '../media/media-store.ts'
import type { StoredMedia } from '../storage/media-store.ts'
import { parseRange } from './byte-range.ts'

/** Vonage keeps a file for as long as it is told to (V1.3-1), and an id never gets another content. */
const CACHE = `public, max-age=${365 * 24 * 60 * 60}, immutable`

/** Uploaded recordings for Vonage and for the editor. Only an address that we gave out leads to one; any other is not found. */
export function mediaFiles({ media, addresses }: { media: MediaStore; addresses: MediaAddresses }): Router {
  const router = new Router({ prefix: '/media' })
  router.get('/:id', async (ctx) => {
    const id = ctx.params.id ?? ''
    const place = addresses.read(id, ctx.query)
    const found = place === undefined ? undefined : await media.find(place, id)
    // recordings of callers are nobody's to fetch by address alone
    if (found?.kind !== 'prompt') throw new AppError('NOT_FOUND', 'There is nothing at this address')
    sendMedia(ctx, media, found)
  })
  return router
}

/** Answers with a sound, or with the part of it that is asked for. */
export function sendMedia(ctx: Context, media: MediaStore, found: StoredMedia, cache = CACHE): void {
  const etag = `"${found._id}"`
  ctx.set({ etag, 'cache-control': cache, 'accept-ranges': 'bytes', 'x-content-type-options': 'nosniff' })
  ctx.type = found.contentType
  ctx.status = 200
  // an id never gets another content, so whoever has it needs nothing, not even when told to ask
  if (ctx.get('if-none-match').split(', ').includes(etag)) {
    ctx.status = 304
    return
  }
  const condition = ctx.get('if-range')
  const range = condition === '' || condition === etag ? parseRange(ctx.get('range'), found.size) : undefined
  if (range === 'unsatisfiable') {
    ctx.set('content-range', `bytes */${found.size}`)
    ctx.remove('cache-control')
    ctx.status = 416
    ctx.body = ''
    return
  }
  if (range !== undefined) {
    ctx.status = 206
    ctx.set('content-range', `bytes ${range.start}-${range.end}/${found.size}`)
  }
  ctx.length = range === undefined ? found.size : range.end - range.start + 1
  if (ctx.method === 'HEAD') return
  const length = ctx.length
  const type = found.contentType
  ctx.body = Readable.from(media.read(found, range))
  // koa takes both away when the body is a stream
  ctx.length = length
  ctx.type = type
}
