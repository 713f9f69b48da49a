import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { memoryKeys } from '../testing/memory-keys.ts'
import { createRunKeys } from './run-keys.ts'

const purgeAt = new Date(0)

test('a run has one key, whoever asks first', async () => {
  const keys = memoryKeys()
  const secretKey = randomBytes(32)
  const [one, two] = [createRunKeys(keys, secretKey), createRunKeys(keys, secretKey)]
  const [a, b] = await Promise.all([one.create('local', 'run1', purgeAt), two.create('local', 'run1', purgeAt)])
  expect(a.equals(b)).toBe(true)
  expect((await one.open('local', 'run1')).equals(a)).toBe(true)
})

test('the stored key is worth nothing without the server’s secret key, or under another tenant or run', async () => {
  const keys = memoryKeys()
  const secretKey = randomBytes(32)
  const key = await createRunKeys(keys, secretKey).create('local', 'run1', purgeAt)
  const stored = keys.stored.get('run1')!
  expect(stored.wrapped.includes(key.export())).toBe(false)
  await expect(createRunKeys(keys, randomBytes(32)).open('local', 'run1')).rejects.toMatchObject({
    code: 'SEALED_VALUE_NOT_READABLE',
  })
  keys.stored.set('run2', { ...stored, _id: 'run2' })
  await expect(createRunKeys(keys, secretKey).open('local', 'run2')).rejects.toMatchObject({ code: 'SEALED_VALUE_NOT_READABLE' })
  await expect(createRunKeys(keys, secretKey).open('other', 'run1')).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' })
})

test('of several runs the keys are opened at once, without those that were erased or are somebody else’s', async () => {
  const runKeys = createRunKeys(memoryKeys(), randomBytes(32))
  const first = await runKeys.create('local', 'run1', purgeAt)
  await runKeys.create('local', 'run2', purgeAt)
  await runKeys.create('other', 'run3', purgeAt)
  await runKeys.erase('local', 'run2')
  const opened = await runKeys.openAll('local', ['run1', 'run2', 'run3', 'run4'])
  expect([...opened.keys()]).toEqual(['run1'])
  expect(opened.get('run1')?.equals(first)).toBe(true)
})

test('an erased run is gone for good', async () => {
  const runKeys = createRunKeys(memoryKeys(), randomBytes(32))
  await runKeys.create('local', 'run1', purgeAt)
  await runKeys.erase('local', 'run1')
  await expect(runKeys.open('local', 'run1')).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' })
})
