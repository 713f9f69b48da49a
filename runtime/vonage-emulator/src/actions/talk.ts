import { z } from 'zod'
import { NEXT } from '../calls/action-context.ts'
import { nameOf } from '../calls/leg.ts'
import { talkSound } from '../calls/sounds.ts'
import { defineAction } from '../ncco/define-action.ts'
import { flag, numeric } from '../ncco/fields.ts'
import { isBrokenSsml, isSsml, spokenText, unknownTags } from '../ncco/spoken-text.ts'
import { doubtAboutVoice } from '../ncco/voices.ts'

/** Reads a text aloud (V1.2). */
export const talkAction = defineAction({
  action: 'talk',
  role: 'audio',
  schema: z.strictObject({
    text: z
      .string()
      .min(1)
      .refine((text) => spokenText(text).length <= 1500)
      .refine((text) => !isBrokenSsml(text)),
    bargeIn: flag.default(false),
    loop: numeric(z.int().min(0)).default(1),
    level: numeric(z.number().min(-1).max(1)).default(0),
    language: z.string().default('en-US'),
    style: numeric(z.int().min(0)).default(0),
    premium: flag.default(false),
    voiceName: z.string().optional(),
    provider: z.string().optional(),
    providerOptions: z.record(z.string(), z.unknown()).optional(),
  }),
  rules: {
    text: 'V1.2-1',
    bargeIn: 'V1.2-2',
    loop: 'V1.2-3',
    level: 'V1.2-4',
    language: 'V1.2-5',
    style: 'V1.2-6',
    premium: 'V1.2-7',
    voiceName: 'V1.2-8',
    voice_name: 'V1.2-8',
    provider: 'V1.2-9',
    providerOptions: 'V1.2-9',
    eventUrl: 'V1.2-10',
    eventMethod: 'V1.2-10',
    eventOnCompletion: 'V1.2-10',
  },
  bargeIn: ({ bargeIn }) => bargeIn,

  async perform({ text, language, style, loop }, { exchange, leg, bargeIn }) {
    const doubts = [doubtAboutVoice(language, style, isSsml(text)), ...unknownTags(text).map((tag) => `No voice knows <${tag}>`)]
    for (const doubt of doubts) if (doubt) exchange.log.add({ type: 'ncco.warned', rule: 'V1.13', text: doubt, ...nameOf(leg) })
    const heard = leg.playback.play(talkSound(exchange.config.playback, { text, language, style, loop }, bargeIn))
    // with bargeIn it plays on while the input that must follow already listens (V1.5-5)
    if (!bargeIn) await heard
    return NEXT
  },
})
