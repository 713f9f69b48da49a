import { z } from 'zod'
import { flowIdSchema } from '../flow/ids.ts'
import type { Language } from '../flow/language.ts'
import { inlinePromptSchema } from '../flow/prompt.ts'
import { phoneNumberSchema } from '../flow/schema.ts'

/** How many calls an environment takes at once where nobody said otherwise. */
export const CALLS_AT_ONCE_USUAL = 200
/** The most that it can be set to: all of them stand in one document, which every call that begins or ends changes. */
export const CALLS_AT_ONCE_MOST = 5000

/** What callers hear who find every place taken, where nobody has written something else. */
export const BUSY_TEXTS: Readonly<Record<Language, string>> = {
  en: 'We are sorry, all our lines are busy at the moment. Please call again in a few minutes.',
  th: 'ขออภัยค่ะ ขณะนี้คู่สายเต็มทุกสาย กรุณาโทรอีกครั้งในอีกสักครู่ค่ะ',
  tr: 'Üzgünüz, şu anda tüm hatlarımız dolu. Lütfen birkaç dakika sonra tekrar arayın.',
  lo: 'ຂໍອະໄພ ຕອນນີ້ສາຍເຕັມໝົດແລ້ວ ກະລຸນາໂທມາໃໝ່ໃນອີກຈັກໜ້ອຍ',
  'zh-Hant': '很抱歉，目前所有線路都在忙線中，請於幾分鐘後再撥。',
}

/** What becomes of a caller who finds every place taken. */
const overflowSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('message') }).meta({ title: 'Hear that all lines are busy' }),
  z.strictObject({ kind: z.literal('flow'), flowId: flowIdSchema }).meta({ title: 'Go through another flow' }),
  z.strictObject({ kind: z.literal('phone'), number: phoneNumberSchema }).meta({ title: 'Are connected to a number' }),
])

/** How many callers an environment serves at once, and what becomes of the next one. */
export const callsAtOnceSchema = z
  .strictObject({
    limit: z.int().min(1).max(CALLS_AT_ONCE_MOST).default(CALLS_AT_ONCE_USUAL).describe('Calls from outside at once.'),
    overflow: overflowSchema.default({ kind: 'message' }).describe('What becomes of a caller beyond the limit.'),
    message: inlinePromptSchema
      .default({ text: {} })
      .describe('What such a caller hears, by language; in a language without a text the usual one is spoken.'),
  })
  .meta({ id: 'CallsAtOnceSettings' })
export type CallsAtOnce = z.infer<typeof callsAtOnceSchema>

export const DEFAULT_CALLS_AT_ONCE: CallsAtOnce = callsAtOnceSchema.parse({})
