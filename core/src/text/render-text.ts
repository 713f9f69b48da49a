import { TALK_MAX_CHARACTERS } from '../flow/prompt.ts'
import type { VariableValue } from '../flow/variable.ts'
import { TemplateEngine } from './liquid.ts'

/** Longest text that is spoken at once, in characters without SSML tags: about five minutes. */
export const SPOKEN_MAX_CHARACTERS = 4 * TALK_MAX_CHARACTERS
/** Longest text that a variable holds. */
export const VALUE_MAX_CHARACTERS = 2000

/**
 * `spoken` is heard by a caller; `value` is kept in a variable. In a `url` or a `json` text values are escaped for where they
 * stand: a part of an address, or the inside of a JSON string.
 */
export type TextPurpose = 'spoken' | 'value' | 'url' | 'json'

export type RenderedText = { ok: true; text: string; ssml: boolean; cut: boolean } | { ok: false; reason: string }

/** Lists are read one after the other; what has no text of its own (LiquidJS hands out objects for what is missing) is silent. */
function asText(value: unknown): string {
  if (Array.isArray(value)) return value.map(asText).join('')
  return typeof value === 'object' || value === undefined ? '' : String(value)
}

const XML: Record<string, string> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;', "'": '&apos;' }

// control characters are no legal XML, and no speech
const printable = (text: string): string => text.replace(/[\p{Cc}]/gu, ' ')

const engines = {
  // a value must not turn a plain text into SSML, nor open a tag in it
  plain: new TemplateEngine((value) => printable(asText(value)).replace(/[<>]/g, ' ')),
  ssml: new TemplateEngine((value) => printable(asText(value)).replace(/[<>&"']/g, (character) => XML[character] ?? '')),
  value: new TemplateEngine(asText),
  url: new TemplateEngine((value) => encodeURIComponent(asText(value).toWellFormed())),
  json: new TemplateEngine((value) => JSON.stringify(asText(value)).slice(1, -1)),
}

export const isSsml = (template: string): boolean => /^\s*<speak[\s>]/.test(template)
const withoutTags = (text: string): string => text.replace(/<[^>]*>/g, '')

/** The length that Vonage counts: SSML tags are free (spec V1.2-1). */
export const spokenLength = (text: string, ssml: boolean): number => (ssml ? withoutTags(text) : text).length

/**
 * Renders a Liquid text with variables and facts of the call.
 *
 * @param scope Values by name; a dotted name such as `caller.number` is read as a path.
 * @returns `ok: false` with an English reason for the author when the text cannot be rendered; `cut` when it was too long.
 */
export function renderText(template: string, scope: Readonly<Record<string, VariableValue>>, purpose: TextPurpose): RenderedText {
  const ssml = purpose === 'spoken' && isSsml(template)
  try {
    const engine = purpose !== 'spoken' ? engines[purpose] : ssml ? engines.ssml : engines.plain
    const text = /\{[{%]/.test(template) ? engine.render(template, nested(scope)) : template
    if (purpose !== 'spoken') {
      return { ok: true, text: text.slice(0, VALUE_MAX_CHARACTERS), ssml, cut: text.length > VALUE_MAX_CHARACTERS }
    }
    const cut = spokenLength(text, ssml) > (ssml ? TALK_MAX_CHARACTERS : SPOKEN_MAX_CHARACTERS)
    if (!cut) return { ok: true, text: text.trim(), ssml, cut }
    // SSML cannot be cut in the middle of a tag: what is too long is spoken plainly
    const plain = ssml ? withoutTags(text) : text
    return { ok: true, text: plain.slice(0, SPOKEN_MAX_CHARACTERS).trim(), ssml: false, cut }
  } catch (thrown) {
    return { ok: false, reason: thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : 'unknown' }
  }
}

export type TemplateVariables = { ok: true; names: string[] } | { ok: false; reason: string }

/** What a text reads, without rendering it. */
export function templateVariables(template: string): TemplateVariables {
  try {
    return { ok: true, names: [...new Set(engines.value.variables(template))] }
  } catch (thrown) {
    return { ok: false, reason: thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : 'unknown' }
  }
}

/** `{ 'caller.number': 1 }` → `{ caller: { number: 1 } }`, on objects without a prototype. */
function nested(scope: Readonly<Record<string, VariableValue>>): object {
  const root: Record<string, unknown> = Object.create(null)
  for (const [name, value] of Object.entries(scope)) {
    const [head = '', tail] = name.split('.', 2)
    if (value === null) continue // blank: a text treats it like a name that nothing was given to
    if (tail === undefined) root[head] = value
    else root[head] = { ...(root[head] as object | undefined), [tail]: value }
  }
  return root
}
