import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { BSON, type Document } from 'mongodb'

/** Which operations a program asks the database for, by name, counted on the wire between the two. */
export interface OperationCensus {
  /** The database's address, through the place where is counted. */
  readonly url: string
  /** `find`, `find $in`, `update $set`, `createIndexes unique`, each with how often. */
  readonly counts: ReadonlyMap<string, number>
  stop(): Promise<void>
}

const HEADER_BYTES = 16
const OP_MSG = 2013
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
  const target = targetOf(url)
  const counts = new Map<string, number>()
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(target)
    const read = messageReader((message) => {
      for (const name of operationsIn(message)) counts.set(name, (counts.get(name) ?? 0) + 1)
    })
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket))
    }
    client.on('data', read).pipe(upstream)
    upstream.pipe(client)
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: throughPort(url, port),
    counts,
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Addresses of sockets are no URLs: the path stands where the host does. */
const ADDRESS = /^mongodb:\/\/((?:[^@/]*@)?)([^/]+)(.*)$/

function targetOf(url: string): { path: string } | { host: string; port: number } {
  const [, , host = ''] = ADDRESS.exec(url) ?? []
  const name = decodeURIComponent(host)
  if (name.startsWith('/')) return { path: name }
  const [address = '', port = '27017'] = name.split(':')
  return { host: address, port: Number(port) }
}

function throughPort(url: string, port: number): string {
  return url.replace(ADDRESS, `mongodb://$1127.0.0.1:${port}$3`)
}

/** Cuts what arrives into whole messages. */
function messageReader(take: (message: Buffer) => void): (chunk: Buffer) => void {
  let held: Buffer = Buffer.alloc(0)
  return (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    while (held.length >= HEADER_BYTES && held.length >= held.readInt32LE(0)) {
      const size = held.readInt32LE(0)
      take(held.subarray(0, size))
      held = held.subarray(size)
    }
  }
}

function operationsIn(message: Buffer): Set<string> {
  const found = new Set<string>()
  if (message.readInt32LE(12) !== OP_MSG) return found
  const parts: Document[] = []
  let command = ''
  for (let at = HEADER_BYTES + 4; at < message.length; ) {
    const kind = message[at]
    const size = message.readInt32LE(at + 1)
    if (kind === 0) {
      const body = BSON.deserialize(message.subarray(at + 1, at + 1 + size), { bsonRegExp: true })
      command = Object.keys(body)[0] ?? ''
      parts.push(body)
    } else parts.push(...documentsOf(message.subarray(at + 1, at + 1 + size)))
    at += 1 + size
  }
  if (HOUSEKEEPING.has(command)) return found
  found.add(command)
  // what is stored is not asked for
  if (command !== 'insert') for (const part of parts) collect(command, part, found)
  return found
}

function documentsOf(section: Buffer): Document[] {
  const documents: Document[] = []
  for (let at = section.indexOf(0, 4) + 1; at < section.length; ) {
    const size = section.readInt32LE(at)
    documents.push(BSON.deserialize(section.subarray(at, at + size), { bsonRegExp: true }))
    at += size
  }
  return documents
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
