import { z } from 'zod'
import { type ActionContext, NEXT, type Outcome } from '../calls/action-context.ts'
import type { DigitSettings, Digits } from '../calls/collect-digits.ts'
import { collectInput } from '../calls/collect-input.ts'
import type { Said } from '../calls/collect-speech.ts'
import type { Exchange } from '../calls/exchange.ts'
import { type Leg, nameOf, type WebhookTarget } from '../calls/leg.ts'
import { fileUrlOf } from '../calls/region.ts'
import { defineAction } from '../ncco/define-action.ts'
import { flag, numeric, webhookFields, webhookRules } from '../ncco/fields.ts'
import { doubtAboutSpeech } from '../ncco/recognised-languages.ts'
import { refusal } from '../ncco/refusal.ts'

const maxDigits = numeric(z.int().min(1).max(20))
const speechSchema = z.strictObject({
  uuid: z.tuple([z.string()]).optional(),
  endOnSilence: numeric(z.number().min(0.4).max(10)).default(2),
  language: z.string().default('en-US'),
  context: z.array(z.string()).default([]),
  startTimeout: numeric(z.number().min(1).max(60)).default(10),
  maxDuration: numeric(z.number().min(1).max(60)).default(60),
  saveAudio: flag.default(false),
  sensitivity: numeric(z.number().min(10).max(100)).default(90),
  provider: z.string().optional(),
  providerOptions: z.record(z.string(), z.unknown()).optional(),
})

/** Waits for keys, speech or both, and does what the application replies (V1.4, V2.5). The reply of an asynchronous input does not count. */
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
    speech: speechSchema.optional(),
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
    speech: 'V1.4-17',
    'speech.uuid': 'V1.4-8',
    'speech.endOnSilence': 'V1.4-9',
    'speech.language': 'V1.4-10',
    'speech.context': 'V1.4-11',
    'speech.startTimeout': 'V1.4-12',
    'speech.maxDuration': 'V1.4-13',
    'speech.saveAudio': 'V1.4-14',
    'speech.sensitivity': 'V1.4-15',
    'speech.provider': 'V1.4-16',
    'speech.providerOptions': 'V1.4-16',
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
    const { exchange, leg, signal } = context
    const { type, mode, dtmf, speech, eventUrl, eventMethod } = config
    const target = eventUrl && { url: eventUrl[0], method: eventMethod }
    if (mode === 'asynchronous') return listenToEachKey(context, target)
    const flat = { timeOut: config.timeOut ?? 3, maxDigits: config.maxDigits ?? 4, submitOnHash: config.submitOnHash ?? false }
    const spoken = type?.includes('speech') ? speechSchema.parse(speech ?? {}) : undefined
    if (spoken) warn(context, spoken.language)
    const heard = await collectInput(context, {
      ...((!type || type.includes('dtmf')) && { dtmf: type ? { ...dtmfDefaults, ...dtmf } : flat }),
      ...(spoken && { speech: { ...spoken, speaker: exchange.legs.get(spoken.uuid?.[0] ?? '') ?? leg } }),
    })
    if (signal.aborted) return NEXT
    const unused = type?.length === 2 && exchange.config.switches.unusedInput === 'null'
    const body = type
      ? {
          speech: unused && !heard.said ? null : speechResult(context, heard.said, spoken),
          dtmf: unused && !heard.digits ? null : dtmfResult(context, heard.digits),
        }
      : { dtmf: heard.digits?.digits ?? '', timed_out: heard.digits?.timedOut ?? false }
    return context.ask('input', target, inputBody(context, body))
  },
})

const dtmfDefaults: DigitSettings = { timeOut: 3, maxDigits: 4, submitOnHash: false }

function warn({ exchange, leg }: ActionContext, language: string): void {
  const doubt = doubtAboutSpeech(language)
  if (doubt) exchange.log.add({ type: 'ncco.warned', rule: 'V1.13', text: doubt, ...nameOf(leg) })
}

function listenToEachKey(context: ActionContext, target: WebhookTarget | undefined): Outcome {
  const { exchange, leg } = context
  leg.onEachKey = (digit) => {
    const dtmf = dtmfResult(context, { digits: digit, timedOut: false })
    const body = inputBody(context, { speech: speechResult(context, undefined, undefined), dtmf })
    exchange.webhooks.tell({ leg, kind: 'input', target: target ?? leg.events, body })
  }
  return NEXT
}

/** V2.5-2, V2.5-3; when speech decided there are no digits and nothing timed out. */
function dtmfResult({ exchange }: ActionContext, heard: Digits | undefined): Record<string, unknown> {
  if (!heard) return { digits: null, timed_out: false }
  const { digits, timedOut } = heard
  const noDigits = { empty: { digits: '' }, null: { digits: null }, missing: {} }[exchange.config.switches.noDigits]
  return { ...(digits === '' ? noDigits : { digits }), timed_out: timedOut }
}

/** V2.5-1: confidence is a string; V2.5-2: the shape of an input that did not ask for speech. */
function speechResult(
  { exchange, leg }: ActionContext,
  said: Said | undefined,
  settings: z.infer<typeof speechSchema> | undefined,
): Record<string, unknown> {
  if (!settings) return exchange.config.switches.speechOff === 'error' ? { error: 'Speech was not enabled' } : { results: [] }
  if (!said) return { results: [] }
  const results = said.results.map(({ text, confidence }) => ({ text, confidence: String(confidence) }))
  return {
    timeout_reason: said.reason,
    ...(said.garbled ? { error: 'ERR1: Failed to analyze audio' } : { results }),
    ...(settings.saveAudio && said.startedAt !== undefined && { recording_url: savedAudio(exchange, leg, said) }),
  }
}

function savedAudio(exchange: Exchange, leg: Leg, { startedAt = 0, endedAt }: Said): string {
  const durationMs = endedAt - startedAt
  const file = exchange.files.addAudio({ durationMs, channels: 1, sounds: [{ fromMs: 0, toMs: durationMs, channel: 0 }] })
  return fileUrlOf(exchange, leg, file)
}

function inputBody({ exchange, leg }: ActionContext, answer: Record<string, unknown>): Record<string, unknown> {
  const { uuid, conversationUuid } = leg
  const [from, to] = exchange.config.switches.inputParties === 'asCall' ? [leg.from, leg.to] : [leg.to, leg.from]
  return { ...answer, from, to, uuid, conversation_uuid: conversationUuid, timestamp: exchange.timestamp() }
}
