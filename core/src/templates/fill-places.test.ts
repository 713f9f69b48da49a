import { expect, test } from 'vitest'
import { fillPlaces, placesIn } from './fill-places.ts'

const values: Record<string, unknown> = { business: 'Lakeside [[secret]]', rings: 3, record: false, people: [{ name: 'Ann' }] }
const fill = (value: unknown, unknown: string[] = []) =>
  fillPlaces(
    value,
    (name) => values[name],
    (name) => unknown.push(name),
  )

test.each([
  ['a text that is only a place becomes what stands there', '[[people]]', [{ name: 'Ann' }]],
  ['a number stays a number', { ringSeconds: '[[rings]]' }, { ringSeconds: 3 }],
  ['no is an answer', ['[[record]]'], [false]],
  ['within a text it is written out', 'After [[rings]] rings: [[record]]', 'After 3 rings: false'],
  ['what was filled in is not looked at again', 'Welcome to [[business]]', 'Welcome to Lakeside [[secret]]'],
  ['Liquid is left as it is', '{{ customerName }} {% if a %}[[rings]]{% endif %}', '{{ customerName }} {% if a %}3{% endif %}'],
])('%s', (_, value, filled) => expect(fill(value)).toEqual(filled))

test('a place that there is not is told, and leaves nothing behind', () => {
  const unknown: string[] = []
  expect(fill({ a: '[[nowhere]]', b: 'x[[there:not]]y' }, unknown)).toEqual({ a: '', b: 'xy' })
  expect(unknown).toEqual(['nowhere', 'there:not'])
})

test('places are found wherever they stand, each once', () => {
  expect(placesIn({ a: ['[[one]] and [[two]]', { b: '[[one]]' }], c: 1 })).toEqual(['one', 'two'])
})
