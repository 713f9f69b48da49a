import { expect, test } from 'vitest'
import { structuredCloning } from './structured-clone.ts'

const guest = Object.create(globalThis) as typeof globalThis
structuredCloning(guest)

const circle: Record<string, unknown> = { name: 'a' }
circle['self'] = circle

test.each<[string, unknown]>([
  ['plain values', [1, 'a', true, null, undefined, 10n, Number.NaN, -0]],
  ['objects and lists', { a: [{ b: 1 }], c: { d: [] } }],
  ['a circle', circle],
  ['dates, expressions, wrapped values', [new Date(5), /a+/giu, Object(1), Object('x')]],
  ['maps and sets', new Map<unknown, unknown>([[{ a: 1 }, new Set([1, [2]])]])],
  ['bytes', [Uint8Array.of(1, 2), new DataView(Uint8Array.of(1, 2, 3).buffer, 1, 2), new ArrayBuffer(3), Float64Array.of(0.5)]],
  ['a list with holes and names', Object.assign(new Array(3), { 1: 1, extra: 1 })],
  ['an own __proto__', JSON.parse('{"__proto__":{"a":1}}')],
  [
    'what a class made',
    new (class A {
      a = 1
    })(),
  ],
])('%s', (_, value) => expect(guest.structuredClone(value)).toEqual(structuredClone(value)))

test('two names of one thing stay two names of one thing', () => {
  const one = { a: 1 }
  const [first, second] = guest.structuredClone([one, one])
  expect(first).toBe(second)
  expect(first).not.toBe(one)
})

test('errors keep their kind, their words and their cause', () => {
  const made = guest.structuredClone(new RangeError('no', { cause: { a: 1 } }))
  expect([made instanceof RangeError, made.message, made.cause]).toEqual([true, 'no', { a: 1 }])
})

test.each([() => 1, Symbol('a'), Promise.resolve(), new WeakMap(), { deep: [() => 1] }])('%s is refused', (value) =>
  expect(() => guest.structuredClone(value)).toThrow(expect.objectContaining({ name: 'DataCloneError' })),
)
