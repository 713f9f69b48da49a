import { elementsOf, valuesOf } from '../bson/read.ts'
import { BsonValue, documentOf, T } from '../bson/value.ts'
import { BsonWriter } from '../bson/write.ts'

/** A document that is being changed: only what an update touches is unpacked, the rest stays the bytes that it was. */
export type Node = BsonValue | DocumentNode | ArrayNode

export class DocumentNode {
  readonly fields: Map<string, Node>

  constructor(fields: Iterable<readonly [string, Node]> = []) {
    this.fields = new Map(fields)
  }
}

export class ArrayNode {
  readonly items: Node[]

  constructor(items: Node[] = []) {
    this.items = items
  }
}

export function isScalar(node: Node): node is BsonValue {
  return node instanceof BsonValue && !node.isContainer
}

/** Unpacks one level. Scalars stay as they are. */
export function unpack(node: Node): Node {
  if (!(node instanceof BsonValue)) return node
  if (node.type === T.object) return new DocumentNode(elementsOf(node).map(({ name, value }) => [name, value]))
  if (node.type === T.array) return new ArrayNode(valuesOf(node))
  return node
}

export function unpackDocument(document: BsonValue): DocumentNode {
  return new DocumentNode(elementsOf(document).map(({ name, value }) => [name, value]))
}

export function pack(node: Node): BsonValue {
  if (node instanceof BsonValue) return node
  const writer = new BsonWriter()
  writeContent(writer, node)
  const bytes = writer.finish()
  return node instanceof ArrayNode ? new BsonValue(T.array, bytes, 0, bytes.length) : documentOf(bytes)
}

function writeContent(writer: BsonWriter, node: DocumentNode | ArrayNode): void {
  const start = writer.open()
  const entries = node instanceof ArrayNode ? node.items.entries() : node.fields.entries()
  for (const [name, child] of entries) {
    if (child instanceof BsonValue) writer.value(String(name), child)
    else {
      writer.name(child instanceof ArrayNode ? T.array : T.object, String(name))
      writeContent(writer, child)
    }
  }
  writer.close(start)
}
