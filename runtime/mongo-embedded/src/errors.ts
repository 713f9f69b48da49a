/** MongoDB's error codes that this server answers with. Source: https://www.mongodb.com/docs/manual/reference/error-codes/ */
const ERROR_NAMES = {
  1: 'InternalError',
  2: 'BadValue',
  9: 'FailedToParse',
  13: 'Unauthorized',
  14: 'TypeMismatch',
  18: 'AuthenticationFailed',
  20: 'IllegalOperation',
  22: 'InvalidBSON',
  26: 'NamespaceNotFound',
  27: 'IndexNotFound',
  28: 'PathNotViable',
  40: 'ConflictingUpdateOperators',
  43: 'CursorNotFound',
  48: 'NamespaceExists',
  52: 'DollarPrefixedFieldName',
  54: 'NotSingleValueField',
  56: 'EmptyFieldName',
  59: 'CommandNotFound',
  66: 'ImmutableField',
  67: 'CannotCreateIndex',
  72: 'InvalidOptions',
  73: 'InvalidNamespace',
  85: 'IndexOptionsConflict',
  86: 'IndexKeySpecsConflict',
  115: 'CommandNotSupported',
  168: 'InvalidPipelineOperator',
  171: 'CannotIndexParallelArrays',
  197: 'InvalidIndexSpecificationOption',
  238: 'NotImplemented',
  10334: 'BSONObjectTooLarge',
  11000: 'DuplicateKey',
} as const

/** Fields that MongoDB puts beside `code` and `errmsg`, such as `keyPattern` and `keyValue` of a duplicate key. */
export type ErrorInfo = Readonly<Record<string, unknown>>

/** What the client gets as `{ ok: 0, code, codeName, errmsg }`, or as one entry of `writeErrors`. */
export class MongoError extends Error {
  override readonly name = 'MongoError'
  readonly code: number
  readonly info: ErrorInfo

  constructor(code: number, message: string, info: ErrorInfo = {}) {
    super(message)
    this.code = code
    this.info = info
  }

  get codeName(): string {
    return ERROR_NAMES[this.code as keyof typeof ERROR_NAMES] ?? `Location${this.code}`
  }
}

/** Refuses what is not built, by name: a wrong result would be worse. */
export function refuse(what: string): never {
  throw new MongoError(238, `${what} is not supported by the embedded database; set MONGODB_URL to use MongoDB`)
}
