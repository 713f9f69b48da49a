import { numberOf } from '../bson/number.ts'
import { elementsOf, fieldOf, isTruthy, stringOf, valuesOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import type { Encodable } from '../bson/write.ts'
import { MongoError, refuse } from '../errors.ts'
import { typeName } from '../query/type-names.ts'

/** One request: a document whose first field names the command, and lists of documents sent beside it (OP_MSG kind 1). */
export class Command {
  readonly name: string
  readonly body: BsonValue
  readonly #sequences: ReadonlyMap<string, readonly BsonValue[]>

  constructor(body: BsonValue, sequences: ReadonlyMap<string, readonly BsonValue[]>) {
    const [first] = elementsOf(body)
    if (first === undefined) throw new MongoError(40415, 'The command document is empty')
    this.name = first.name
    this.body = body
    this.#sequences = sequences
  }

  get database(): string {
    return this.text('$db') ?? 'test'
  }

  /** The collection that the command names in its first field. */
  get collection(): string {
    const value = fieldOf(this.body, this.name)
    if (value?.type !== T.string) throw new MongoError(73, `Collection name must be a string for ${this.name}`)
    return stringOf(value)
  }

  option(name: string): BsonValue | undefined {
    return fieldOf(this.body, name)
  }

  flag(name: string, otherwise = false): boolean {
    const value = this.option(name)
    return value === undefined ? otherwise : isTruthy(value)
  }

  text(name: string): string | undefined {
    const value = this.option(name)
    return value?.type === T.string ? stringOf(value) : undefined
  }

  /** A whole number that is not negative. @throws {MongoError} 14, 51024 */
  count(name: string): number | undefined {
    const value = this.option(name)
    if (value === undefined || value.isNullish) return undefined
    if (!value.isNumber) throw this.wrongType(name, value, 'number')
    const number = numberOf(value)
    if (!(number >= 0)) throw new MongoError(51024, `BSON field '${name}' value must be >= 0, actual value '${number}'`)
    return Math.trunc(number)
  }

  document(name: string): BsonValue | undefined {
    const value = this.option(name)
    if (value === undefined || value.isNullish) return undefined
    if (value.type !== T.object) throw this.wrongType(name, value, 'object')
    return value
  }

  /** Documents of a sequence or of an array of that name. */
  documents(name: string): readonly BsonValue[] {
    const sequence = this.#sequences.get(name)
    if (sequence !== undefined) return sequence
    const value = this.option(name)
    if (value?.type !== T.array) throw new MongoError(40414, `BSON field '${this.name}.${name}' is missing but a required field`)
    const documents = valuesOf(value)
    for (const document of documents) if (document.type !== T.object) throw this.wrongType(name, document, 'object')
    return documents
  }

  wrongType(name: string, value: BsonValue, wanted: string): MongoError {
    return new MongoError(
      14,
      `BSON field '${this.name}.${name}' is the wrong type '${typeName(value.type)}', expected type '${wanted}'`,
    )
  }

  /** Stops what would be ignored: an option that is not built is refused by name, one that MongoDB does not know as MongoDB does. */
  allow(options: readonly string[], refused: readonly string[] = []): void {
    assertOptions(this.body, [this.name, ...options, ...GENERIC_OPTIONS], refused, this.name)
  }
}

/** Options that every command may have and that change nothing on a standalone server that always writes to disk. */
const GENERIC_OPTIONS = [
  '$db',
  'lsid',
  '$readPreference',
  '$clusterTime',
  'comment',
  'maxTimeMS',
  'readConcern',
  'writeConcern',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
  'txnNumber',
]

export function assertOptions(document: BsonValue, allowed: readonly string[], refused: readonly string[], owner: string): void {
  for (const { name, value } of elementsOf(document)) {
    if (allowed.includes(name)) continue
    // an option that is switched off asks for nothing
    if (refused.includes(name)) {
      if (isTruthy(value) && !(name === 'collation' && isSimple(value))) refuse(`the option ${name} of ${owner}`)
    } else throw new MongoError(40415, `BSON field '${owner}.${name}' is an unknown field.`)
  }
}

function isSimple(collation: BsonValue): boolean {
  const locale = collation.type === T.object ? fieldOf(collation, 'locale') : undefined
  return locale?.type === T.string && stringOf(locale) === 'simple'
}

/** Fields of a reply beside `ok: 1`. */
export type Reply = { readonly [name: string]: Encodable }
