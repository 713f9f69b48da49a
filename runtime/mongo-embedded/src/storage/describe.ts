import { deserialize, EJSON } from 'bson'
import type { BsonValue } from '../bson/value.ts'
import { objectOf } from '../bson/write.ts'

/** A value as text for an error message. */
export function describe(value: BsonValue): string {
  const { value: decoded } = deserialize(objectOf([['value', value]]).raw(), { promoteValues: true, bsonRegExp: true })
  return EJSON.stringify(decoded, { relaxed: true })
}
