import { describe, expect, test } from 'vitest'
import { textCoding } from './text-coding.ts'

const guest = {} as Pick<typeof globalThis, 'TextEncoder' | 'TextDecoder' | 'atob' | 'btoa'>
textCoding(guest as typeof globalThis)

/** Bytes in no order, the same each time. Most are such as begin, go on in or break off a character. */
function* anyBytes(count: number): Generator<Uint8Array> {
  const likely = [
    0x00, 0x41, 0x7f, 0x80, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xa0, 0x9f, 0xed, 0xef, 0xbb, 0xf0, 0x90, 0xf4, 0x8f, 0xf5, 0xff, 0xd8,
    0xdc, 0xfe,
  ]
  let state = 42
  const next = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return Math.floor((state / 0x80000000) * below)
  }
  for (let made = 0; made < count; made++) yield Uint8Array.from({ length: next(9) }, () => likely[next(likely.length)] ?? 0)
}

const said = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (thrown) {
    return (thrown as Error).name
  }
}

test.each(['utf-8', 'utf-16le', 'utf-16be'])('%s is read as Node reads it, well-formed or not', (label) => {
  for (const options of [{}, { fatal: true }, { ignoreBOM: true }]) {
    const ours = new guest.TextDecoder(label, options)
    const theirs = new TextDecoder(label, options)
    for (const bytes of anyBytes(3_000)) {
      expect([[...bytes], said(() => ours.decode(bytes))]).toEqual([[...bytes], said(() => theirs.decode(bytes))])
    }
  }
})

test.each(['', 'abc', 'ไทย', 'Türkçe ıİ', 'ລາວ', '繁體', '😀', '\ud800', 'a\udc00b', '\udc00\ud800', 'x'.repeat(20_000)])(
  '%j is written as Node writes it',
  (text) => {
    expect([...new guest.TextEncoder().encode(text)]).toEqual([...new TextEncoder().encode(text)])
    expect(new guest.TextDecoder().decode(new guest.TextEncoder().encode(text))).toBe(text.toWellFormed())
    const into = new Uint8Array(7)
    const theirs = new Uint8Array(7)
    expect(new guest.TextEncoder().encodeInto(text, into)).toEqual(new TextEncoder().encodeInto(text, theirs))
    expect(into).toEqual(theirs)
  },
)

test('views, buffers and nothing are read; an encoding that there is not is refused', () => {
  const bytes = Uint8Array.of(1, 0x41, 0x42, 1)
  expect(new guest.TextDecoder().decode(bytes.subarray(1, 3))).toBe('AB')
  expect(new guest.TextDecoder().decode(bytes.slice(1, 3).buffer)).toBe('AB')
  expect(new guest.TextDecoder().decode()).toBe('')
  expect(() => new guest.TextDecoder('latin1')).toThrow(RangeError)
})

describe('base64', () => {
  test.each(['', 'a', 'ab', 'abc', 'abcd', '\x00\xff\x80', 'é'])('%j there and back', (text) => {
    expect(guest.btoa(text)).toBe(btoa(text))
    expect(guest.atob(btoa(text))).toBe(text)
  })
  test.each(['YQ', 'YQ=', 'YQ==', ' Y Q\n=\t=', 'YWI=', 'YWJj', 'Y', 'YWJjZ', '====', 'a-b_', 'YQ==YQ==', '=YQ='])(
    '%j is read as Node reads it',
    (text) => expect(said(() => guest.atob(text))).toEqual(said(() => atob(text))),
  )
  test('takes bytes only', () => expect(() => guest.btoa('ไ')).toThrow())
})
