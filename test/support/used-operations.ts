import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** What to do when a program begins to ask for something, or no longer does. */
export const WHERE_TO_NAME_THEM =
  'name them in docs/embedded-database.md under "What the product and its libraries ask for", and have one of these tests ask for them'

const page = readFileSync(resolve(import.meta.dirname, '../../docs/embedded-database.md'), 'utf8')

/** What the page on the embedded database says that each program asks for: `find`, `find $in`, `update $set` … */
function operationsOf(program: string): string[] {
  const rows = [...page.matchAll(/^\| (.+?) \| `(\w+)` \| (.*?) \|$/gm)].filter(([, name]) => name === program)
  const operations = rows.flatMap(([, , command = '', rest = '']) => [
    command,
    ...names(rest).map((name) => `${command} ${name}`),
  ])
  if (operations.length === 0) throw new Error(`The page names no operations of ${program}.`)
  return operations
}

const names = (list: string): string[] =>
  list
    .split(', ')
    .map((name) => name.replaceAll('`', '').trim())
    .filter((name) => name !== '')

export const USED_OPERATIONS = {
  product: operationsOf('the product'),
  mongoose: operationsOf('mongoose'),
  'better-auth': operationsOf('better-auth'),
  agenda: operationsOf('agenda'),
}
