import type { EmulatorConfig } from '../config.ts'
import type { Heard } from '../log/events.ts'
import { spokenText } from '../ncco/spoken-text.ts'

type PlaybackConfig = EmulatorConfig['playback']

/** A talk as a leg hears it; its length is estimated from what is spoken. */
export function talkSound(
  { charactersPerSecond, speed }: PlaybackConfig,
  talk: { text: string; language: string; style: number; loop: number },
  bargeIn = false,
): Heard {
  const onceMs = Math.ceil((spokenText(talk.text).length / charactersPerSecond / speed) * 1000)
  return { kind: 'talk', ...talk, durationMs: timesLoop(onceMs, talk.loop), bargeIn }
}

/** A file as a leg hears it; its length is what the configuration says, since the emulator decodes nothing. */
export function streamSound(
  { streamMs, defaultStreamMs, speed }: PlaybackConfig,
  stream: { url: string; loop: number },
  bargeIn = false,
): Heard {
  const onceMs = (streamMs[stream.url] ?? defaultStreamMs) / speed
  return { kind: 'stream', ...stream, durationMs: timesLoop(onceMs, stream.loop), bargeIn }
}

/** 0 loops for ever (V1.2-3). */
function timesLoop(onceMs: number, loop: number): number | null {
  return loop === 0 ? null : onceMs * loop
}
