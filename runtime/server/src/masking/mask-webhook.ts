import { cut, HIDDEN, hiddenKeys, maskAddress, maskParty, maskSentence } from './mask-text.ts'

/** JSON. */
export type Masked = string | number | boolean | null | readonly Masked[] | { readonly [name: string]: Masked }

/** Ids, times, money and words of Vonage's own (spec §2): nothing that a caller gave. */
const PLAIN = new Set([
  ...['uuid', 'call_uuid', 'conversation_uuid', 'conversation_uuid_from', 'conversation_uuid_to', 'recording_uuid'],
  ...['status', 'direction', 'type', 'endpoint_type', 'detail', 'sub_state', 'disconnected_by', 'sip_code', 'network'],
  ...['timestamp', 'start_time', 'end_time', 'duration', 'rate', 'price', 'size', 'region_url'],
  ...['timed_out', 'timeout_reason', 'confidence'],
])
const PARTIES = new Set(['to', 'from', 'number', 'caller', 'callee', 'from_user', 'user', 'extension'])
const KEYS = new Set(['digits', 'digit', 'dtmf'])
const SENTENCES = new Set(['reason', 'error'])
/** What a caller's app or exchange sent along, and what was said: names of fields are shown, and nothing of what is in them. */
const FOREIGN = /^(custom_data|headers|text|sentence|SipHeader_.*)$/i

const DEEPEST = 5
const MOST_FIELDS = 40
const MOST_ITEMS = 10

/**
 * A webhook as it may be looked at later: which fields came, and of what a person gave only how much of it. Unknown fields are
 * kept by name; of their values only short words are, so that a field that Vonage adds tomorrow gives nobody away.
 */
export const maskWebhook = (body: unknown): Masked => mask(body, { name: '', deep: 0, foreign: false })

interface Place {
  name: string
  deep: number
  foreign: boolean
}

function mask(value: unknown, { name, deep, foreign }: Place): Masked {
  if (value === null || value === undefined || typeof value === 'boolean') return value ?? null
  if (typeof value === 'string') return foreign ? HIDDEN : maskText(name, value)
  if (typeof value === 'number') {
    if (foreign) return HIDDEN
    return KEYS.has(name) || PARTIES.has(name) || !(PLAIN.has(name) || Math.abs(value) < 100)
      ? maskText(name, String(value))
      : value
  }
  if (typeof value !== 'object' || deep === DEEPEST) return HIDDEN
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map((item) => mask(item, { name, deep: deep + 1, foreign }))
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MOST_FIELDS)
      .map(([field, inner]) => [
        cut(field.replace(/\d{4,}/g, HIDDEN), 40),
        mask(inner, { name: field, deep: deep + 1, foreign: foreign || FOREIGN.test(field) }),
      ]),
  )
}

function maskText(name: string, text: string): string {
  if (PLAIN.has(name)) return cut(text, 100)
  if (KEYS.has(name)) return hiddenKeys(text)
  if (PARTIES.has(name)) return maskParty(text)
  if (SENTENCES.has(name)) return maskSentence(text)
  if (/url$/i.test(name)) return maskAddress(text)
  return /^[A-Za-z0-9_:.-]{0,24}$/.test(text) && !/\d{3}/.test(text) ? text : HIDDEN
}
