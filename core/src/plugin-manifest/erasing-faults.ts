import type { Manifest, ManifestCollection } from './manifest.ts'
import type { ObjectSchema, ValueSchema } from './value-schema.ts'

interface Fault {
  field: string
  problem: string
}

/** What is about a person, and reaches the disk. */
const ABOUT_PEOPLE = ['personal', 'contact', 'health', 'recording', 'location']

/** What is wrong with what collections say about erasing a customer. */
export const erasingFaults = ({ collections }: Manifest): Fault[] =>
  Object.entries(collections).flatMap(([name, collection]) =>
    faultsOf(collection, Object.keys(collections)).map(({ field, problem }) => ({
      field: `collections.${name}.erasing${field === '' ? '' : `.${field}`}`,
      problem,
    })),
  )

function faultsOf({ record, erasing }: ManifestCollection, collections: readonly string[]): Fault[] {
  if (erasing === undefined) return []
  const { by, blank } = erasing
  const found: Fault[] = []
  for (const [index, link] of by.entries()) {
    if (entryOf(own(record.properties, link.field))?.type !== 'string')
      found.push({
        field: `by.${index}.field`,
        problem: `must be a text, or a list of texts, of a record; ${link.field} is none`,
      })
    if (link.names === 'record' && !collections.includes(link.of))
      found.push({ field: `by.${index}.of`, problem: `must be a collection of the plugin's; ${link.of} is none` })
  }
  if (blank === undefined) return found
  if (by.length === 0) found.push({ field: 'blank', problem: 'must not be there when by is empty: nothing is ever erased' })
  for (const [index, path] of blank.entries()) {
    const problem = blankFault(record, path)
    if (problem !== undefined) found.push({ field: `blank.${index}`, problem })
  }
  const stay = [
    ...by.filter(({ names }) => names !== 'record').map(({ field }) => ({ path: field, why: 'says whose it is' })),
    ...personalPaths(record).map((path) => ({ path, why: 'is about a person' })),
  ].filter(({ path }) => !blank.some((one) => path === one || path.startsWith(`${one}.`)))
  for (const { path, why } of stay.filter(({ path }, index) => stay.findIndex((one) => one.path === path) === index))
    found.push({ field: 'blank', problem: `must hold ${path}: it ${why}` })
  return found
}

/** What is taken out must not be needed: the record has to fit its form without it. */
function blankFault(record: ObjectSchema, path: string): string | undefined {
  const steps = path.split('.')
  const last = steps.pop() ?? ''
  let at: ValueSchema | undefined = record
  for (const step of steps) at = entryOf(at?.type === 'object' ? own(at.properties, step) : undefined)
  if (at?.type !== 'object' || own(at.properties, last) === undefined) return `must be a field of a record; there is no ${path}`
  return at.required?.includes(last) ? `must be a field that may be missing; ${path} is required` : undefined
}

/** The fields of a record that are about people, in lists as well. */
export function personalPaths(schema: ValueSchema, path = ''): string[] {
  if (schema.dataClass !== undefined && ABOUT_PEOPLE.includes(schema.dataClass)) return [path]
  if (schema.type === 'array') return personalPaths(schema.items, path)
  if (schema.type !== 'object') return []
  return Object.entries(schema.properties).flatMap(([name, inner]) =>
    personalPaths(inner, path === '' ? name : `${path}.${name}`),
  )
}

const own = (properties: ObjectSchema['properties'], name: string): ValueSchema | undefined =>
  Object.hasOwn(properties, name) ? properties[name] : undefined

const entryOf = (schema: ValueSchema | undefined): ValueSchema | undefined => {
  let at = schema
  while (at?.type === 'array') at = at.items
  return at
}
