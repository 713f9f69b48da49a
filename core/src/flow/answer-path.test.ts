import { expect, test } from 'vitest'
import { answerPathSchema, readAnswer } from './answer-path.ts'

const answer = {
  customer: { name: 'Ann', 'first-name': 'A', age: 41, vip: true, email: null, tags: ['gold', { id: 7 }] },
  long: 'x'.repeat(3000),
  สถานะ: 'พร้อม',
}

test.each([
  ['customer.name', 'Ann'],
  ['customer.first-name', 'A'],
  ['customer.age', 41],
  ['customer.vip', true],
  ['customer.email', null],
  ['customer.tags[0]', 'gold'],
  ['customer.tags[1].id', 7],
  ['customer.tags[2]', null],
  ['customer.tags.length', null],
  ['customer', null],
  ['customer.tags', null],
  ['customer.name.length', null],
  ['constructor.name', null],
  ['__proto__.x', null],
  ['nobody.home', null],
  ['สถานะ', 'พร้อม'],
])('%s is %j', (path, value) => {
  expect(answerPathSchema.safeParse(path).success).toBe(true)
  expect(readAnswer(answer, path)).toBe(value)
})

test('a list itself can be looked into', () => expect(readAnswer([[{ a: 1 }]], '[0][0].a')).toBe(1))
test('a long text is cut to what a variable holds', () => expect(readAnswer(answer, 'long')).toHaveLength(2000))
test('nothing can be read of what is no object', () => {
  for (const answer of [null, 3, 'text', undefined]) expect(readAnswer(answer, 'a.b')).toBeNull()
})
test.each(['', '.a', 'a.', 'a..b', 'a[x]', 'a[', 'a b', 'a[12345]'])('%j is no path', (path) =>
  expect(answerPathSchema.safeParse(path).success).toBe(false),
)
