import { type Issue, issue } from '@patchbay/core'
import { readMp3 } from './mp3.ts'
import { readWav } from './wav.ts'

/** A sound that telephones can play. */
export interface Audio {
  contentType: 'audio/mpeg' | 'audio/wav'
  durationMs: number
}

/**
 * Says what a file is by its bytes: names and content types are often wrong, and Vonage plays nothing but MP3 and 16-bit WAV
 * (spec V1.3-1).
 *
 * @returns The sound, or what it is instead and what to do about it.
 */
export function readAudio(bytes: Buffer): Audio | Issue {
  const other = OTHERS.find(({ offset, mark }) => bytes.subarray(offset, offset + mark.length).equals(mark))
  if (other !== undefined) return issue('MEDIA_FORMAT_OTHER', { data: { found: other.name } })
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WAVE') return readWav(bytes)
  return readMp3(bytes)
}

const text = (mark: string) => Buffer.from(mark, 'latin1')

/** What people have instead, by the bytes that such files begin with. Names are those that programs export under. */
const OTHERS: readonly { name: string; offset: number; mark: Buffer }[] = [
  { name: 'M4A (AAC)', offset: 4, mark: text('ftyp') },
  { name: 'Ogg', offset: 0, mark: text('OggS') },
  { name: 'FLAC', offset: 0, mark: text('fLaC') },
  { name: 'AIFF', offset: 0, mark: text('FORM') },
  { name: 'WMA', offset: 0, mark: Buffer.of(0x30, 0x26, 0xb2, 0x75) },
  { name: 'WebM', offset: 0, mark: Buffer.of(0x1a, 0x45, 0xdf, 0xa3) },
  { name: 'AMR', offset: 0, mark: text('#!AMR') },
  { name: 'MIDI', offset: 0, mark: text('MThd') },
  { name: 'RF64', offset: 0, mark: text('RF64') },
]
