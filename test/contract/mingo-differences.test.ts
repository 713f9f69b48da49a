import type { Document } from 'mongodb'
import { afterAll, expect, test } from 'vitest'
import { MONGODB_IS_GIVEN, refusalOf } from '../support/contract.ts'
import { cases, contract } from './mingo-cases.ts'

/**
 * Where mingo, a library that many embedded databases query with, differs from MongoDB without a word: found by 192 cases that
 * were run against it. Each has a number, so that none is forgotten: here it is right, or it is refused.
 */
const HOW_MANY = 49

const checked = new Set<number>()

test.each(cases)('$number. $says', async (example) => {
  if ('attempt' in example) {
    // MongoDB itself can do what is refused here
    if (example.name !== undefined && MONGODB_IS_GIVEN) return
    const refusal = await refusalOf(example.attempt(example.documents))
    expect(refusal?.code ?? 0).toBe(example.code)
    if (example.name !== undefined) expect(refusal?.message).toContain(example.name)
  } else {
    const collection = await contract.collectionOf(example.documents)
    if ('ids' in example) {
      const find = async () =>
        (await collection.find(example.filter).toArray()).map(({ _id }) => Number(_id)).sort((a, b) => a - b)
      expect(await find()).toEqual(example.ids)
      await collection.createIndex({ a: 1 })
      expect(await find()).toEqual(example.ids)
    } else if ('pipeline' in example) {
      const [found, ...others] = await collection.aggregate([...example.pipeline]).toArray()
      expect(others).toEqual([])
      expect(found).toEqual(example.result)
    } else {
      const { update, arrayFilters, upsert } = example
      await collection.updateOne(example.filter ?? { _id: 1 }, update as Document, {
        ...(arrayFilters === undefined ? {} : { arrayFilters: [...arrayFilters] }),
        upsert: upsert ?? false,
      })
      expect(await collection.find({}, { projection: { _id: 0 } }).toArray()).toEqual([example.after])
    }
  }
  checked.add(example.number)
})

test('every difference has its case, each under its own number', () => {
  expect(cases.map(({ number }) => number)).toEqual(Array.from({ length: HOW_MANY }, (_, index) => index + 1))
})

afterAll(() => {
  const refused = cases.filter((example) => 'name' in example && example.name !== undefined).length
  console.log(
    `differences of mingo: ${checked.size} of ${HOW_MANY} checked, ${checked.size - refused} right, ${refused} refused by name`,
  )
  if (!MONGODB_IS_GIVEN) expect(checked.size).toBe(HOW_MANY)
})
