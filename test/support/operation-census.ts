import { BSON, type Document } from 'mongodb'
import { startWire, type WireCommand } from './database-wire.ts'

/** Which operations a program asks the database for, by name, counted on the wire between the two. */
export interface OperationCensus {
  /** The database's address, through the place where is counted. */
  readonly url: string
  /** `find`, `find $in`, `update $set`, `createIndexes unique`, each with how often. */
  readonly counts: ReadonlyMap<string, number>
  stop(): Promise<void>
}

/** What drivers say about themselves and the connection. */
const HOUSEKEEPING = new Set(['hello', 'isMaster', 'ismaster', 'ping', 'endSessions', 'saslStart', 'saslContinue', 'buildInfo'])
/** Options that are worth a name when they are on. */
const OPTIONS = [
  'sort',
  'skip',
  'limit',
  'projection',
  'fields',
  'collation',
  'upsert',
  'multi',
  'arrayFilters',
  'remove',
  'new',
  'hint',
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
]

/** Stands between a program and its database, and counts. @param url A database without TLS. */
export async function startCensus(url: string): Promise<OperationCensus> {
  const counts = new Map<string, number>()
  const wire = await startWire(url, (command) => {
    for (const name of operationsIn(command)) counts.set(name, (counts.get(name) ?? 0) + 1)
    return 'pass'
  })
  return { url: wire.url, counts, stop: wire.stop }
}

function operationsIn({ name, parts }: WireCommand): Set<string> {
  const found = new Set<string>()
  if (HOUSEKEEPING.has(name)) return found
  found.add(name)
  // what is stored is not asked for
  if (name !== 'insert') for (const part of parts) collect(name, part, found)
  return found
}

const GENERIC = new Set(['$db', '$readPreference', '$clusterTime', 'lsid', 'writeConcern', 'readConcern'])

function collect(command: string, value: unknown, found: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collect(command, item, found)
  else if (isPlain(value)) {
    for (const [name, inner] of Object.entries(value)) {
      if (GENERIC.has(name)) continue
      if (name.startsWith('$')) found.add(`${command} ${name}`)
      else if (
        OPTIONS.includes(name) &&
        (name === 'expireAfterSeconds' || isOn(inner)) &&
        !(command === 'delete' && name === 'limit')
      )
        found.add(`${command} ${name}`)
      for (const part of name.split('.').slice(1))
        if (part.startsWith('$')) found.add(`${command} ${part.startsWith('$[') ? '$[…]' : part}`)
      // values that are set are the program's own
      if (!['$set', '$setOnInsert', '$push', '$addToSet'].includes(name) || command === 'aggregate')
        collect(command, inner, found)
      else if (isPlain(inner)) collect(command, shallow(inner), found)
    }
  } else if (value instanceof BSON.BSONRegExp) found.add(`${command} regular expression`)
}

/** Paths and modifiers such as `$each`, without what is stored. */
function shallow(fields: Document): Document {
  return Object.fromEntries(
    Object.entries(fields).map(([path, value]) => [
      path,
      isPlain(value)
        ? Object.fromEntries(
            Object.keys(value)
              .filter((name) => name.startsWith('$'))
              .map((name) => [name, 0]),
          )
        : 0,
    ]),
  )
}

function isPlain(value: unknown): value is Document {
  return (
    typeof value === 'object' &&
    value !== null &&
    !('_bsontype' in value) &&
    !(value instanceof Date) &&
    !ArrayBuffer.isView(value)
  )
}

const isOn = (value: unknown): boolean =>
  value !== false && value !== undefined && value !== null && !(isPlain(value) && Object.keys(value).length === 0) && value !== 0

/**
 * Prints what was counted, and compares it with what the page on the database says.
 *
 * @returns Operations that were named and not met, and such as were met and are not named.
 */
export function compareCensus(
  who: string,
  counts: ReadonlyMap<string, number>,
  named: readonly string[],
): { missing: string[]; unnamed: string[] } {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const list = [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => `${name} ${count}`)
  console.log(`operations of ${who}: ${counts.size} by name, ${total} in all: ${list.join(', ')}`)
  return {
    missing: named.filter((name) => !counts.has(name)),
    unnamed: [...counts.keys()].filter((name) => !named.includes(name)).toSorted(),
  }
}
