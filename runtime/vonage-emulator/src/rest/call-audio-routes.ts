import type Router from '@koa/router'
import { z } from 'zod'
import type { Exchange } from '../calls/exchange.ts'
import { nameOf } from '../calls/leg.ts'
import { streamSound, talkSound } from '../calls/sounds.ts'
import { webAddress } from '../ncco/fields.ts'
import { spokenText } from '../ncco/spoken-text.ts'
import type { FindLeg } from './find-leg.ts'

const loop = z.int().min(0).default(1)
const level = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d(\.\d)?$/)
      .transform(Number),
  ])
  .pipe(z.number().min(-1).max(1))
  .default(0)

const talkSchema = z.strictObject({
  text: z
    .string()
    .min(1)
    .refine((text) => spokenText(text).length <= 1500),
  language: z.string().default('en-US'),
  style: z.int().min(0).default(0),
  premium: z.boolean().default(false),
  voice_name: z.string().optional(),
  loop,
  level,
})
const streamSchema = z.strictObject({ stream_url: z.tuple([webAddress]), loop, level })
const dtmfSchema = z.strictObject({ digits: z.string().regex(/^[0-9*#p]+$/) })
const subscribeSchema = z.strictObject({ event_url: z.tuple([webAddress]) })

/** What REST plays into a call, beside what its NCCO does (V3-6 … V3-10). One announcement at a time: a new one takes the place of the old. */
export function addCallAudioRoutes(router: Router, { config, log, webhooks, timestamp }: Exchange, find: FindLeg): void {
  router.put('/:uuid/talk', (ctx) => {
    const { text, language, style, loop } = talkSchema.parse(ctx.request.body)
    const { uuid, announcement } = find(ctx.params.uuid, 'answered')
    announcement.stop('replaced')
    void announcement.play(talkSound(config.playback, { text, language, style, loop }))
    ctx.body = { message: 'Talk started', uuid }
  })

  router.put('/:uuid/stream', (ctx) => {
    const { stream_url, loop } = streamSchema.parse(ctx.request.body)
    const { uuid, announcement } = find(ctx.params.uuid, 'answered')
    announcement.stop('replaced')
    void announcement.play(streamSound(config.playback, { url: stream_url[0], loop }))
    ctx.body = { message: 'Stream started', uuid }
  })

  for (const [path, message] of Object.entries({ talk: 'Talk stopped', stream: 'Stream stopped' })) {
    router.delete(`/:uuid/${path}`, (ctx) => {
      const { uuid, announcement } = find(ctx.params.uuid, 'answered')
      announcement.stop('replaced')
      ctx.body = { message, uuid }
    })
  }

  router.put('/:uuid/dtmf', (ctx) => {
    const { digits } = dtmfSchema.parse(ctx.request.body)
    const leg = find(ctx.params.uuid, 'answered')
    log.add({ type: 'keys.sent', digits, ...nameOf(leg) })
    ctx.body = { message: 'DTMF sent', uuid: leg.uuid }
  })

  router.put('/:uuid/input/dtmf', (ctx) => {
    const { event_url } = subscribeSchema.parse(ctx.request.body)
    const leg = find(ctx.params.uuid, 'answered')
    leg.onSubscribedKey = (digit) => {
      const { from, to, uuid, conversationUuid } = leg
      const dtmf = { digits: digit, timed_out: false }
      const body = { dtmf, from, to, uuid, conversation_uuid: conversationUuid, timestamp: timestamp() }
      webhooks.tell({ leg, kind: 'input', target: { url: event_url[0], method: 'POST' }, body })
    }
    ctx.status = 204
  })

  router.delete('/:uuid/input/dtmf', (ctx) => {
    delete find(ctx.params.uuid, 'answered').onSubscribedKey
    ctx.status = 204
  })
}
