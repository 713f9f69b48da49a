import { z } from 'zod'
import { type ActionContext, NEXT, type Outcome } from '../calls/action-context.ts'
import { collectDigits, type DigitSettings, type Digits } from '../calls/collect-digits.ts'
import type { WebhookTarget } from '../calls/leg.ts'
import { defineAction } from '../ncco/define-action.ts'
import { flag, numeric, webhookFields, webhookRules } from '../ncco/fields.ts'
import { refusal } from '../ncco/refusal.ts'

const maxDigits = numeric(z.int().min(1).max(20))

/** Waits for keys and does what the application replies (V1.4, V2.5). The reply of an asynchronous input does not count. */
export const inputAction = defineAction({
  action: 'input',
  role: 'input',
  schema: z.strictObject({
    type: z
      .array(z.enum(['dtmf', 'speech']))
      .min(1)
      .optional(),
    mode: z.enum(['synchronous', 'asynchronous']).default('synchronous'),
    dtmf: z
      .strictObject({
        timeOut: numeric(z.number().min(0).max(10)).default(3),
        maxDigits: maxDigits.default(4),
        submitOnHash: flag.default(false),
      })
      .optional(),
    speech: z.record(z.string(), z.unknown()).optional(),
    // the legacy flat form, used where there is no `type` (V1.4-17); its time-out is known to be accepted above 10 seconds
    timeOut: numeric(z.number().min(0)).optional(),
    maxDigits: maxDigits.optional(),
    submitOnHash: flag.optional(),
    ...webhookFields,
  }),
  rules: {
    type: 'V1.4-1',
    mode: 'V1.4-2',
    dtmf: 'V1.4-17',
    'dtmf.timeOut': 'V1.4-5',
    'dtmf.maxDigits': 'V1.4-6',
    'dtmf.submitOnHash': 'V1.4-7',
    timeOut: 'V1.4-5',
    maxDigits: 'V1.4-6',
    submitOnHash: 'V1.4-7',
    ...webhookRules,
    eventUrl: 'V1.4-3',
    eventMethod: 'V1.4-4',
  },

  check({ type, mode, dtmf, speech, timeOut, maxDigits, submitOnHash }) {
    const flat = timeOut !== undefined || maxDigits !== undefined || submitOnHash !== undefined
    if (type && flat) return refusal('V1.4-17', 'type')
    if (mode === 'asynchronous' && (dtmf || flat)) return refusal('V1.4-2', 'dtmf')
    if (mode === 'asynchronous' && (speech || type?.includes('speech'))) return refusal('V1.4-2', 'type')
    if (!type && (dtmf || speech)) return refusal('V1.4-1', 'type')
    return undefined
  },

  async perform(config, context) {
    const { type, mode, dtmf, eventUrl, eventMethod } = config
    if (type?.includes('speech')) return { type: 'notBuilt', what: 'input:speech' }
    const target = eventUrl && { url: eventUrl[0], method: eventMethod }
    if (mode === 'asynchronous') return listenToEachKey(context, target)
    const flat = { timeOut: config.timeOut ?? 3, maxDigits: config.maxDigits ?? 4, submitOnHash: config.submitOnHash ?? false }
    const settings: DigitSettings = type ? { ...dtmfDefaults, ...dtmf } : flat
    const digits = await collectDigits(context, settings)
    if (context.signal.aborted) return NEXT
    return context.ask('input', target, inputBody(context, digits, type !== undefined))
  },
})

const dtmfDefaults: DigitSettings = { timeOut: 3, maxDigits: 4, submitOnHash: false }

function listenToEachKey(context: ActionContext, target: WebhookTarget | undefined): Outcome {
  const { exchange, leg } = context
  leg.onEachKey = (digit) => {
    const body = inputBody(context, { digits: digit, timedOut: false }, true)
    exchange.webhooks.tell({ leg, kind: 'input', target: target ?? leg.events, body })
  }
  return NEXT
}

/** V2.5; the legacy flat form has `dtmf` as a string and `timed_out` beside it (V1.4-17). */
function inputBody({ exchange, leg }: ActionContext, { digits, timedOut }: Digits, typed: boolean): Record<string, unknown> {
  const { noDigits, speechOff } = exchange.config.switches
  const shown = digits === '' ? { empty: { digits: '' }, null: { digits: null }, missing: {} }[noDigits] : { digits }
  const answer = typed
    ? {
        speech: speechOff === 'error' ? { error: 'Speech was not enabled' } : { results: [] },
        dtmf: { ...shown, timed_out: timedOut },
      }
    : { dtmf: digits, timed_out: timedOut }
  const { uuid, conversationUuid } = leg
  const [from, to] = exchange.config.switches.inputParties === 'asCall' ? [leg.from, leg.to] : [leg.to, leg.from]
  return { ...answer, from, to, uuid, conversation_uuid: conversationUuid, timestamp: exchange.timestamp() }
}
