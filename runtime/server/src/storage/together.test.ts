import { expect, test } from 'vitest'
import { createTogether } from './together.ts'

test('what is asked while a write is in flight leaves together, and each gets its own answer', async () => {
  const together = createTogether<number, string>()
  const writes: number[][] = []
  const write = async (asks: readonly number[]) => {
    writes.push([...asks])
    await new Promise((resolve) => setImmediate(resolve))
    return asks.map(String)
  }
  const asked = Array.from({ length: 250 }, (_, n) => n)
  expect(await Promise.all(asked.map((n) => together('a', n, write)))).toEqual(asked.map(String))
  expect(writes.map(({ length }) => length)).toEqual([1, 100, 100, 49])
  expect(await together('a', 7, write)).toBe('7')
})

test('a write that fails fails those who were in it, and nobody else', async () => {
  const together = createTogether<number, number>()
  const write = async (asks: readonly number[]) => {
    if (asks.includes(2)) throw new Error('away')
    return asks
  }
  const outcomes = await Promise.allSettled([1, 2, 3].map((n) => together('a', n, write)))
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected'])
  expect(await together('a', 4, write)).toBe(4)
})
