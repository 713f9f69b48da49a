import type { Calendar } from '../bindings/calendar.ts'
import type { BindingKind } from '../flow/binding.ts'
import type { FlowId } from '../flow/ids.ts'
import { LANGUAGES, type Language } from '../flow/language.ts'
import { readFlow } from '../flow/migrations.ts'
import { createFlow } from '../flow/new-flow.ts'
import type { FlowDefinition } from '../flow/schema.ts'
import { DURATION_UNITS, durationWords } from '../text/duration-words.ts'
import { spokenHours } from '../text/spoken-hours.ts'
import { flowsEntered } from '../verify/flow-reference-issues.ts'
import { completePluginCards, type KnownActions } from './complete-plugin-cards.ts'
import { fillPlaces, type Places } from './fill-places.ts'
import type { Answers, Person, Question } from './question.ts'
import type { TemplateFault } from './read-template.ts'
import type { Template } from './template.ts'

/** What a template is made into things with. */
export interface Installation {
  answers: Answers
  /** Which are switched on; the first one is spoken where nothing says otherwise, and cards are named in it. */
  languages: readonly [Language, ...Language[]]
  name: string
  /** The ids that its flows get, by file. */
  flowIds: Readonly<Record<string, FlowId>>
  /** The names that its bindings get, by their key. */
  bindingNames: Readonly<Record<string, string>>
  /** What its plugin cards may count on, by plugin and by category; a card of another plugin stays as it is. */
  plugins?: Readonly<Record<string, KnownActions>>
}

export interface MadeBinding {
  kind: BindingKind
  name: string
  label: string
  value: unknown
}
export interface BuiltTemplate {
  bindings: MadeBinding[]
  /** Those that others enter come first: in this order they can be published. The last one is what callers reach. */
  flows: { file: string; flow: FlowDefinition }[]
}
export type BuildResult = { type: 'built'; built: BuiltTemplate } | { type: 'faults'; faults: TemplateFault[] }

/** Fills a template in: everything that an installation adds, nothing of it stored yet. */
export function buildTemplate(template: Template, installation: Installation): BuildResult {
  const { manifest } = template
  const faults: TemplateFault[] = []
  const noPlace = (file: string) => (name: string) => {
    faults.push({ file, path: '', message: `[[${name}]] is no place of this template` })
  }
  const places = placesOf(template, installation, (language) => noPlace(`prompts/${language}.json`))
  const fill = (file: string, value: unknown) => fillPlaces(value, places, noPlace(file))

  const bindings = Object.entries(manifest.bindings).map(([key, { kind, title, value }]) => ({
    kind,
    name: installation.bindingNames[key] ?? key,
    label: `${installation.name.slice(0, 50)}: ${title[installation.languages[0]]}`.slice(0, 80),
    value: fill('template.json', value),
  }))

  const flows = Object.keys(template.flows).flatMap((file) => {
    const path = `flows/${file}.json`
    const read = readFlow({
      ...skeleton(template, installation, file),
      ...(fill(path, template.flows[file]) as object),
      id: installation.flowIds[file] ?? file,
    })
    if (read.type === 'success')
      return [{ file, flow: completePluginCards(read.flow, installation.plugins ?? {}, installation.languages[0]) }]
    faults.push(
      ...read.issues.map(({ path: at = [], data }) => ({
        file: path,
        path: at.join('.'),
        message: String(data['reason'] ?? ''),
      })),
    )
    return []
  })
  if (faults.length > 0) return { type: 'faults', faults }
  return { type: 'built', built: { bindings, flows: inOrder(flows, manifest.flows[0] ?? '') } }
}

/** What a flow's file need not say. */
function skeleton({ manifest }: Template, { name, languages }: Installation, file: string): object {
  const texts = LANGUAGES.map((language) => createFlow({ id: file as FlowId, name, language }).fallback.prompt.text)
  const isMain = manifest.flows[0] === file
  const flow = createFlow({
    id: file as FlowId,
    name: isMain ? name.slice(0, 80) : `${name.slice(0, 50)}: ${file}`,
    language: languages[0],
  })
  return {
    ...flow,
    languages: { default: languages[0], enabled: [...languages] },
    fallback: { prompt: { text: Object.assign({}, ...texts) } },
  }
}

/** The country codes whose callers are likely to speak a language. */
const PREFIXES: Readonly<Record<Language, readonly string[]>> = {
  en: ['1', '44', '61', '64', '353'],
  th: ['66'],
  tr: ['90'],
  lo: ['856'],
  'zh-Hant': ['886', '852', '853'],
}

/** Plugins count in minutes what people answer in hours. */
const MINUTES_OF_HOUR = 60

function placesOf(
  { prompts, cards, manifest }: Template,
  installation: Installation,
  noPlace: (language: Language) => (name: string) => void,
): Places {
  const { languages, name, flowIds, bindingNames } = installation
  const answers: Answers = { ...manifest.fixed, ...installation.answers }
  const main = languages[0]
  const inLanguage =
    (language: Language): Places =>
    (place) => {
      const [key = '', part] = place.split(':', 2)
      const question = manifest.questions.find((one) => one.key === key)
      if (question?.kind === 'hours' && part === 'spoken') return spokenHours(answers[key] as Calendar, language)
      const unit = DURATION_UNITS.find((one) => one === part)
      const count = answers[key]
      if (unit !== undefined && typeof count === 'number') return durationWords(count, unit, language)
      return whole(place)
    }
  const texts = (key: string): Record<string, string> | undefined => {
    const written = LANGUAGES.flatMap((language) => {
      const text = prompts[language]?.[key]
      return text === undefined ? [] : [[language, fillPlaces(text, inLanguage(language), noPlace(language))]]
    })
    return written.length === 0 ? undefined : Object.fromEntries(written)
  }
  const whole: Places = (place) => {
    const [head = '', ...rest] = place.split(':')
    const tail = rest.join(':')
    if (head === 'prompt') return wrapped(texts(tail))
    if (head === 'message') return texts(tail)
    if (head === 'card') return written(cards[main]?.[tail] ?? cards.en?.[tail])
    if (head === 'flow') return flowIds[tail]
    if (head === 'binding') return bindingNames[tail]
    if (place === 'name') return name
    if (place === 'languages:prefixes')
      return languages.flatMap((language) => PREFIXES[language].map((prefix) => ({ prefix, language })))
    const question = manifest.questions.find(({ key }) => key === head)
    if (question?.kind === 'people' && tail === 'agents') return agentsOf(question, answers[head] as Person[])
    if (question?.kind === 'people' && tail === 'directory') return directoryOf(answers[head] as Person[])
    const answer = answers[head]
    if (tail === 'minutes' && typeof answer === 'number') return String(answer * MINUTES_OF_HOUR)
    return tail === '' ? answer : undefined
  }
  const written = (text: string | undefined) => (text === undefined ? undefined : fillPlaces(text, whole, () => undefined))
  return whole
}

const wrapped = (text: Record<string, string> | undefined) => (text === undefined ? undefined : { text })

/** Somebody of whom nothing is said looks after everything. */
const agentsOf = ({ skills }: Extract<Question, { kind: 'people' }>, people: readonly Person[]) =>
  people.map((person) => ({
    name: person.name,
    endpoint: { kind: 'phone', number: person.number },
    skills: person.skills.length > 0 ? person.skills : skills.map(({ value }) => value),
  }))

const directoryOf = (people: readonly Person[]) =>
  people.flatMap(({ name, number, extension }) =>
    extension === undefined ? [] : [{ name, extension, endpoint: { kind: 'phone', number } }],
  )

/** Flows that others enter before those, as far as they do not enter each other; the one that callers reach at the end. */
function inOrder(flows: BuiltTemplate['flows'], main: string): BuiltTemplate['flows'] {
  const done: BuiltTemplate['flows'] = []
  const take = (one: BuiltTemplate['flows'][number], above: readonly string[]): void => {
    if (done.includes(one) || above.includes(one.file)) return
    for (const entered of flowsEntered(one.flow)) {
      const other = flows.find(({ flow }) => flow.id === entered)
      if (other !== undefined) take(other, [...above, one.file])
    }
    done.push(one)
  }
  for (const one of flows.filter(({ file }) => file !== main)) take(one, [])
  for (const one of flows.filter(({ file }) => file === main)) take(one, [])
  return done
}
