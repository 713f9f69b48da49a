import type { Language } from '../flow/language.ts'
import { LANGUAGES } from '../flow/language.ts'
import { MESSAGE_MAX_CHARACTERS } from '../flow/message-text.ts'
import { TALK_MAX_CHARACTERS } from '../flow/prompt.ts'
import { placesIn } from './fill-places.ts'
import type { TemplateFault } from './read-template.ts'
import type { Template, TextsByLanguage } from './template.ts'

/** What is written in Latin letters in every language. */
const EVERYWHERE = /\b(?:SMS|PIN|OK|Patchbay|CSV|A|B|C)\b/g
/** Words that no Turkish text has. `an`, `in` and the like are Turkish too, or parts of words. */
const ENGLISH =
  /\b(?:the|and|you|your|press|please|for|with|our|are|call|calling|thank|thanks|goodbye|welcome|hello|sorry|enter|number|hash|star)\b/i

/** Places and Liquid are no text; nor are the names of variables in them. */
const spokenPart = (text: string): string =>
  text
    .replace(/\[\[[^\]]*\]\]/g, ' ')
    .replace(/\{\{[^}]*\}\}|\{%[^%]*%\}/g, ' ')
    .replace(/<[^>]*>/g, ' ')

/** The variables and places that a text names: the same in every language. */
const namesIn = (text: string): string =>
  [...placesIn(text), ...[...text.matchAll(/\{\{\s*([A-Za-z][\w.]*)/g)].map(([, name]) => `{{${name}}}`)].toSorted().join(' ')

/** Whether English was left standing in a text of another language. */
export function hasEnglishLeft(text: string, language: Language): boolean {
  if (language === 'en') return false
  const spoken = spokenPart(text).replace(EVERYWHERE, ' ')
  return language === 'tr' ? ENGLISH.test(spoken) : /[A-Za-z]{2,}/.test(spoken)
}

/** What is wrong with a template's texts before anything is filled in. */
export function checkTexts(template: Template): TemplateFault[] {
  return [
    ...checkSet(template.prompts, 'prompts', usedIn(template, /^(?:prompt|message):(.+)$/)),
    ...checkSet(template.cards, 'cards', usedIn(template, /^card:(.+)$/)),
    ...checkLengths(template),
  ]
}

const usedIn = ({ flows, manifest }: Template, form: RegExp): Set<string> =>
  new Set(placesIn([flows, manifest.bindings]).flatMap((place) => form.exec(place)?.[1] ?? []))

function checkSet(texts: TextsByLanguage, folder: string, used: ReadonlySet<string>): TemplateFault[] {
  return LANGUAGES.flatMap((language) => {
    const file = `${folder}/${language}.json`
    const own = texts[language] ?? {}
    const missing = [...used].filter((key) => (own[key] ?? '').trim() === '')
    return [
      ...missing.map((path) => ({ file, path, message: 'is missing' })),
      ...[...used].flatMap((key) => {
        const [text, english] = [own[key], texts.en?.[key]]
        if (text === undefined || english === undefined) return []
        const wrong: string[] = []
        if (hasEnglishLeft(text, language)) wrong.push(`has English left in it: ${text}`)
        if (namesIn(text) !== namesIn(english)) wrong.push(`names ${namesIn(text)}, English names ${namesIn(english)}`)
        return wrong.map((message) => ({ file, path: key, message }))
      }),
    ]
  })
}

/** Longer texts would be spoken in several parts, or not be taken as a message. */
function checkLengths(template: Template): TemplateFault[] {
  const messages = usedIn(template, /^message:(.+)$/)
  return LANGUAGES.flatMap((language) =>
    Object.entries(template.prompts[language] ?? {}).flatMap(([path, text]) => {
      const most = messages.has(path) ? MESSAGE_MAX_CHARACTERS : TALK_MAX_CHARACTERS
      if (text.length <= most) return []
      return [{ file: `prompts/${language}.json`, path, message: `has ${text.length} characters; ${most} are taken at once` }]
    }),
  )
}

/** Texts that no flow of these templates uses any more. */
export function unusedTexts(templates: readonly Template[]): TemplateFault[] {
  return (['prompts', 'cards'] as const).flatMap((folder) => {
    const form = folder === 'prompts' ? /^(?:prompt|message):(.+)$/ : /^card:(.+)$/
    const used = new Set(templates.flatMap((template) => [...usedIn(template, form)]))
    const known = new Set(
      templates.flatMap((template) => LANGUAGES.flatMap((language) => Object.keys(template[folder][language] ?? {}))),
    )
    return [...known].filter((key) => !used.has(key)).map((path) => ({ file: folder, path, message: 'is used by no flow' }))
  })
}
