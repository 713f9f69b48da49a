import { expect, test } from 'vitest'
import { createSerially } from './serially.ts'

const tick = () => new Promise((resolve) => setImmediate(resolve))

test('tasks of one key run one after another, in order, also after one that failed', async () => {
  const serially = createSerially()
  const log: string[] = []
  const task = (name: string, fails = false) =>
    serially('run1', async () => {
      log.push(`${name} begins`)
      await tick()
      log.push(`${name} ends`)
      if (fails) throw new Error(name)
      return name
    })
  const results = await Promise.allSettled([task('a'), task('b', true), task('c')])
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

test('tasks of different keys do not wait for each other', async () => {
  const serially = createSerially()
  let open = () => {}
  const blocked = serially('run1', () => new Promise<void>((resolve) => (open = resolve)))
  expect(await serially('run2', async () => 'done')).toBe('done')
  open()
  await blocked
})
