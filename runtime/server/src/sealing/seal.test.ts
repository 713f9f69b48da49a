import { createSecretKey, randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { deriveKey, seal, unseal } from './seal.ts'

const key = createSecretKey(randomBytes(32))
const plain = Buffer.from('{"digits":"4711"}')

describe('seal', () => {
  test('what is sealed is read back, and only then', () => {
    const sealed = seal(key, plain, 'turns/a:1')
    expect(sealed.includes('4711')).toBe(false)
    expect(unseal(key, sealed, 'turns/a:1')).toEqual(plain)
  })

  test('an empty value too', () => expect(unseal(key, seal(key, Buffer.alloc(0), 'x'), 'x')).toHaveLength(0))

  test('the same value never looks the same twice', () => expect(seal(key, plain, 'x')).not.toEqual(seal(key, plain, 'x')))

  test.each<[string, (sealed: Buffer) => Buffer]>([
    ['a changed byte', (sealed) => Buffer.from(sealed.map((byte, at) => (at === sealed.length - 1 ? byte ^ 1 : byte)))],
    ['a changed tag', (sealed) => Buffer.from(sealed.map((byte, at) => (at === 20 ? byte ^ 1 : byte)))],
    ['another format', (sealed) => Buffer.from([9, ...sealed.subarray(1)])],
    ['a part of it', (sealed) => sealed.subarray(0, 12)],
    ['nothing', () => Buffer.alloc(0)],
  ])('%s is not readable', (_what, change) =>
    expect(() => unseal(key, change(seal(key, plain, 'x')), 'x')).toThrow(
      expect.objectContaining({ code: 'SEALED_VALUE_NOT_READABLE' }),
    ),
  )

  test('another key, or another place, does not open it', () => {
    const sealed = seal(key, plain, 'turns/a:1')
    expect(() => unseal(createSecretKey(randomBytes(32)), sealed, 'turns/a:1')).toThrow()
    expect(() => unseal(key, sealed, 'turns/a:2')).toThrow()
  })

  test('keys of two purposes differ, and one purpose always gives the same', () => {
    const secret = randomBytes(32)
    expect(deriveKey(secret, 'a').equals(deriveKey(secret, 'a'))).toBe(true)
    expect(deriveKey(secret, 'a').equals(deriveKey(secret, 'b'))).toBe(false)
  })
})
