import Router from '@koa/router'
import { AppError } from '@patchbay/core'
import { z } from 'zod'
import { OWNER } from '../../context.ts'
import type { Uploads } from '../../services/media.ts'
import { readRawBody } from '../raw-body.ts'
import { param, parseWith } from '../request.ts'

/** Ten minutes of speech as MP3 at 128 kbit/s, or five as 16-bit WAV at 16 kHz. */
const UPLOAD_LIMIT_BYTES = 10 * 1024 * 1024

const uploadQuerySchema = z.object({ name: z.string().trim().min(1).max(200).default('recording') })

/** Anything that may be a sound: programs call MP3 and WAV by many names, and the bytes decide in the end. */
const TYPES = /^(audio\/.+|video\/(mp4|webm|ogg)|application\/(octet-stream|ogg))$/

/** Recordings that authors upload: the file is the body. */
export function mediaRoutes(uploads: Uploads): Router {
  const router = new Router({ prefix: '/api/v1/media' })
  router.get('/', async (ctx) => {
    ctx.body = { media: await uploads.list(OWNER) }
  })
  router.post('/', async (ctx) => {
    const { name } = parseWith(uploadQuerySchema, { ...ctx.query })
    const content = await readRawBody(ctx.req, UPLOAD_LIMIT_BYTES)
    // a form or a JSON with the file inside would fail as “not a sound”, which would help nobody
    if (!TYPES.test(ctx.request.type)) {
      throw new AppError('MEDIA_NOT_PLAYABLE', 'Send the file itself as the body, with the Content-Type audio/mpeg or audio/wav')
    }
    ctx.status = 201
    ctx.body = await uploads.add(OWNER, content, name)
  })
  router.delete('/:id', async (ctx) => {
    await uploads.remove(OWNER, param(ctx, 'id'))
    ctx.status = 204
  })
  return router
}
