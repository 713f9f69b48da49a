import { rankOf } from '../bson/compare.ts'
import { KeyWriter } from '../bson/ordered-key.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { NULL, toBson, UNDEFINED } from '../bson/write.ts'
import type { Filter, Predicate } from '../query/filter.ts'

/** A stretch of one field's values as ordered bytes. A point is one value; otherwise `from` is inclusive and `to` exclusive. */
export interface Interval {
  readonly from: Buffer
  readonly to: Buffer
  readonly point: BsonValue | undefined
}

export interface Conjunct {
  readonly name: string
  readonly test: Predicate
}

/** The conditions that every match meets: top level, inside `$and`, and inside `$elemMatch` under the joined name. */
export function conjunctsOf(filter: Filter, prefix = ''): Conjunct[] {
  if (filter.kind === 'and' || (filter.kind === 'or' && filter.filters.length === 1)) {
    return filter.filters.flatMap((part) => conjunctsOf(part, prefix))
  }
  if (filter.kind !== 'field') return []
  const name = prefix + filter.name
  const inner = filter.test.op === 'elemMatchObject' ? conjunctsOf(filter.test.filter, `${name}.`) : []
  return [{ name, test: filter.test }, ...inner]
}

const writer = new KeyWriter()

export function encodeValue(value: BsonValue): { key: Buffer; unordered: boolean } {
  writer.unordered = false
  writer.value(value)
  const key = writer.take(Number.MAX_SAFE_INTEGER)
  return { key, unordered: writer.unordered }
}

/** The lowest bytes above everything that begins with `prefix`. Works because no key part begins with 0xff. */
export function afterPrefix(prefix: Buffer): Buffer {
  const after = Buffer.from(prefix)
  for (let at = after.length - 1; at >= 0; at--) {
    const byte = after[at] as number
    if (byte < 0xff) {
      after[at] = byte + 1
      return after.subarray(0, at + 1)
    }
  }
  return Buffer.from([0xff])
}

function pointOf(value: BsonValue): Interval {
  const { key } = encodeValue(value)
  return { from: key, to: afterPrefix(key), point: value }
}

/**
 * Where matching values lie in an index, in ascending order and apart from each other; undefined when an index does not help.
 * May be too wide, never too narrow: the filter is tested again on each document.
 */
export function intervalsOf(test: Predicate): Interval[] | undefined {
  switch (test.op) {
    case 'eq':
      return pointsOf([test.value])
    case 'in':
      return test.patterns.length > 0 ? undefined : pointsOf(test.values)
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return rangeOf(test.op, test.value)
    case 'regex':
      return prefixRange(test)
    default:
      return undefined
  }
}

function pointsOf(values: readonly BsonValue[]): Interval[] | undefined {
  // an index holds the items of an array, not the array itself
  if (values.some(({ type }) => type === T.array)) return undefined
  const points = new Map<string, Interval>()
  for (const value of values) {
    for (const one of value.isNullish ? [UNDEFINED, NULL] : [value]) {
      const point = pointOf(one)
      points.set(point.from.toString('latin1'), point)
    }
  }
  return [...points.values()].sort((a, b) => a.from.compare(b.from))
}

const UNRANGED = new Set<number>([T.array, T.null, T.undefined, T.minKey, T.maxKey, T.regex])

function rangeOf(op: 'gt' | 'gte' | 'lt' | 'lte', value: BsonValue): Interval[] | undefined {
  if (UNRANGED.has(value.type)) return undefined
  const { key, unordered } = encodeValue(value)
  if (unordered) return undefined
  const rank = Buffer.from([rankOf(value.type)])
  const from = op === 'gt' ? afterPrefix(key) : op === 'gte' ? key : rank
  const to = op === 'lt' ? key : op === 'lte' ? afterPrefix(key) : afterPrefix(rank)
  return [{ from, to, point: undefined }]
}

/** `^abc` matches strings that begin with abc, and regular expressions that are stored as values. */
function prefixRange(test: Predicate & { op: 'regex' }): Interval[] | undefined {
  const literal = /^\^([A-Za-z0-9 _:@/-]+)(.?)/.exec(test.source.pattern)
  const [, text = '', next = ''] = literal ?? []
  // a quantifier belongs to the last character, which is then not sure to be there
  const sure = /[*?{+]/.test(next) ? text.slice(0, -1) : text
  if (sure === '' || test.source.options !== '' || test.source.pattern.includes('|')) return undefined
  const { key } = encodeValue(toBson(sure))
  const prefix = key.subarray(0, key.length - 2)
  const regexes = Buffer.from([rankOf(T.regex)])
  return [
    { from: prefix, to: afterPrefix(prefix), point: undefined },
    { from: regexes, to: afterPrefix(regexes), point: undefined },
  ]
}

/** What lies in both. Only for fields that are never arrays: two conditions on an array may be met by two items. */
export function intersect(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  return a.flatMap((left) =>
    b.flatMap((right) => {
      const from = left.from.compare(right.from) >= 0 ? left.from : right.from
      const to = left.to.compare(right.to) <= 0 ? left.to : right.to
      return from.compare(to) < 0 ? [{ from, to, point: left.point ?? right.point }] : []
    }),
  )
}
