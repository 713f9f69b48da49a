import { HOLD_SECONDS } from '@patchbay/core'

const SAMPLES_PER_SECOND = 8000
const SECONDS = HOLD_SECONDS
/** Two soft notes, a fifth apart, and a rest: heard as “still here” and not as a tune. */
const NOTES = [
  { hertz: 440, from: 0, to: 0.6 },
  { hertz: 660, from: 0.5, to: 1.2 },
] as const
const LOUDNESS = 0.12

/** The sound that callers hear while something is looked up: 16-bit WAV (spec V1.3-1), three seconds, made to be repeated. */
export function holdSound(): Buffer {
  const samples = SAMPLES_PER_SECOND * SECONDS
  const wav = Buffer.alloc(44 + samples * 2)
  wav.write('RIFF', 0)
  wav.writeUInt32LE(36 + samples * 2, 4)
  wav.write('WAVEfmt ', 8)
  wav.writeUInt32LE(16, 16)
  wav.writeUInt16LE(1, 20) // PCM
  wav.writeUInt16LE(1, 22) // mono
  wav.writeUInt32LE(SAMPLES_PER_SECOND, 24)
  wav.writeUInt32LE(SAMPLES_PER_SECOND * 2, 28)
  wav.writeUInt16LE(2, 32)
  wav.writeUInt16LE(16, 34)
  wav.write('data', 36)
  wav.writeUInt32LE(samples * 2, 40)
  for (let index = 0; index < samples; index++) {
    const at = index / SAMPLES_PER_SECOND
    const level = NOTES.reduce((sum, { hertz, from, to }) => {
      if (at < from || at >= to) return sum
      // it swells and fades, so that no click is heard at its ends
      return sum + Math.sin(2 * Math.PI * hertz * at) * Math.sin((Math.PI * (at - from)) / (to - from))
    }, 0)
    wav.writeInt16LE(Math.round(level * LOUDNESS * 32_767), 44 + index * 2)
  }
  return wav
}
