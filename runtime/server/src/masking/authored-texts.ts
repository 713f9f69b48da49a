import { type StatePlan, WAITING_WORDS } from '@patchbay/core'
import { HIDDEN, maskAddress } from './mask-text.ts'

/** What the author of a flow wrote, by which what callers heard is shown without what it said of them. */
export interface AuthoredTexts {
  /** A text that was spoken, as its author wrote it: names stand where values were. Hidden when nobody wrote it. */
  text(spoken: string): string
  /** The address of a recording, when an author entered it; of others no more than where they come from. */
  recording(address: string): string
}

interface Template {
  /** What stands between the values, in order, without space around. */
  parts: readonly string[]
  /** Parts of it may not have been spoken. */
  conditional: boolean
  shown: string
}

/** Parts of a long text are recognised from this length on; a shorter piece could be somebody's answer. */
const PIECE_MIN = 200
const TAG = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/

/** @param plans Of every flow that a call may have gone through: all that it can say stands in them. */
export function createAuthoredTexts(plans: readonly StatePlan[]): AuthoredTexts {
  // what we say by ourselves is nobody's secret
  const texts = new Set(Object.values(WAITING_WORDS).filter((text) => text !== null))
  const recordings = new Set<string>()
  for (const { nodes, fallback } of plans) collect([nodes, fallback], texts, recordings)

  const plain = new Map<string, string>()
  const templates: Template[] = []
  for (const text of texts) {
    if (!TAG.test(text)) plain.set(flat(text), readable(text))
    else templates.push({ parts: text.split(TAG).map(flat), conditional: text.includes('{%'), shown: readable(text) })
  }
  // the one that says most by itself explains a text best
  const weight = ({ parts }: Template) => parts.join('').length
  templates.sort((a, b) => weight(b) - weight(a))

  return {
    text(spoken) {
      const heard = flat(spoken)
      const whole = plain.get(heard)
      if (whole !== undefined) return whole
      if (heard.length >= PIECE_MIN && [...plain.keys()].some((text) => text.includes(heard))) return readable(heard)
      return templates.find((template) => fits(template, heard))?.shown ?? HIDDEN
    },
    recording: (address) => (recordings.has(address) ? address : maskAddress(address)),
  }
}

function collect(value: unknown, texts: Set<string>, recordings: Set<string>): void {
  if (typeof value !== 'object' || value === null) return
  for (const [name, inner] of Object.entries(value)) {
    if (typeof inner !== 'string') {
      if (name === 'text') for (const text of sentTexts(inner)) texts.add(text)
      collect(inner, texts, recordings)
    } else if (name === 'text') texts.add(inner)
    else if (name === 'recording' || name === 'ringback') recordings.add(inner)
  }
}

/** What a text message says: one text, or one a language. */
function sentTexts(text: unknown): string[] {
  if (typeof text !== 'object' || text === null || !('as' in text) || text.as !== 'value') return []
  if ('template' in text) return typeof text.template === 'string' ? [text.template] : []
  const texts = 'texts' in text && typeof text.texts === 'object' ? Object.values(text.texts ?? {}) : []
  return texts.filter((one): one is string => typeof one === 'string')
}

/** Whether the parts of a template follow each other in what was spoken, from its beginning to its end. */
function fits({ parts, conditional }: Template, heard: string): boolean {
  const [first = '', ...rest] = parts
  const last = rest.pop() ?? ''
  // a condition may have left out any part, but not the first and the last when they stand outside of it
  if (conditional) return first + last !== '' && heard.startsWith(first) && heard.endsWith(last)
  if (!heard.startsWith(first)) return false
  let from = first.length
  for (const part of rest) {
    const found = heard.indexOf(part, from)
    if (found === -1) return false
    from = found + part.length
  }
  return heard.length - last.length >= from && heard.endsWith(last)
}

const flat = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** For people: variables by name, without the marks of templates and speech. */
const readable = (text: string): string =>
  flat(
    text
      .replace(/\{%[\s\S]*?%\}/g, '')
      .replace(/\{\{-?\s*([\w.]+)[\s\S]*?\}\}/g, '‹$1›')
      .replace(/\{\{[\s\S]*?\}\}/g, '‹…›')
      .replace(/<[^>]*>/g, ' '),
  )
