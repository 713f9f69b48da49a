import { compareValues } from '../bson/compare.ts'
import { calculate, numericOf } from '../bson/number.ts'
import { elementsOf, stringOf } from '../bson/read.ts'
import { BsonValue, T } from '../bson/value.ts'
import { intValue, longValue, toBson } from '../bson/write.ts'
import { MongoError } from '../errors.ts'
import { typeName } from '../query/type-names.ts'
import { describe } from '../storage/describe.ts'
import { type Node, pack } from './tree.ts'

export interface ChangeContext {
  /** Last name of the path, for messages. */
  readonly name: string
  readonly now: Date
}

/** The new value of a field from the present one; undefined in: the field is not there; undefined out: it shall not be. */
export type Change = (current: Node | undefined, context: ChangeContext) => Node | undefined

export function setChange(operand: BsonValue): Change {
  return () => operand
}

export function unsetChange(): Change {
  return () => undefined
}

export function arithmeticChange(operator: '$inc' | '$mul', operand: BsonValue): Change {
  if (!operand.isNumber) {
    throw new MongoError(
      14,
      `Cannot ${operator === '$inc' ? 'increment' : 'multiply'} with non-numeric argument: ${describe(operand)}`,
    )
  }
  return (current, { name }) => {
    if (current === undefined) return operator === '$inc' ? operand : calculate('*', operand, toBson(0))
    const value = pack(current)
    if (!value.isNumber) {
      throw new MongoError(
        14,
        `Cannot apply ${operator} to a value of non-numeric type. The field '${name}' is of non-numeric type ${typeName(value.type)}`,
      )
    }
    return calculate(operator === '$inc' ? '+' : '*', value, operand)
  }
}

const BITS: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
}

/** `$bit`: several operations are done one after the other; a missing field is 0. */
export function bitChange(operand: BsonValue): Change {
  if (operand.type !== T.object)
    throw new MongoError(
      2,
      `The $bit modifier is not compatible with a ${typeName(operand.type)}. You must pass in an embedded document`,
    )
  const steps = elementsOf(operand)
  if (steps.length === 0) throw new MongoError(2, 'You must pass in at least one bitwise operation')
  for (const { name, value } of steps) {
    if (!Object.hasOwn(BITS, name))
      throw new MongoError(2, `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}'`)
    if (!isInteger(value))
      throw new MongoError(
        2,
        `The $bit modifier field must be an Integer(32/64 bit); a '${typeName(value.type)}' is not supported here`,
      )
  }
  return (current, { name }) => {
    let value = current === undefined ? intValue(0) : pack(current)
    if (!isInteger(value))
      throw new MongoError(
        2,
        `Cannot apply $bit to a value of non-integral type. The field '${name}' is of type ${typeName(value.type)}`,
      )
    for (const step of steps) {
      const bits = (BITS[step.name] as (a: bigint, b: bigint) => bigint)(bitsOf(value), bitsOf(step.value))
      value = value.type === T.int && step.value.type === T.int ? intValue(Number(bits)) : longValue(bits)
    }
    return value
  }
}

const isInteger = ({ type }: BsonValue): boolean => type === T.int || type === T.long
const bitsOf = (value: BsonValue): bigint => BigInt(numericOf(value) as number | bigint)

export function boundChange(operator: '$min' | '$max', operand: BsonValue): Change {
  return (current) => {
    if (current === undefined) return operand
    const order = compareValues(operand, pack(current))
    return (operator === '$min' ? order < 0 : order > 0) ? operand : current
  }
}

export function currentDateChange(operand: BsonValue): Change {
  const kind = operand.type === T.object ? elementsOf(operand) : []
  const [type] = kind
  const wanted = type?.name === '$type' && type.value.type === T.string ? stringOf(type.value) : undefined
  if (operand.type !== T.bool && wanted !== 'date' && wanted !== 'timestamp') {
    throw new MongoError(
      2,
      `${typeName(operand.type)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
    )
  }
  return (_current, { now }) => {
    if (wanted !== 'timestamp') return toBson(now)
    const bytes = Buffer.alloc(8)
    bytes.writeUInt32LE(1, 0)
    bytes.writeUInt32LE(Math.floor(now.getTime() / 1000), 4)
    return new BsonValue(T.timestamp, bytes, 0, 8)
  }
}
