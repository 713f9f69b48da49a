import { lo } from './lo.ts'
import { th } from './th.ts'
import { tr } from './tr.ts'
import { zhHant } from './zh-hant.ts'

const FIELD_WORDS = { th, tr, lo, 'zh-Hant': zhHant } as const

/** What people read of a field, in English or in each language. */
type Worded = Readonly<Record<string, unknown>>

/**
 * A manifest whose titles and descriptions of fields, settings and secrets are in all languages: those that are written in English alone are
 * looked up. The same words stand in many manifests, and are one translation.
 */
export function inAllLanguages<Plugin extends Worded>(manifest: Plugin): Plugin {
  return { ...manifest, ...mapped(manifest, ['settings', 'secrets', 'actions', 'triggers'], worded) } as Plugin
}

const mapped = (object: Worded, keys: readonly string[], change: (value: unknown) => unknown): Worded =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, keys.includes(key) ? change(value) : value]))

/** Values of examples are no texts of ours. */
function worded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(worded)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      if (key === 'examples' || key === 'enum') return [key, one]
      return [key, (key === 'title' || key === 'description') && typeof one === 'string' ? wordsOf(one) : worded(one)]
    }),
  )
}

function wordsOf(en: string): unknown {
  const others = Object.entries(FIELD_WORDS).flatMap(([language, words]) => {
    const text = Object.hasOwn(words, en) ? words[en] : undefined
    return text === undefined ? [] : [[language, text]]
  })
  return others.length === 0 ? en : { en, ...Object.fromEntries(others) }
}
