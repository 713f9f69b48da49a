import { expect, test } from 'vitest'
import { holdSound } from './hold-sound.ts'

test('is three seconds of 16-bit mono that begin and end in silence and are heard in between', () => {
  const wav = holdSound()
  expect(wav.toString('latin1', 0, 16)).toMatch(/^RIFF....WAVEfmt $/s)
  expect([wav.readUInt16LE(20), wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt16LE(34)]).toEqual([1, 1, 8000, 16])
  const samples = new Int16Array(wav.buffer, wav.byteOffset + 44, (wav.length - 44) / 2)
  expect(samples.length).toBe(24_000)
  expect([samples[0], samples.at(-1)]).toEqual([0, 0])
  const loudest = Math.max(...samples.map(Math.abs))
  expect(loudest).toBeGreaterThan(2000)
  expect(loudest).toBeLessThan(16_000)
})
