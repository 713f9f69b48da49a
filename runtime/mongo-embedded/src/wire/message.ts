import { assertValid } from '../bson/read.ts'
import { BsonValue, T } from '../bson/value.ts'
import { type Encodable, encodeDocument } from '../bson/write.ts'
import { MongoError } from '../errors.ts'

// Source: https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/
export const HEADER_BYTES = 16
const OP_REPLY = 1
const OP_QUERY = 2004
const OP_MSG = 2013
const CHECKSUM_PRESENT = 1
const MORE_TO_COME = 2
/** Bits 0..15 must be known to the receiver. */
const UNKNOWN_REQUIRED_BITS = 0xfffc

export interface Request {
  readonly requestId: number
  readonly opcode: typeof OP_QUERY | typeof OP_MSG
  readonly body: BsonValue
  readonly sequences: ReadonlyMap<string, readonly BsonValue[]>
  readonly answered: boolean
}

/** A message that no driver sends: the connection is closed, since what follows can not be understood either. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
}

/** @param message One whole message, header included. @throws {ProtocolError | MongoError} */
export function parseMessage(message: Buffer): Request {
  try {
    const requestId = message.readInt32LE(4)
    const opcode = message.readInt32LE(12)
    if (opcode === OP_MSG) return parseMsg(message, requestId)
    if (opcode === OP_QUERY) return parseQuery(message, requestId)
    throw new ProtocolError(`opcode ${opcode}`)
  } catch (thrown) {
    if (thrown instanceof RangeError || (thrown instanceof MongoError && thrown.code === 22))
      throw new ProtocolError(thrown.message)
    throw thrown
  }
}

function parseMsg(message: Buffer, requestId: number): Request {
  const flags = message.readUInt32LE(HEADER_BYTES)
  if ((flags & UNKNOWN_REQUIRED_BITS) !== 0) throw new ProtocolError(`flags ${flags}`)
  const end = (flags & CHECKSUM_PRESENT) !== 0 ? message.length - 4 : message.length
  let body: BsonValue | undefined
  const sequences = new Map<string, BsonValue[]>()
  let at = HEADER_BYTES + 4
  while (at < end) {
    const kind = message[at] as number
    const size = message.readInt32LE(at + 1)
    if (size < 5 || at + 1 + size > end) throw new ProtocolError('section is longer than its message')
    if (kind === 0) body = checked(new BsonValue(T.object, message, at + 1, at + 1 + size))
    else if (kind === 1) {
      const nameEnd = message.indexOf(0, at + 5)
      const sectionEnd = at + 1 + size
      sequences.set(message.toString('utf8', at + 5, nameEnd), documentsIn(message, nameEnd + 1, sectionEnd))
    } else throw new ProtocolError(`section kind ${kind}`)
    at += 1 + size
  }
  if (body === undefined) throw new ProtocolError('message without a body')
  return { requestId, opcode: OP_MSG, body, sequences, answered: (flags & MORE_TO_COME) === 0 }
}

/** Their content is checked by the command that stores or reads them, so that a bad one is an error and not the end of the connection. */
function documentsIn(message: Buffer, start: number, end: number): BsonValue[] {
  const documents: BsonValue[] = []
  let at = start
  while (at < end) {
    const size = message.readInt32LE(at)
    if (size < 5 || at + size > end) throw new ProtocolError('document is longer than its section')
    documents.push(new BsonValue(T.object, message, at, at + size))
    at += size
  }
  return documents
}

/** Only the first message of a connection still comes this way. */
function parseQuery(message: Buffer, requestId: number): Request {
  const nameEnd = message.indexOf(0, HEADER_BYTES + 4)
  const name = message.toString('utf8', HEADER_BYTES + 4, nameEnd)
  if (!name.endsWith('.$cmd')) throw new ProtocolError('OP_QUERY on a collection')
  const at = nameEnd + 9
  const body = checked(new BsonValue(T.object, message, at, at + message.readInt32LE(at)))
  return { requestId, opcode: OP_QUERY, body, sequences: new Map(), answered: true }
}

function checked(document: BsonValue): BsonValue {
  if (document.end > document.bytes.length) throw new ProtocolError('document is longer than its message')
  assertValid(document)
  return document
}

/** The reply in the form in which the request came. */
export function encodeReply(
  { requestId, opcode }: Pick<Request, 'requestId' | 'opcode'>,
  reply: { readonly [name: string]: Encodable },
): Buffer {
  const document = encodeDocument(reply)
  const front = opcode === OP_MSG ? HEADER_BYTES + 5 : HEADER_BYTES + 20
  const message = Buffer.alloc(front + document.length)
  message.writeInt32LE(message.length, 0)
  message.writeInt32LE(requestId, 8)
  message.writeInt32LE(opcode === OP_MSG ? OP_MSG : OP_REPLY, 12)
  // OP_REPLY: flags, cursor id, start and then one document; OP_MSG: no flags, one section of kind 0
  if (opcode === OP_QUERY) message.writeInt32LE(1, HEADER_BYTES + 16)
  document.copy(message, front)
  return message
}
