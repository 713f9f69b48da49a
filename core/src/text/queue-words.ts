import type { QueueWait } from '../engine/queue-wait.ts'
import type { Language } from '../flow/language.ts'

/** Where a caller stands; the estimate is in whole minutes, null when nothing can be said. */
export interface QueueNews {
  position: number
  minutes: number | null
}

interface Words {
  next: string
  position(place: number): string
  minutes(count: number): string
  callback(key: string): string
  voicemail(key: string): string
  /** Keys that no voice reads out as callers call them. */
  keys: Readonly<Record<string, string>>
}

/** Lao has no voice: callers hear the music only. */
const WORDS: Readonly<Record<Language, Words | null>> = {
  en: {
    next: 'You are next.',
    position: (place) => `You are number ${place} in the queue.`,
    minutes: (count) => (count === 1 ? 'The wait is about one minute.' : `The wait is about ${count} minutes.`),
    callback: (key) => `To be called back, press ${key}.`,
    voicemail: (key) => `To leave a message, press ${key}.`,
    keys: { '*': 'star', '#': 'hash' },
  },
  th: {
    next: 'ท่านเป็นสายถัดไปค่ะ',
    position: (place) => `ท่านอยู่ในลำดับที่ ${place} ค่ะ`,
    minutes: (count) => `เวลารอโดยประมาณ ${count} นาทีค่ะ`,
    callback: (key) => `หากต้องการให้โทรกลับ กด ${key} ค่ะ`,
    voicemail: (key) => `หากต้องการฝากข้อความ กด ${key} ค่ะ`,
    keys: { '*': 'ดอกจัน', '#': 'สี่เหลี่ยม' },
  },
  tr: {
    next: 'Sıradaki sizsiniz.',
    position: (place) => `Sıra numaranız ${place}.`,
    minutes: (count) => `Tahmini bekleme süresi ${count} dakika.`,
    callback: (key) => `Geri aranmak için ${key} tuşuna basın.`,
    voicemail: (key) => `Mesaj bırakmak için ${key} tuşuna basın.`,
    keys: { '*': 'yıldız', '#': 'kare' },
  },
  lo: null,
  'zh-Hant': {
    next: '下一位就是您。',
    position: (place) => `您目前排在第 ${place} 位。`,
    minutes: (count) => `預計等候約 ${count} 分鐘。`,
    callback: (key) => `若要我們回電，請按 ${key}。`,
    voicemail: (key) => `若要留言，請按 ${key}。`,
    keys: { '*': '米字鍵', '#': '井字鍵' },
  },
}

/** What a caller is told who waits; null in a language without a voice. */
export function queueWords(language: Language, { position, minutes }: QueueNews, keys: QueueWait['keys']): string | null {
  const words = WORDS[language]
  if (words === null) return null
  return [
    position === 1 ? words.next : words.position(position),
    ...(minutes === null ? [] : [words.minutes(minutes)]),
    ...keys.map(({ key, offers }) => words[offers](words.keys[key] ?? key)),
  ].join(' ')
}
