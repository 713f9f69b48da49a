import type { ActionContext } from './action-context.ts'
import type { Listener } from './collect-digits.ts'
import type { Leg, Utterance } from './leg.ts'

/** V1.4-9 … V1.4-13; times in seconds. */
export interface SpeechSettings {
  endOnSilence: number
  startTimeout: number
  maxDuration: number
}

/** V2.5-1. `startedAt` is there when anybody spoke; `endedAt` is when the listening ended. */
export interface Said {
  reason: 'end_on_silence_timeout' | 'max_duration' | 'start_timeout'
  results: { text: string; confidence: number }[]
  garbled: boolean
  startedAt?: number
  endedAt: number
}

export interface SpeechHeard {
  begun(): void
  done(said: Said): void
  /** Nobody spoke within `startTimeout`. It goes on listening until it is stopped. */
  silence(): void
}

interface Part extends Utterance {
  from: number
  to: number
}

/**
 * Listens to what a person says: until they are silent for `endOnSilence`, have spoken for `maxDuration`, or have not begun
 * within `startTimeout` after nothing plays any more. Their voice stops what plays (V1.5-1) and counts (V1.5-5).
 *
 * @param speaker Whose voice it is; the leg that runs the NCCO unless the action names another (V1.4-8).
 */
export function listenForSpeech(
  { exchange, leg }: ActionContext,
  speaker: Leg,
  { settings, heard }: { settings: SpeechSettings; heard: SpeechHeard },
): Listener & { soFar(): Said } {
  const { clock, config } = exchange
  const parts: Part[] = []
  let over = false
  let hurried = true
  let cancelSilence = () => {}
  let cancelLongest = () => {}

  const stop = () => {
    over = true
    cancelSilence()
    cancelLongest()
    delete speaker.onSpeech
  }
  const said = (reason: Said['reason']): Said => {
    const endedAt = clock.now()
    const [first] = parts
    return {
      reason,
      results: resultsOf(parts, endedAt),
      garbled: parts.some(({ garbled }) => garbled),
      ...(first && { startedAt: first.from }),
      endedAt,
    }
  }
  const done = (reason: Said['reason']) => {
    stop()
    heard.done(said(reason))
  }

  speaker.onSpeech = (utterance) => {
    const lost = config.switches.bargingInput === 'lost' && leg.playback.current() !== undefined
    leg.playback.stop('bargeIn')
    if (lost) return
    cancelSilence()
    // whoever speaks again before they have finished goes on where they are
    const from = Math.max(clock.now(), parts.at(-1)?.to ?? 0)
    const to = from + utterance.durationMs
    parts.push({ ...utterance, from, to })
    if (parts.length === 1) {
      cancelLongest = clock.setTimer(settings.maxDuration * 1000, () => done('max_duration'))
      heard.begun()
    }
    cancelSilence = clock.setTimer(to - clock.now() + settings.endOnSilence * 1000, () => done('end_on_silence_timeout'))
  }
  void leg.playback.idle().then(() => {
    if (parts.length > 0 || over || !hurried) return
    cancelSilence = clock.setTimer(settings.startTimeout * 1000, heard.silence)
  })
  return {
    stop,
    soFar: () => said('end_on_silence_timeout'),
    noHurry() {
      hurried = false
      cancelSilence()
    },
  }
}

/** What was said up to now, best first: the words themselves, and what else they might have been. */
function resultsOf(parts: Part[], now: number): Said['results'] {
  const texts = parts.map((part) => heardBy(part, now)).filter((text) => text !== '')
  if (texts.length === 0) return []
  const best = { text: texts.join(' '), confidence: Math.min(...parts.map(({ confidence }) => confidence)) }
  const others = parts.length === 1 ? (parts[0]?.alternatives ?? []) : []
  return [best, ...others].sort((a, b) => b.confidence - a.confidence)
}

/** The words that were spoken by then. */
function heardBy({ text, from, to }: Part, now: number): string {
  if (now >= to) return text
  const words = text.split(/\s+/)
  return words.slice(0, Math.floor((words.length * Math.max(0, now - from)) / (to - from))).join(' ')
}
