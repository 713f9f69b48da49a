import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import {
  type BuiltTemplate,
  buildTemplate,
  categoryInterfaces,
  type FlowId,
  type Language,
  readTemplate,
  type Template,
  type TemplateFiles,
} from '@patchbay/core'

const ROOT = resolve(import.meta.dirname, '../templates')
/** The sample of a first run, which is older than the gallery and has nothing to fill in. */
const NO_TEMPLATE = ['shared', 'welcome-line']

/** The JSON files of a folder of `templates`, by their path in it. */
function filesOf(folder: string): TemplateFiles {
  const paths = readdirSync(resolve(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.json') && !path.endsWith('.golden.json'),
  )
  return Object.fromEntries(paths.map((path) => [path, JSON.parse(readFileSync(resolve(ROOT, folder, path), 'utf8'))]))
}

export const templateFolders = (): string[] =>
  readdirSync(ROOT, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() && !NO_TEMPLATE.includes(entry.name) ? [entry.name] : [],
  )

export const templateRoot = (folder: string): string => resolve(ROOT, folder)

/** @throws What is wrong, file by file. */
export function templateIn(folder: string): Template {
  const read = readTemplate(filesOf(folder), filesOf('shared'))
  if (read.type === 'template') return read.template
  throw new Error(read.faults.map(({ file, path, message }) => `${folder}/${file} ${path}: ${message}`).join('\n'))
}

/** A plugin for each category, which does what the category's interface says. */
export const categoryPlugins = () => Object.fromEntries(categoryInterfaces().map((one) => [one.category, one]))

/** A template filled in with its own sample settings. */
export function sampleOf(template: Template, languages: readonly [Language, ...Language[]] = ['en']): BuiltTemplate {
  const { manifest, flows } = template
  const result = buildTemplate(template, {
    answers: manifest.sample,
    languages,
    name: manifest.title[languages[0]],
    flowIds: Object.fromEntries(Object.keys(flows).map((file) => [file, file as FlowId])),
    bindingNames: Object.fromEntries(Object.keys(manifest.bindings).map((key) => [key, key])),
    plugins: categoryPlugins(),
  })
  if (result.type === 'built') return result.built
  throw new Error(result.faults.map(({ file, path, message }) => `${manifest.id}/${file} ${path}: ${message}`).join('\n'))
}
