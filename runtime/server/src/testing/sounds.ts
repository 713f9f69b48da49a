/** Sounds for tests, as their programs write them. */

interface WavForm {
  seconds?: number
  bits?: number
  rate?: number
  channels?: number
  /** The number of the encoding; 1 is PCM. */
  encoding?: number
  /** Puts the encoding behind the extension that newer programs write. */
  extensible?: boolean
}

export function wav({
  seconds = 1,
  bits = 16,
  rate = 8000,
  channels = 1,
  encoding = 1,
  extensible = false,
}: WavForm = {}): Buffer {
  const format = Buffer.alloc(extensible ? 40 : 16)
  format.writeUInt16LE(extensible ? 0xfffe : encoding, 0)
  format.writeUInt16LE(channels, 2)
  format.writeUInt32LE(rate, 4)
  format.writeUInt32LE((rate * channels * bits) / 8, 8)
  format.writeUInt16LE((channels * bits) / 8, 12)
  format.writeUInt16LE(bits, 14)
  if (extensible) format.writeUInt16LE(encoding, 24)
  const samples = Buffer.alloc(Math.round((seconds * rate * channels * bits) / 8), 7)
  const chunks = Buffer.concat([chunk('fmt ', format), chunk('JUNK', Buffer.from('odd')), chunk('data', samples)])
  return Buffer.concat([Buffer.from('RIFF'), uint32(chunks.length + 4), Buffer.from('WAVE'), chunks])
}

/** MPEG-1 Layer III, 128 kbit/s, 44.1 kHz: 417 bytes and 26.12 ms a frame. */
export function mp3({
  frames = 40,
  index = false,
  tagBytes = 0,
}: {
  frames?: number
  index?: boolean
  tagBytes?: number
} = {}): Buffer {
  const frame = Buffer.alloc(417)
  frame.writeUInt32BE(0xfffb9000, 0)
  const first = Buffer.from(frame)
  first.write('Xing', 36)
  return Buffer.concat([id3(tagBytes), ...(index ? [first] : []), ...Array.from({ length: frames }, () => frame)])
}

function id3(length: number): Buffer {
  if (length === 0) return Buffer.alloc(0)
  const tag = Buffer.alloc(10 + length, 0xff)
  tag.write('ID3\u0004\u0000\u0000', 0, 'latin1')
  for (const [place, shift] of [21, 14, 7, 0].entries()) tag[6 + place] = (length >> shift) & 0x7f
  return tag
}

function chunk(name: string, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from(name), uint32(content.length), content, Buffer.alloc(content.length % 2)])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
