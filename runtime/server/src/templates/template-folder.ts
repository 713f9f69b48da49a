import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readTemplate, type Template, type TemplateFault, type TemplateFiles } from '@patchbay/core'

/** Flows that several templates go through; no template itself. */
const SHARED = 'shared'

export interface TemplateShelf {
  templates: readonly Template[]
  /** What keeps a folder from being a template, by its name. */
  faults: Readonly<Record<string, readonly TemplateFault[]>>
}

/** Reads the templates that came with the software. A folder without `template.json`, or with one of an older kind, is passed by. */
export function readTemplateFolder(folder: string): TemplateShelf {
  if (!existsSync(folder)) return { templates: [], faults: {} }
  const shared = jsonFilesOf(join(folder, SHARED))
  const templates: Template[] = []
  const faults: Record<string, TemplateFault[]> = {}
  for (const entry of readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!entry.isDirectory() || entry.name === SHARED) continue
    const files = jsonFilesOf(join(folder, entry.name))
    if (!isTemplate(files)) continue
    const read = readTemplate(files, shared)
    if (read.type === 'template') templates.push(read.template)
    else faults[entry.name] = read.faults
  }
  return { templates: templates.toSorted((a, b) => a.manifest.place - b.manifest.place), faults }
}

/** The sample of a first run stands beside the templates and asks nothing: it has no questions. */
const isTemplate = (files: TemplateFiles): boolean => {
  const manifest = files['template.json']
  return typeof manifest === 'object' && manifest !== null && 'questions' in manifest
}

function jsonFilesOf(folder: string): TemplateFiles {
  if (!existsSync(folder)) return {}
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.json') && !path.endsWith('.golden.json'))
  return Object.fromEntries(paths.map((path) => [path, parsed(readFileSync(join(folder, path), 'utf8'))]))
}

/** What is no JSON is no object either, and found as that. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
