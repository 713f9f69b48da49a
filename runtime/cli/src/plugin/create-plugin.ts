import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { manifestSchema, PLUGIN_CATEGORIES } from '@patchbay/core'
import { CommandFailure } from '../command-failure.ts'

const TEMPLATE = fileURLToPath(new URL('../../plugin-template', import.meta.url))

/**
 * Makes a folder with a plugin that works, and the SDK's types beside it for the editor.
 *
 * @param path Its last part is the name.
 * @returns The folder and the names of the files.
 * @throws {CommandFailure} For a name that is none, and a folder that is not empty.
 */
export function createPlugin(path: string): { name: string; folder: string; files: string[] } {
  const folder = resolve(path)
  const name = basename(folder)
  const read = manifestSchema.shape.name.safeParse(name)
  if (!read.success) throw new CommandFailure(`"${name}" is no name of a plugin: it ${read.error.issues[0]?.message}.`)
  if ((PLUGIN_CATEGORIES as readonly string[]).includes(name))
    throw new CommandFailure(`"${name}" is the name of a category. Call the plugin otherwise, such as my-${name}.`)
  if (existsSync(folder) && readdirSync(folder).some((entry) => !entry.startsWith('.')))
    throw new CommandFailure(`${path} is there already, and not empty.`)

  mkdirSync(folder, { recursive: true })
  const ending = copySdk(join(folder, '.patchbay', 'sdk'))
  const title = name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ')
  const files = readdirSync(TEMPLATE)
  for (const file of files) {
    const text = readFileSync(join(TEMPLATE, file), 'utf8')
    writeFileSync(join(folder, file), fill(text, { name, title, ending }))
  }
  writeFileSync(join(folder, '.gitignore'), '.patchbay/\nnode_modules/\n*.plugin.json\n')
  return { name, folder, files: files.sort() }
}

const fill = (text: string, words: Readonly<Record<string, string>>): string =>
  text.replace(/\{\{(\w+)\}\}/g, (all, word: string) => words[word] ?? all)

/** For the author's editor alone: when a plugin is packed, the tools bring the SDK. @returns How its files end. */
function copySdk(to: string): string {
  const entry = fileURLToPath(import.meta.resolve('@patchbay/plugin-sdk'))
  const built = join(dirname(dirname(entry)), 'dist')
  const [from, ending] = existsSync(join(built, 'index.d.ts')) ? [built, '.d.ts'] : [dirname(entry), '.ts']
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(from).filter((one) => one.endsWith(ending) && !one.includes('.test.')))
    writeFileSync(join(to, name), readFileSync(join(from, name)))
  return ending
}
