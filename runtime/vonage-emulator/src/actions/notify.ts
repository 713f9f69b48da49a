import { z } from 'zod'
import { defineAction } from '../ncco/define-action.ts'
import { httpMethod, oneUrl } from '../ncco/fields.ts'

/** Tells the application where the call is, and does what it replies (V1.9, V2.6-3). The body names no leg. */
export const notifyAction = defineAction({
  action: 'notify',
  role: 'other',
  schema: z.strictObject({
    payload: z.record(z.string(), z.unknown()),
    eventUrl: oneUrl,
    eventMethod: httpMethod.default('POST'),
  }),
  rules: { payload: 'V1.9-1', eventUrl: 'V1.9-1', eventMethod: 'V1.9-1' },

  perform({ payload, eventUrl: [url], eventMethod: method }, { exchange, leg, ask }) {
    const timestamp = exchange.timestamp()
    return ask('notify', { url, method }, { payload, conversation_uuid: leg.conversationUuid, timestamp })
  },
})
