/** `TextEncoder`, `TextDecoder` (UTF-8, UTF-16), `atob` and `btoa`, as the web has them. */
export function textCoding(global: typeof globalThis): void {
  const { fromCharCode } = String
  const REPLACEMENT = 0xfffd

  const encode = (text: string): Uint8Array => {
    const bytes = new Uint8Array(text.length * 3)
    let size = 0
    for (let index = 0; index < text.length; index++) {
      let point = text.charCodeAt(index)
      if (point >= 0xd800 && point <= 0xdfff) {
        const low = text.charCodeAt(index + 1)
        if (point <= 0xdbff && low >= 0xdc00 && low <= 0xdfff) {
          point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00)
          index++
        } else point = REPLACEMENT
      }
      if (point < 0x80) bytes[size++] = point
      else if (point < 0x800) {
        bytes[size++] = 0xc0 | (point >> 6)
        bytes[size++] = 0x80 | (point & 63)
      } else if (point < 0x10000) {
        bytes[size++] = 0xe0 | (point >> 12)
        bytes[size++] = 0x80 | ((point >> 6) & 63)
        bytes[size++] = 0x80 | (point & 63)
      } else {
        bytes[size++] = 0xf0 | (point >> 18)
        bytes[size++] = 0x80 | ((point >> 12) & 63)
        bytes[size++] = 0x80 | ((point >> 6) & 63)
        bytes[size++] = 0x80 | (point & 63)
      }
    }
    return bytes.slice(0, size)
  }

  const pieces = () => {
    let text = ''
    let part: number[] = []
    const flush = () => {
      text += fromCharCode(...part)
      part = []
    }
    return {
      add(point: number) {
        if (point > 0xffff) part.push(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff))
        else part.push(point)
        if (part.length > 4000) flush()
      },
      text() {
        flush()
        return text
      },
    }
  }
  const notReadable = () => new TypeError('The encoded data was not valid')

  /** The Encoding Standard's UTF-8 decoder, with its rule of what one replacement stands for. */
  const decodeUtf8 = (bytes: Uint8Array, fatal: boolean): string => {
    const out = pieces()
    let point = 0
    let seen = 0
    let needed = 0
    let low = 0x80
    let high = 0xbf
    const bad = () => {
      if (fatal) throw notReadable()
      out.add(REPLACEMENT)
    }
    for (let index = 0; index < bytes.length; index++) {
      const byte = bytes[index] as number
      if (needed === 0) {
        if (byte <= 0x7f) out.add(byte)
        else if (byte >= 0xc2 && byte <= 0xdf) [needed, point] = [1, byte & 0x1f]
        else if (byte >= 0xe0 && byte <= 0xef) {
          if (byte === 0xe0) low = 0xa0
          if (byte === 0xed) high = 0x9f
          needed = 2
          point = byte & 0xf
        } else if (byte >= 0xf0 && byte <= 0xf4) {
          if (byte === 0xf0) low = 0x90
          if (byte === 0xf4) high = 0x8f
          needed = 3
          point = byte & 0x7
        } else bad()
        continue
      }
      if (byte < low || byte > high) {
        point = 0
        needed = 0
        seen = 0
        low = 0x80
        high = 0xbf
        bad()
        index-- // it may begin something itself
        continue
      }
      low = 0x80
      high = 0xbf
      point = (point << 6) | (byte & 0x3f)
      if (++seen === needed) {
        out.add(point)
        point = 0
        needed = 0
        seen = 0
      }
    }
    if (needed > 0) bad()
    return out.text()
  }

  const decodeUtf16 = (bytes: Uint8Array, fatal: boolean, bigEndian: boolean): string => {
    const out = pieces()
    const unit = (index: number) => {
      const [first, second] = [bytes[index] as number, bytes[index + 1] as number]
      return bigEndian ? (first << 8) | second : (second << 8) | first
    }
    const bad = () => {
      if (fatal) throw notReadable()
      out.add(REPLACEMENT)
    }
    let index = 0
    for (; index + 1 < bytes.length; index += 2) {
      const first = unit(index)
      if (first < 0xd800 || first > 0xdfff) {
        out.add(first)
        continue
      }
      const second = index + 3 < bytes.length ? unit(index + 2) : 0
      if (first <= 0xdbff && second >= 0xdc00 && second <= 0xdfff) {
        out.add(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00))
        index += 2
      } else if (first <= 0xdbff && index + 3 >= bytes.length) {
        // a half pair and what is left of the bytes are one mistake
        index = bytes.length
        bad()
      } else bad()
    }
    if (index < bytes.length) bad()
    return out.text()
  }

  const NAMES: Readonly<Record<string, string>> = {
    'utf-8': 'utf-8',
    utf8: 'utf-8',
    'unicode-1-1-utf-8': 'utf-8',
    'utf-16': 'utf-16le',
    'utf-16le': 'utf-16le',
    'utf-16be': 'utf-16be',
  }
  const bytesOf = (input: unknown): Uint8Array => {
    if (input === undefined) return new Uint8Array(0)
    if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength)
    return new Uint8Array(input as ArrayBuffer)
  }

  class TextEncoder {
    readonly encoding = 'utf-8'
    encode(text: unknown = ''): Uint8Array {
      return encode(`${text}`)
    }
    encodeInto(text: string, into: Uint8Array): { read: number; written: number } {
      let [read, written] = [0, 0]
      for (const sign of `${text}`) {
        const bytes = encode(sign)
        if (written + bytes.length > into.length) break
        into.set(bytes, written)
        written += bytes.length
        read += sign.length
      }
      return { read, written }
    }
  }

  class TextDecoder {
    readonly encoding: string
    readonly fatal: boolean
    readonly ignoreBOM: boolean
    constructor(label: unknown = 'utf-8', { fatal = false, ignoreBOM = false } = {}) {
      const asked = `${label}`.trim().toLowerCase()
      const encoding = Object.hasOwn(NAMES, asked) ? NAMES[asked] : undefined
      if (encoding === undefined) throw new RangeError(`The "${asked}" encoding is not supported`)
      this.encoding = encoding
      this.fatal = fatal === true
      this.ignoreBOM = ignoreBOM === true
    }
    decode(input?: unknown): string {
      const bytes = bytesOf(input)
      const text =
        this.encoding === 'utf-8' ? decodeUtf8(bytes, this.fatal) : decodeUtf16(bytes, this.fatal, this.encoding === 'utf-16be')
      return !this.ignoreBOM && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
    }
  }

  const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  const notLatin = () => Object.assign(new Error('The text has a character that is no byte'), { name: 'InvalidCharacterError' })
  const btoa = (given: unknown): string => {
    const text = `${given}`
    let out = ''
    for (let index = 0; index < text.length; index += 3) {
      const units = [text.charCodeAt(index), text.charCodeAt(index + 1), text.charCodeAt(index + 2)]
      if (units.some((unit) => unit > 255)) throw notLatin()
      const [first = 0, second = Number.NaN, third = Number.NaN] = units
      const bits = (first << 16) | (second << 8) | third
      out += (SIGNS[bits >> 18] ?? '') + SIGNS[(bits >> 12) & 63]
      out += Number.isNaN(second) ? '==' : `${SIGNS[(bits >> 6) & 63]}${Number.isNaN(third) ? '=' : SIGNS[bits & 63]}`
    }
    return out
  }
  const atob = (given: unknown): string => {
    let text = `${given}`.replace(/[\t\n\f\r ]+/g, '')
    if (text.length % 4 === 0) text = text.replace(/={1,2}$/, '')
    if (text.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(text)) throw notLatin()
    let out = ''
    let bits = 0
    let held = 0
    for (const sign of text) {
      bits = (bits << 6) | SIGNS.indexOf(sign)
      held += 6
      if (held >= 8) {
        held -= 8
        out += fromCharCode((bits >> held) & 255)
        bits &= (1 << held) - 1
      }
    }
    return out
  }

  for (const [name, value] of Object.entries({ TextEncoder, TextDecoder, atob, btoa }))
    Object.defineProperty(global, name, { value, writable: true, enumerable: false, configurable: true })
}
