import Router from '@koa/router'
import { AppError } from '@patchbay/core'
import { setHeardSchema } from '@patchbay/core/http-contract'
import { z } from 'zod'
import { OWNER } from '../../context.ts'
import type { MediaStore } from '../../media/media-store.ts'
import type { RecordingAddresses } from '../../recordings/recording-address.ts'
import { placeOf } from '../../services/flows.ts'
import type { Recordings } from '../../services/recordings.ts'
import { sendMedia } from '../media-files.ts'
import { jsonBody, param, parseWith } from '../request.ts'

const filterSchema = z.object({ mailbox: z.string().max(40).optional(), runId: z.string().max(64).optional() })

/** What callers said is for this browser's user alone, and not for any cache on the way. */
const PRIVATE = 'private, no-store'

/** Messages and recorded calls. */
export function recordingRoutes({ recordings, media }: { recordings: Recordings; media: MediaStore }): Router {
  const router = new Router({ prefix: '/api/v1/recordings' })
  router.get('/', async (ctx) => {
    ctx.body = await recordings.list(OWNER, parseWith(filterSchema, { ...ctx.query }))
  })
  router.get('/:id/audio', async (ctx) => {
    // a page elsewhere could not read it, but it could play it
    if (['cross-site', 'same-site'].includes(ctx.get('sec-fetch-site'))) {
      throw new AppError('ORIGIN_NOT_ALLOWED', 'Recordings are played in the editor of this server only, not on another site')
    }
    sendMedia(ctx, media, await recordings.audio(placeOf(OWNER), param(ctx, 'id')), PRIVATE)
  })
  router.put('/:id/heard', async (ctx) => {
    const { heard } = await jsonBody(ctx, setHeardSchema)
    ctx.body = await recordings.setHeard(OWNER, param(ctx, 'id'), heard)
  })
  router.delete('/:id', async (ctx) => {
    await recordings.remove(OWNER, param(ctx, 'id'))
    ctx.status = 204
  })
  router.post('/:id/restore', async (ctx) => {
    ctx.body = await recordings.restore(OWNER, param(ctx, 'id'))
  })
  return router
}

/** Messages that are played back to the caller who left them; fetched by Vonage, which brings nothing but the address. */
export function playbackRoutes({
  recordings,
  media,
  listening,
}: {
  recordings: Recordings
  media: MediaStore
  listening: RecordingAddresses
}): Router {
  const router = new Router({ prefix: '/vonage/voice/messages' })
  router.get('/:id', async (ctx) => {
    const id = param(ctx, 'id')
    const place = listening.read(id, ctx.query)
    if (place === undefined) throw new AppError('NOT_FOUND', 'There is nothing at this address')
    sendMedia(ctx, media, await recordings.audio(place, id), PRIVATE)
  })
  return router
}
