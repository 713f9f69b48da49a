import { AppError, LEG_STATUSES, type LegStatus } from '@patchbay/core'
import { z } from 'zod'

/** A party as Vonage writes it: a number, or an object or list of one where it comes from REST or an app (V2.2-1). */
const partySchema = z.union([
  z.string(),
  z.looseObject({ number: z.string().optional(), user: z.string().optional() }),
  z.array(z.looseObject({ number: z.string().optional() })).min(1),
])
const textOrNumber = z.union([z.string(), z.number()])
const truth = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])

const answerSchema = z.looseObject({
  uuid: z.string().min(1),
  conversation_uuid: z.string().min(1),
  to: partySchema,
  from: partySchema.optional(),
  from_user: z.string().optional(),
  region_url: z.string().optional(),
})
const statusSchema = z.looseObject({
  uuid: z.string().min(1).optional(),
  call_uuid: z.string().min(1).optional(),
  conversation_uuid: z.string().optional(),
  status: z.enum(LEG_STATUSES),
  timestamp: z.string().optional(),
  duration: textOrNumber.nullish(),
  price: textOrNumber.nullish(),
  disconnected_by: z.string().nullish(),
})
const inputSchema = z.looseObject({
  uuid: z.string().optional(),
  dtmf: z.union([z.string(), z.looseObject({ digits: z.string().nullish(), timed_out: truth.nullish() })]).nullish(),
  speech: z
    .looseObject({ results: z.array(z.looseObject({ text: z.string(), confidence: textOrNumber.nullish() })).nullish() })
    .nullish(),
  timed_out: truth.nullish(),
})
const notifySchema = z.looseObject({
  payload: z.looseObject({
    waited: z.coerce.number().int().min(0).catch(0).default(0),
    settled: z.string().optional(),
    finished: z.string().optional(),
    first: z.string().optional(),
  }),
  conversation_uuid: z.string().optional(),
})
const errorSchema = z.looseObject({ reason: z.string(), conversation_uuid: z.string().optional() })
const recordSchema = z.looseObject({
  recording_url: z.string(),
  recording_uuid: z.string().optional(),
  start_time: z.string().optional(),
  end_time: z.string().optional(),
  size: textOrNumber.nullish(),
})
const transcriptionSchema = z.looseObject({ transcription_url: z.string(), recording_uuid: z.string().optional() })
const transferSchema = z.looseObject({ conversation_uuid_from: z.string(), conversation_uuid_to: z.string() })

/** What speech recognition understood; confidence is 0 to 1. */
interface Said {
  text: string
  confidence: number
}

/** What only the last status of a leg says. */
interface LegOver {
  durationSeconds?: number
  /** In euros, as Vonage writes them. */
  price?: string
  by?: 'user' | 'platform'
}

/**
 * One webhook of a voice call, in our words. `waited` counts how often the caller has waited for us already; 0 when the notify
 * means something else; `about` is what the caller waits for to be over, `first` that nobody has said yet that it takes a moment; `settled` says that it was asked a second time, after a moment (see `settleConnect`). Fields that nothing reads yet are left in Vonage's hands.
 */
export type VoiceWebhook =
  | { kind: 'answer'; vonageCallId: string; vonageConversationId: string; from: string; to: string; regionUrl?: string }
  | ({ kind: 'status'; vonageCallId: string; status: LegStatus; occurredAt: string } & LegOver)
  | { kind: 'input'; vonageCallId: string | undefined; digits: string; timedOut: boolean; said: readonly Said[] }
  | { kind: 'notify'; about: 'connect' | 'request'; first: boolean; waited: number; settled: boolean }
  | { kind: 'error'; reason: string; vonageConversationId: string | undefined }
  | {
      kind: 'record'
      recordingUuid: string
      recordingUrl: string
      startedAt: string
      durationSeconds: number
      size: number
    }
  | { kind: 'transcription'; recordingUuid: string; transcriptionUrl: string }
  | { kind: 'transfer' }

/**
 * Reads the body of a voice webhook. Which kind it is follows from the fields that only that kind has; unknown fields are
 * left alone, and numbers may be texts, for Vonage sends both.
 *
 * @throws {AppError} `WEBHOOK_BODY_NOT_VALID`, naming the rule and the field.
 */
export function parseVoiceWebhook(body: unknown): VoiceWebhook {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw notValid('V2.2-1', '')
  const has = (field: string) => field in body
  if (has('conversation_uuid_from')) return read(transferSchema, body, 'V2.2-15', () => ({ kind: 'transfer' }))
  if (has('transcription_url')) return read(transcriptionSchema, body, 'V2.6-2', toTranscription)
  if (has('recording_url')) return read(recordSchema, body, 'V2.6-1', toRecord)
  if (has('payload'))
    return read(notifySchema, body, 'V2.6-3', ({ payload }) => ({
      kind: 'notify',
      about: payload.finished === 'request' ? 'request' : 'connect',
      first: payload.first !== undefined,
      waited: payload.waited,
      settled: payload.settled !== undefined,
    }))
  if (has('dtmf') || has('speech')) return read(inputSchema, body, 'V2.5-3', toInput)
  if (has('status')) return toStatus(body)
  if (has('reason') && !has('to')) {
    return read(errorSchema, body, 'V2.4-1', ({ reason, conversation_uuid }) => ({
      kind: 'error',
      reason,
      vonageConversationId: conversation_uuid,
    }))
  }
  return read(answerSchema, body, 'V2.1-2', toAnswer)
}

function toAnswer({ uuid, conversation_uuid, to, from, from_user, region_url }: z.infer<typeof answerSchema>): VoiceWebhook {
  return {
    kind: 'answer',
    vonageCallId: uuid,
    vonageConversationId: conversation_uuid,
    // a caller from an app has a name instead (V2.1-7)
    from: from === undefined ? (from_user ?? '') : shownNumber(partyText(from)),
    to: partyText(to),
    ...(region_url === undefined ? {} : { regionUrl: region_url }),
  }
}

/** Answering machine detection says `call_uuid` instead of `uuid` (V2.2-11). */
function toStatus(body: object): VoiceWebhook {
  return read(statusSchema, body, 'V2.2-1', ({ uuid, call_uuid, status, timestamp, ...over }) => {
    const vonageCallId = uuid ?? call_uuid
    if (vonageCallId === undefined) throw notValid('V2.2-1', 'uuid')
    return {
      kind: 'status',
      vonageCallId,
      status,
      occurredAt: timestamp ?? '',
      ...toOver(over),
    }
  })
}

/** A price that is no number, and an end by somebody unknown, are not told at all (V2.2-12). */
function toOver({ duration, price, disconnected_by: by }: Partial<z.infer<typeof statusSchema>>): LegOver {
  const seconds = Number(duration ?? Number.NaN)
  return {
    ...(Number.isFinite(seconds) ? { durationSeconds: seconds } : {}),
    ...(price != null && price !== '' && Number.isFinite(Number(price)) ? { price: String(price) } : {}),
    ...(by === 'user' || by === 'platform' ? { by } : {}),
  }
}

/** No key at all may be an empty text, null or a missing field (V2.5-3); the old flat form has a text (V1.4-17). */
function toInput({ uuid, dtmf, speech, timed_out }: z.infer<typeof inputSchema>): VoiceWebhook {
  const flat = typeof dtmf === 'string'
  const digits = (flat ? dtmf : dtmf?.digits) ?? ''
  const timedOut = (flat ? timed_out : (dtmf?.timed_out ?? timed_out)) ?? false
  // whether the # that submits is among the digits is not documented (V1.4-7)
  const pressed = digits.length > 1 ? digits.replace(/#$/, '') : digits
  // confidence is a text (V2.5-1); a recogniser that gives none is taken at its word
  const said = (speech?.results ?? []).map(({ text, confidence }) => ({ text, confidence: Number(confidence ?? 1) || 0 }))
  return { kind: 'input', vonageCallId: uuid, digits: pressed, timedOut, said: said.filter(({ text }) => text.trim() !== '') }
}

/** Its length follows from two times of Vonage's clock. One without an id of its own goes by that of its file. */
function toRecord({ recording_url, recording_uuid, start_time, end_time, size }: z.infer<typeof recordSchema>): VoiceWebhook {
  const milliseconds = Date.parse(end_time ?? '') - Date.parse(start_time ?? '')
  return {
    kind: 'record',
    recordingUuid: recording_uuid ?? fileOf(recording_url),
    recordingUrl: recording_url,
    startedAt: start_time ?? '',
    // unknown is not empty: nobody may lose a message for a missing field
    durationSeconds: milliseconds >= 0 ? milliseconds / 1000 : Number.MAX_SAFE_INTEGER,
    size: Number(size ?? 0) || 0,
  }
}

const toTranscription = ({ transcription_url, recording_uuid }: z.infer<typeof transcriptionSchema>): VoiceWebhook => ({
  kind: 'transcription',
  recordingUuid: recording_uuid ?? '',
  transcriptionUrl: transcription_url,
})

const fileOf = (url: string): string => url.split('?')[0]?.split('/').at(-1) ?? url

/** Who withholds the number may be any word or nothing (V2.1-2); nothing is what flows can ask for. SIP addresses stay. */
const shownNumber = (from: string): string => (/[\d@:]/.test(from) ? from : '')

function partyText(party: z.infer<typeof partySchema>): string {
  if (typeof party === 'string') return party
  const one = Array.isArray(party) ? party[0] : party
  return one?.number ?? (typeof one?.user === 'string' ? one.user : '')
}

function read<Body>(schema: z.ZodType<Body>, body: object, rule: string, to: (body: Body) => VoiceWebhook): VoiceWebhook {
  const parsed = schema.safeParse(body)
  if (parsed.success) return to(parsed.data)
  throw notValid(rule, parsed.error.issues[0]?.path.join('.') ?? '')
}

const notValid = (rule: string, field: string) =>
  new AppError('WEBHOOK_BODY_NOT_VALID', `The webhook breaks rule ${rule}${field === '' ? '' : ` at ${field}`}`, {
    details: { rule, field },
  })
