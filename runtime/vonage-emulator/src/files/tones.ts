/** A stretch of sound inside a recording; milliseconds from its beginning. */
export interface Sound {
  fromMs: number
  toMs: number
  /** 0 for the first channel. */
  channel: number
}

export interface ToneFile {
  durationMs: number
  channels: number
  sounds: readonly Sound[]
}

const RATE = 8000
const HEADER_BYTES = 44

/** Size of the file in bytes. */
export function tonesSize(file: ToneFile): number {
  return HEADER_BYTES + framesOf(file) * file.channels * 2
}

/**
 * A 16-bit WAV that is as long as what it stands for: a tone where somebody spoke, silence elsewhere. Nobody's voice is in it,
 * since nobody at an emulated telephone has one. It comes in pieces of a second, so that two hours need no memory.
 */
export function* tones(file: ToneFile): Generator<Buffer> {
  const { channels, sounds } = file
  const frames = framesOf(file)
  yield header(frames, channels)
  for (let start = 0; start < frames; start += RATE) {
    const length = Math.min(RATE, frames - start)
    const piece = Buffer.alloc(length * channels * 2)
    for (const { fromMs, toMs, channel } of sounds) {
      const from = Math.max(start, toFrames(fromMs))
      const to = Math.min(start + length, toFrames(toMs))
      for (let frame = from; frame < to; frame++) {
        const sample = Math.round(8000 * Math.sin((2 * Math.PI * 440 * frame) / RATE))
        piece.writeInt16LE(sample, ((frame - start) * channels + Math.min(channel, channels - 1)) * 2)
      }
    }
    yield piece
  }
}

/** The canonical header of PCM in RIFF, http://soundfile.sapp.org/doc/WaveFormat/. */
function header(frames: number, channels: number): Buffer {
  const bytes = frames * channels * 2
  const head = Buffer.alloc(HEADER_BYTES)
  head.write('RIFF', 0)
  head.writeUInt32LE(HEADER_BYTES - 8 + bytes, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(channels, 22)
  head.writeUInt32LE(RATE, 24)
  head.writeUInt32LE(RATE * channels * 2, 28)
  head.writeUInt16LE(channels * 2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(bytes, 40)
  return head
}

function framesOf({ durationMs }: ToneFile): number {
  return toFrames(durationMs)
}

function toFrames(ms: number): number {
  return Math.round((ms * RATE) / 1000)
}
