import { AppError } from '@patchbay/core'
import { MongoNetworkError } from 'mongodb'
import { expect, test } from 'vitest'
import { patiently } from './patience.ts'

const moved = () => new AppError('RUN_MOVED_MEANWHILE', 'moved')

/** Fails as often as there are errors, and then succeeds. */
function failing(...errors: unknown[]) {
  const tries: number[] = []
  const attempt = async (tried: number) => {
    tries.push(tried)
    const error = errors[tried - 1]
    if (error !== undefined) throw error
    return 'done'
  }
  return { tries, attempt }
}

test('a database that is back in time is not noticed', async () => {
  const { tries, attempt } = failing(new MongoNetworkError('gone'), new MongoNetworkError('gone'), moved())
  expect(await patiently(5000, attempt)).toBe('done')
  expect(tries).toEqual([1, 2, 3, 4])
})

test('one that stays away is given up, and said to be away', async () => {
  const { attempt } = failing(...Array.from({ length: 50 }, () => new MongoNetworkError('gone')))
  await expect(patiently(60, attempt)).rejects.toMatchObject({ code: 'DATABASE_NOT_REACHABLE' })
})

test('lost races end, too', async () => {
  const { tries, attempt } = failing(...Array.from({ length: 50 }, moved))
  await expect(patiently(60, attempt)).rejects.toMatchObject({ code: 'RUN_MOVED_MEANWHILE' })
  expect(tries).toHaveLength(20)
})

test('what is wrong otherwise is not tried again', async () => {
  const { tries, attempt } = failing(new AppError('RUN_NOT_FOUND', 'none'))
  await expect(patiently(5000, attempt)).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' })
  expect(tries).toEqual([1])
})
