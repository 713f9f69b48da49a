import { z } from 'zod'
import { NEXT } from '../calls/action-context.ts'
import { streamSound } from '../calls/sounds.ts'
import { defineAction } from '../ncco/define-action.ts'
import { flag, numeric, oneUrl } from '../ncco/fields.ts'

/** Plays a file (V1.3). The emulator does not decode it: its length comes from the configuration. */
export const streamAction = defineAction({
  action: 'stream',
  role: 'audio',
  schema: z.strictObject({
    streamUrl: oneUrl,
    bargeIn: flag.default(false),
    loop: numeric(z.int().min(0)).default(1),
    level: numeric(z.number().min(-1).max(1)).default(0),
  }),
  rules: { streamUrl: 'V1.3-1', bargeIn: 'V1.3-1', loop: 'V1.3-1', level: 'V1.3-1' },
  bargeIn: ({ bargeIn }) => bargeIn,

  async perform({ streamUrl: [url], loop }, { exchange, leg, bargeIn }) {
    const heard = leg.playback.play(streamSound(exchange.config.playback, { url, loop }, bargeIn))
    if (!bargeIn) await heard
    return NEXT
  },
})
