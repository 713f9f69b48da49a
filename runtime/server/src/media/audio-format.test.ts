import { issueText } from '@patchbay/core'
import { describe, expect, test } from 'vitest'
import { mp3, wav } from '../testing/sounds.ts'
import { readAudio } from './audio-format.ts'

describe('what telephones can play is taken, with its length', () => {
  test.each<[string, Buffer, object]>([
    ['a 16-bit WAV', wav({ seconds: 1.5 }), { contentType: 'audio/wav', durationMs: 1500 }],
    ['with two channels', wav({ seconds: 2, rate: 44_100, channels: 2 }), { contentType: 'audio/wav', durationMs: 2000 }],
    ['with the newer form of its header', wav({ extensible: true }), { contentType: 'audio/wav', durationMs: 1000 }],
    ['an MP3', mp3(), { contentType: 'audio/mpeg', durationMs: 1045 }],
    [
      'with a tag before it, in which anything may stand',
      mp3({ tagBytes: 300 }),
      { contentType: 'audio/mpeg', durationMs: 1045 },
    ],
    ['with an index of its frames, which is no sound', mp3({ index: true }), { contentType: 'audio/mpeg', durationMs: 1045 }],
    ['of a single frame', mp3({ frames: 1 }), { contentType: 'audio/mpeg', durationMs: 26 }],
    ['behind some empty bytes', Buffer.concat([Buffer.alloc(99), mp3()]), { contentType: 'audio/mpeg', durationMs: 1045 }],
    ['with a tag behind it', Buffer.concat([mp3(), Buffer.from('TAG'), Buffer.alloc(125)]), { durationMs: 1045 }],
  ])('%s', (_, bytes, expected) => expect(readAudio(bytes)).toMatchObject(expected))

  test('a WAV that claims more than there is is as long as what is there', () => {
    const streamed = wav()
    streamed.writeUInt32LE(0xffff_ffff, streamed.indexOf('data') + 4)
    expect(readAudio(streamed)).toMatchObject({ durationMs: 1000 })
  })
})

describe('anything else is named, with what to do', () => {
  const m4a = Buffer.concat([Buffer.from([0, 0, 0, 32]), Buffer.from('ftypM4A '), Buffer.alloc(100)])
  const mp2 = Buffer.concat(
    Array.from({ length: 5 }, () => {
      // Layer II, 192 kbit/s, 44.1 kHz
      const frame = Buffer.alloc(626)
      frame.writeUInt32BE(0xfffda000, 0)
      return frame
    }),
  )
  test.each<[string, Buffer, string]>([
    ['24-bit samples', wav({ bits: 24 }), 'This WAV has 24-bit samples. Export it as a 16-bit WAV.'],
    ['8-bit samples', wav({ bits: 8 }), 'This WAV has 8-bit samples. Export it as a 16-bit WAV.'],
    [
      'floating point',
      wav({ bits: 32, encoding: 3 }),
      'This WAV is encoded as IEEE float. Export it as an uncompressed (PCM) 16-bit WAV, or as MP3.',
    ],
    [
      'floating point behind the newer header',
      wav({ bits: 32, encoding: 3, extensible: true }),
      'This WAV is encoded as IEEE float. Export it as an uncompressed (PCM) 16-bit WAV, or as MP3.',
    ],
    [
      'an encoding without a name',
      wav({ encoding: 0x1234 }),
      'This WAV is encoded as 0x1234. Export it as an uncompressed (PCM) 16-bit WAV, or as MP3.',
    ],
    ['another format', m4a, 'This is M4A (AAC), which telephones cannot play. Export it as MP3 or as a 16-bit WAV.'],
    ['the layer below', mp2, 'This is MP2, which telephones cannot play. Export it as MP3 or as a 16-bit WAV.'],
    ['a WAV without sound', wav({ seconds: 0 }), 'There is no sound in this file, or it is cut off. Export it again.'],
    ['a WAV that is cut off', wav().subarray(0, 30), 'There is no sound in this file, or it is cut off. Export it again.'],
    [
      'a tag without sound',
      mp3({ frames: 0, tagBytes: 50 }),
      'There is no sound in this file, or it is cut off. Export it again.',
    ],
    [
      'a text',
      Buffer.from('Thank you for calling.'),
      'This file is not a sound that callers can hear. Export it as MP3 or as a 16-bit WAV.',
    ],
    [
      'a picture in which two bytes look like a frame',
      Buffer.concat([Buffer.alloc(50), Buffer.from([0xff, 0xfb, 0x90, 0]), Buffer.alloc(900)]),
      'This file is not a sound that callers can hear. Export it as MP3 or as a 16-bit WAV.',
    ],
    ['nothing', Buffer.alloc(0), 'This file is not a sound that callers can hear. Export it as MP3 or as a 16-bit WAV.'],
  ])('%s', (_, bytes, expected) => {
    const read = readAudio(bytes)
    expect('code' in read ? issueText(read, 'en') : read).toBe(expected)
  })
})
