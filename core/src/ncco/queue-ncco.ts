import { DEFAULT_VOICE } from '../flow/voice.ts'
import { type QueueNews, queueWords } from '../text/queue-words.ts'
import type { NccoAction } from './ncco.ts'
import { fallbackActions, type NccoAddresses, type NccoFallback, polling, soundUrl, talk } from './to-ncco.ts'

/** What a queue has for a caller to hear until the next poll. */
export interface QueueSound {
  /** Where the caller stands; null when that was said a moment ago. */
  news: QueueNews | null
  /** A recording; null is the usual hold sound. */
  music: string | null
}

/**
 * What a caller hears who waits in a queue: news in the caller's language, then music, then the queue is asked again. Where keys
 * lead out of it they are taken all the while (V1.5-3).
 */
export function queueNcco({ news, music }: QueueSound, addresses: NccoAddresses, fallback: NccoFallback): NccoAction[] {
  const { state, plan } = fallback
  const { language } = state
  const keys = state.queue?.keys ?? []
  const asks = keys.length > 0
  const text = news === null ? null : queueWords(language, news, keys)
  const voice = plan.languages.voices[language] ?? DEFAULT_VOICE
  const spoken = { ssml: false, language, voice, bargeIn: true, loop: 1, level: 0 } as const
  return [
    ...(text === null ? [] : talk({ type: 'say', leg: 'caller', delivery: 'poll', text, ...spoken }, asks)),
    { action: 'stream', streamUrl: [soundUrl(music, addresses)], ...(asks ? { bargeIn: true } : {}) },
    asks ? keysOf(addresses.turn) : polling(addresses.turn),
    ...fallbackActions(fallback, addresses),
  ]
}

const keysOf = (turn: string): NccoAction => ({
  action: 'input',
  type: ['dtmf'],
  dtmf: { timeOut: 1, maxDigits: 1, submitOnHash: false },
  eventUrl: [turn],
  eventMethod: 'POST',
})
