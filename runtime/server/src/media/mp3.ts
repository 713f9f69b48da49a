import { type Issue, issue } from '@patchbay/core'
import type { Audio } from './audio-format.ts'

/** Kilobits a second of Layer III, by the header's index; 0 is "free", 15 is not allowed (ISO 11172-3, 13818-3). */
const BITRATES = {
  mpeg1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  mpeg2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
}
/** By the two bits of the version: 2.5, reserved, 2, 1. */
const RATES: readonly (readonly number[])[] = [[11_025, 12_000, 8_000], [], [22_050, 24_000, 16_000], [44_100, 48_000, 32_000]]
const MPEG1 = 3
const LAYER_3 = 1
/** This many frames in a row are no accident: two equal bytes are found in any file. */
const FRAMES_IN_A_ROW = 3
/** How far into a file its sound may begin, after a tag that says a wrong length. */
const SEARCH_BYTES = 64 * 1024

interface Frame {
  layer: number
  length: number
  durationMs: number
}

/**
 * Reads an MP3: an optional ID3 tag, then frames, each with a header of its own. Every frame is walked, because with a
 * variable bit rate nothing else gives the length.
 */
export function readMp3(bytes: Buffer): Audio | Issue {
  const tagged = bytes.toString('latin1', 0, 3) === 'ID3'
  const start = firstFrame(bytes, tagged ? tagLength(bytes) : 0)
  if (start === undefined) return issue(tagged ? 'MEDIA_DAMAGED' : 'MEDIA_NOT_SOUND')
  const first = frameAt(bytes, start)
  if (first !== undefined && first.layer !== LAYER_3) return issue('MEDIA_FORMAT_OTHER', { data: { found: 'MP2' } })

  let durationMs = 0
  let at = start
  for (let frame = first; frame !== undefined; frame = frameAt(bytes, at)) {
    // a frame of another layer is a piece of picture or text that looks like one
    if (frame.layer !== LAYER_3) break
    if (at > start || !isIndex(bytes.subarray(at, at + frame.length))) durationMs += frame.durationMs
    at += frame.length
  }
  return durationMs === 0 ? issue('MEDIA_DAMAGED') : { contentType: 'audio/mpeg', durationMs: Math.round(durationMs) }
}

/** The length of an ID3v2 tag with its header: four bytes of seven bits. */
function tagLength(bytes: Buffer): number {
  if (bytes.length < 10) return bytes.length
  const footer = ((bytes[5] ?? 0) & 0x10) === 0 ? 0 : 10
  return 10 + footer + [6, 7, 8, 9].reduce((length, at) => length * 128 + ((bytes[at] ?? 0) & 0x7f), 0)
}

/** Where frames follow one another; a very short file may hold fewer than are asked for, when they fill it. */
function firstFrame(bytes: Buffer, from: number): number | undefined {
  for (let start = from; start < Math.min(bytes.length, from + SEARCH_BYTES); start++) {
    if (bytes[start] !== 0xff) continue
    let at = start
    let count = 0
    for (let frame = frameAt(bytes, at); frame !== undefined && count < FRAMES_IN_A_ROW; frame = frameAt(bytes, at)) {
      at += frame.length
      count++
    }
    if (count === FRAMES_IN_A_ROW || (count > 0 && start === from && at >= bytes.length)) return start
  }
}

function frameAt(bytes: Buffer, at: number): Frame | undefined {
  if (at + 4 > bytes.length) return undefined
  const header = bytes.readUInt32BE(at)
  if (header >>> 21 !== 0x7ff) return undefined
  const version = (header >>> 19) & 3
  const layer = (header >>> 17) & 3
  const isMpeg1 = version === MPEG1
  const kilobits = (isMpeg1 ? BITRATES.mpeg1 : BITRATES.mpeg2)[(header >>> 12) & 15]
  const rate = RATES[version]?.[(header >>> 10) & 3]
  if (layer === 0 || kilobits === undefined || kilobits === 0 || rate === undefined) return undefined
  const padding = (header >>> 9) & 1
  // only Layer III is read to its end; Layer II is recognised by how its frames lie
  const slots = layer === LAYER_3 ? (isMpeg1 ? 144 : 72) : 144
  const bitrate = layer === LAYER_3 ? kilobits : layerTwo(version, header, kilobits)
  const samples = isMpeg1 || layer !== LAYER_3 ? 1152 : 576
  return { layer, length: Math.floor((slots * bitrate * 1000) / rate) + padding, durationMs: (samples / rate) * 1000 }
}

const LAYER_2_MPEG1 = [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384]
const layerTwo = (version: number, header: number, otherwise: number): number =>
  version === MPEG1 ? (LAYER_2_MPEG1[(header >>> 12) & 15] ?? otherwise) : otherwise

/** The first frame may hold an index of the others in place of sound (Xing, LAME, VBRI). */
const isIndex = (frame: Buffer): boolean => ['Xing', 'Info', 'VBRI'].some((mark) => frame.subarray(0, 64).includes(mark))
