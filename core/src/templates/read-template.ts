import type { z } from 'zod'
import { LANGUAGES, languageSchema } from '../flow/language.ts'
import { callScriptSchema } from '../test-kit/call-script.ts'
import { readAnswers } from './question.ts'
import { type Template, type Texts, type TextsByLanguage, templateManifestSchema } from './template.ts'

/** What is wrong with a template's files: in which, where in it, and why. */
export interface TemplateFault {
  file: string
  path: string
  message: string
}

/** Parsed files by their path within a template's folder: `flows/main.json`. */
export type TemplateFiles = Readonly<Record<string, unknown>>
export type ReadTemplate = { type: 'template'; template: Template } | { type: 'faults'; faults: TemplateFault[] }

/**
 * Puts a template together out of its files.
 *
 * @param shared The files of `templates/shared`, which hold flows that several templates go through. A template's own text wins
 *   over a shared one of the same key.
 */
export function readTemplate(files: TemplateFiles, shared: TemplateFiles): ReadTemplate {
  const faults: TemplateFault[] = []
  const read = <S extends z.ZodType>(file: string, value: unknown, schema: S): z.output<S> | undefined => {
    const parsed = schema.safeParse(value)
    if (parsed.success) return parsed.data
    faults.push(...parsed.error.issues.map(({ path, message }) => ({ file, path: path.join('.'), message })))
    return undefined
  }

  const manifest = read('template.json', files['template.json'], templateManifestSchema)
  if (manifest === undefined) return { type: 'faults', faults }

  const flows: Record<string, Readonly<Record<string, unknown>>> = {}
  const flowFrom = (from: TemplateFiles, name: string, folder: string) => {
    const flow = from[`flows/${name}.json`]
    const file = `${folder}flows/${name}.json`
    if (typeof flow !== 'object' || flow === null) faults.push({ file, path: '', message: 'is not there, or is no object' })
    else if (flows[name] !== undefined) faults.push({ file, path: '', message: 'has the name of another flow' })
    else flows[name] = flow as Record<string, unknown>
  }
  for (const name of manifest.flows) flowFrom(files, name, '')
  for (const name of manifest.shared) flowFrom(shared, name, '../shared/')

  const calls: Record<string, Template['calls'][string]> = {}
  for (const [file, value] of Object.entries(files)) {
    const name = /^calls\/(.+)\.call\.json$/.exec(file)?.[1]
    if (name === undefined) continue
    const script = read(file, value, callScriptSchema)
    if (script !== undefined) calls[name] = script
    if (script !== undefined && flows[script.flow] === undefined)
      faults.push({ file, path: 'flow', message: `there is no flow “${script.flow}”` })
  }
  if (calls[manifest.sampleCall] === undefined)
    faults.push({ file: 'template.json', path: 'sampleCall', message: `there is no call “${manifest.sampleCall}”` })

  const clash = manifest.questions.find(({ key }) => Object.hasOwn(manifest.fixed, key))
  if (clash !== undefined) faults.push({ file: 'template.json', path: `fixed.${clash.key}`, message: 'is asked for as well' })
  const answers = readAnswers(manifest.questions, manifest.sample)
  if (answers.type === 'faults')
    faults.push(...answers.faults.map(({ path, message }) => ({ file: 'template.json', path: `sample.${path}`, message })))

  const texts = (folder: 'prompts' | 'cards'): TextsByLanguage => {
    const merged: Partial<Record<(typeof LANGUAGES)[number], Texts>> = {}
    for (const language of LANGUAGES) {
      const own = textsOf(files, `${folder}/${language}.json`, faults)
      const common = manifest.shared.length === 0 ? {} : textsOf(shared, `${folder}/${language}.json`, faults)
      merged[language] = { ...common, ...own }
    }
    return merged
  }
  for (const file of [...Object.keys(files), ...Object.keys(shared)]) {
    const language = /^(?:prompts|cards)\/(.+)\.json$/.exec(file)?.[1]
    if (language !== undefined && !languageSchema.safeParse(language).success)
      faults.push({ file, path: '', message: `is named after no language; these are known: ${LANGUAGES.join(', ')}` })
  }
  // what may be left out of an answer is filled in, as it is in an installation
  const sample = answers.type === 'answers' ? answers.answers : manifest.sample
  const template: Template = { manifest: { ...manifest, sample }, flows, prompts: texts('prompts'), cards: texts('cards'), calls }
  return faults.length > 0 ? { type: 'faults', faults } : { type: 'template', template }
}

function textsOf(files: TemplateFiles, file: string, faults: TemplateFault[]): Texts {
  const texts = files[file]
  if (texts === undefined) return {}
  if (typeof texts !== 'object' || texts === null) {
    faults.push({ file, path: '', message: 'is no object' })
    return {}
  }
  for (const [key, text] of Object.entries(texts))
    if (typeof text !== 'string' || text.trim() === '') faults.push({ file, path: key, message: 'must be a text' })
  return texts as Texts
}
