import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { BSON, type Document } from 'mongodb'

/** The way between a program and its database, where somebody looks on. */
export interface DatabaseWire {
  /** The database's address, through this place. */
  readonly url: string
  stop(): Promise<void>
}

/** What was asked of the database: the command, and the collection that it is about. */
export interface WireCommand {
  name: string
  collection: string
  /** The command itself, and the documents that came with it. */
  parts: Document[]
}

/**
 * What becomes of a command. `stop` lets it not arrive, and `silence` its answer not come back; then, and when that is so, `done` is told, and
 * the connection is dead.
 */
export type Fate = 'pass' | { how: 'stop' | 'silence'; done: () => void }

const HEADER_BYTES = 16
const OP_MSG = 2013

/** Stands between a program and its database. @param url A database without TLS. */
export async function startWire(url: string, look: (command: WireCommand) => Fate): Promise<DatabaseWire> {
  const target = targetOf(url)
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(target)
    let fate: Fate = 'pass'
    client.on(
      'data',
      messageReader((message) => {
        // whoever is to be killed says nothing more
        if (fate !== 'pass') return
        const command = commandIn(message)
        fate = command === undefined ? 'pass' : look(command)
        if (fate === 'pass' || fate.how === 'silence') upstream.write(message)
        else fate.done()
      }),
    )
    upstream.on('data', (chunk: Buffer) => {
      if (fate === 'pass') client.write(chunk)
      else if (fate.how === 'silence') fate.done()
    })
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket))
    }
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: throughPort(url, port),
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

function commandIn(message: Buffer): WireCommand | undefined {
  if (message.readInt32LE(12) !== OP_MSG) return undefined
  const parts: Document[] = []
  let first: [string, unknown] = ['', undefined]
  for (let at = HEADER_BYTES + 4; at < message.length; ) {
    const kind = message[at]
    const size = message.readInt32LE(at + 1)
    if (kind === 0) {
      const body = BSON.deserialize(message.subarray(at + 1, at + 1 + size), { bsonRegExp: true })
      first = Object.entries(body)[0] ?? first
      parts.push(body)
    } else parts.push(...documentsOf(message.subarray(at + 1, at + 1 + size)))
    at += 1 + size
  }
  return { name: first[0], collection: typeof first[1] === 'string' ? first[1] : '', parts }
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
