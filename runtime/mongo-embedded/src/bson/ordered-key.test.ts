import { Binary, Decimal128, Long, ObjectId, serialize, Timestamp } from 'bson'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareValues } from './compare.ts'
import { KeyWriter } from './ordered-key.ts'
import { fieldOf } from './read.ts'
import { type BsonValue, documentOf } from './value.ts'

const NO_LIMIT = 1_000_000
/** The short tier draws the same values every time. */
const seed = process.env['PATCHBAY_EVIDENCE'] === '1' ? Date.now() : 20261122

function bson(value: unknown): BsonValue {
  return fieldOf(documentOf(Buffer.from(serialize({ value }, { ignoreUndefined: false }))), 'value') as BsonValue
}

const number = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, -0, 1, 2 ** 53, -(2 ** 53), Number.MIN_VALUE, Number.MAX_VALUE, Infinity, -Infinity, Number.NaN),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => Long.fromBigInt(value)),
  // neighbours beyond 2^53 differ by less than a double can tell
  fc.bigInt({ min: 2n ** 53n - 4n, max: 2n ** 53n + 4n }).map((value) => Long.fromBigInt(value)),
  fc
    .tuple(fc.bigInt({ min: -(10n ** 33n), max: 10n ** 33n }), fc.integer({ min: -300, max: 270 }))
    .map(([digits, exponent]) => Decimal128.fromString(`${digits}E${exponent}`)),
  fc
    .tuple(fc.bigInt({ min: -30n, max: 30n }), fc.integer({ min: -2, max: 2 }))
    .map(([digits, exponent]) => Decimal128.fromString(`${digits}E${exponent}`)),
)
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom('\0', 'a', 'b', '\u00ff', 'é', '😀', '\uffff'), maxLength: 5 }),
)
const scalar = fc.oneof(
  number,
  text,
  fc.constant(null),
  fc.boolean(),
  fc.date({ noInvalidDate: true }),
  fc.integer({ min: -3, max: 3 }).map((ms) => new Date(ms)),
  fc.uint8Array({ minLength: 12, maxLength: 12 }).map((bytes) => new ObjectId(bytes)),
  fc.tuple(fc.uint8Array({ maxLength: 4 }), fc.constantFrom(0, 4, 128)).map(([bytes, subtype]) => new Binary(bytes, subtype)),
  fc.tuple(fc.nat(5), fc.nat(5)).map(([t, i]) => new Timestamp({ t, i })),
)
const name = fc.constantFrom('a', 'b', 'ab', 'a\u0001')
const anyValue = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3 }),
  ),
})).value

const writer = new KeyWriter()
function keyOf(...parts: readonly [BsonValue, boolean][]): Buffer {
  for (const [value, descending] of parts) writer.value(value, descending)
  return writer.take(NO_LIMIT)
}

test("keys are in BSON's order, whatever the values, ascending and descending", () => {
  fc.assert(
    fc.property(anyValue, anyValue, fc.boolean(), (first, second, descending) => {
      const [a, b] = [bson(first), bson(second)]
      const order = Math.sign(compareValues(a, b))
      expect(Math.sign(keyOf([a, descending]).compare(keyOf([b, descending])))).toBe(
        order === 0 ? 0 : descending ? -order : order,
      )
    }),
    { numRuns: 5000, seed },
  )
})

test('numbers of all types are in one order', () => {
  fc.assert(
    fc.property(number, number, (first, second) => {
      const [a, b] = [bson(first), bson(second)]
      expect(Math.sign(keyOf([a, false]).compare(keyOf([b, false])))).toBe(Math.sign(compareValues(a, b)))
    }),
    { numRuns: 5000, seed },
  )
})

test('compound keys are in the order of their parts', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(scalar, scalar, fc.boolean()), { minLength: 1, maxLength: 3 }), (parts) => {
      const left = parts.map(([first, , descending]): [BsonValue, boolean] => [bson(first), descending])
      const right = parts.map(([, second, descending]): [BsonValue, boolean] => [bson(second), descending])
      let order = 0
      for (const [index, [value, descending]] of left.entries()) {
        order ||= Math.sign(compareValues(value, right[index]![0])) * (descending ? -1 : 1)
      }
      expect(Math.sign(keyOf(...left).compare(keyOf(...right)))).toBe(order === 0 ? 0 : order)
    }),
    { numRuns: 3000, seed },
  )
})

test('a key is not the beginning of another, so that what follows it decides nothing', () => {
  fc.assert(
    fc.property(anyValue, anyValue, (first, second) => {
      const [a, b] = [keyOf([bson(first), false]), keyOf([bson(second), false])]
      if (!a.equals(b)) expect(b.subarray(0, a.length).equals(a)).toBe(false)
    }),
    { numRuns: 3000, seed },
  )
})

test('decimals outside the range of doubles have keys of their own and are marked as unordered', () => {
  const [low, high] = [bson(Decimal128.fromString('1E+400')), bson(Decimal128.fromString('2E+400'))]
  writer.unordered = false
  expect(keyOf([low, false]).equals(keyOf([high, false]))).toBe(false)
  expect(writer.unordered).toBe(true)
})

test.each([
  [999, false],
  [1000, false],
  [1001, true],
  [5000, true],
])('a key of %i bytes is cut: %s', (length, cut) => {
  // the rank before the text and the two bytes after it
  writer.unordered = false
  writer.value(bson('x'.repeat(length - 3)))
  const key = writer.take(1000)
  expect(key.length).toBe(Math.min(length, 1000))
  expect(writer.unordered).toBe(cut)
})
