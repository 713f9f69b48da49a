import { type Issue, issue } from '@patchbay/core'
import type { Audio } from './audio-format.ts'

const PCM = 1
/** The real encoding stands in the first two bytes of the sub-format. */
const EXTENSIBLE = 0xfffe
const SUB_FORMAT_OFFSET = 24

const ENCODINGS: Readonly<Record<number, string>> = {
  2: 'ADPCM',
  3: 'IEEE float',
  6: 'A-law',
  7: 'µ-law',
  17: 'IMA ADPCM',
  49: 'GSM 6.10',
  85: 'MP3',
}

/** Reads a RIFF/WAVE file: a list of chunks, of which `fmt ` says how it is encoded and `data` holds the samples. */
export function readWav(bytes: Buffer): Audio | Issue {
  const format = chunkOf(bytes, 'fmt ')
  const samples = chunkOf(bytes, 'data')
  if (format === undefined || format.length < 16 || samples === undefined) return issue('MEDIA_DAMAGED')

  const tag = format.readUInt16LE(0)
  const hasSubFormat = tag === EXTENSIBLE && format.length >= SUB_FORMAT_OFFSET + 2
  const encoding = hasSubFormat ? format.readUInt16LE(SUB_FORMAT_OFFSET) : tag
  const bits = format.readUInt16LE(14)
  if (encoding !== PCM)
    return issue('MEDIA_WAV_ENCODING', { data: { encoding: ENCODINGS[encoding] ?? `0x${encoding.toString(16)}` } })
  if (bits !== 16) return issue('MEDIA_WAV_BITS', { data: { bits } })

  const bytesPerSecond = format.readUInt32LE(4) * format.readUInt16LE(2) * 2
  const durationMs = bytesPerSecond === 0 ? 0 : Math.round((samples.length / bytesPerSecond) * 1000)
  return durationMs === 0 ? issue('MEDIA_DAMAGED') : { contentType: 'audio/wav', durationMs }
}

/** What a chunk holds. One that was written as a stream claims more than there is: what is there counts. */
function chunkOf(bytes: Buffer, name: string): Buffer | undefined {
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4)
    if (bytes.toString('latin1', at, at + 4) === name) return bytes.subarray(at + 8, at + 8 + length)
    // chunks begin at even places
    at += 8 + length + (length % 2)
  }
}
