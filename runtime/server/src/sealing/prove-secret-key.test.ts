import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { memoryKeys } from '../testing/memory-keys.ts'
import { proveSecretKey } from './prove-secret-key.ts'
import { createRunKeys } from './run-keys.ts'

function database() {
  let sealed: Buffer | undefined
  const proofs = {
    get: async () => sealed,
    add: async (wanted: Buffer) => {
      sealed ??= wanted
    },
  }
  return { proofs, keys: memoryKeys() }
}
const refused = {
  code: 'SETTING_NOT_VALID',
  message: expect.stringMatching(/^PATCHBAY_SECRET_KEY should be .*Nothing was changed$/),
}

test('the key of the first start is the key of every later one', async () => {
  const stored = database()
  const secretKey = randomBytes(32)
  await proveSecretKey(stored, secretKey)
  await proveSecretKey(stored, secretKey)
  await expect(proveSecretKey(stored, randomBytes(32))).rejects.toMatchObject(refused)
  await proveSecretKey(stored, secretKey)
})

test('of two first starts at once with two keys one goes on', async () => {
  const stored = database()
  const starts = [randomBytes(32), randomBytes(32)].map((key) => proveSecretKey(stored, key))
  const states = (await Promise.allSettled(starts)).map(({ status }) => status)
  expect(states.toSorted()).toEqual(['fulfilled', 'rejected'])
})

test('calls of an earlier release tell their key as well', async () => {
  const stored = database()
  const secretKey = randomBytes(32)
  await createRunKeys(stored.keys, secretKey).create('local', 'run1', new Date(0))
  await expect(proveSecretKey(stored, randomBytes(32))).rejects.toMatchObject(refused)
  expect(await stored.proofs.get()).toBeUndefined()
  await proveSecretKey(stored, secretKey)
})
