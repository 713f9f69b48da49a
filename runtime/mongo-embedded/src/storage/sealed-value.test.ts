import { expect, test } from 'vitest'
import { encodeDocument } from '../bson/write.ts'
import { sealed, unsealed } from './sealed-value.ts'

const key = Buffer.from('key')
const document = encodeDocument({ _id: 1, text: 'hello' })

test('a document comes back as it was', () => {
  expect(unsealed(key, sealed(key, document))?.equals(document)).toBe(true)
})

test('a bit that turns anywhere is seen', () => {
  const value = sealed(key, document)
  for (let bit = 0; bit < value.length * 8; bit++) {
    const turned = Buffer.from(value)
    turned[bit >> 3] = (turned[bit >> 3] as number) ^ (1 << (bit & 7))
    expect(unsealed(key, turned), `bit ${bit}`).toBeUndefined()
  }
})

test('a document under the key of another is seen', () => {
  expect(unsealed(Buffer.from('other'), sealed(key, document))).toBeUndefined()
})

test('a value that is cut short is seen', () => {
  const value = sealed(key, document)
  for (let length = 0; length < value.length; length++) {
    if (length !== document.length) expect(unsealed(key, value.subarray(0, length)), `${length} bytes`).toBeUndefined()
  }
})

test('documents of format 1, which have no checksum, are read', () => {
  expect(unsealed(key, document)?.equals(document)).toBe(true)
})
