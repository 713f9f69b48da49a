export interface Speech {
  /** Speaks in a voice of the language, when the browser has one. */
  say(text: string, language: string): void
  /** Whether the browser has a voice of the language. */
  canSay(language: string): Promise<boolean>
  stop(): void
}

/** Browsers hand out their voices a moment after the first question. */
const WAIT_FOR_VOICES_MS = 2000

const sameLanguage = (voice: SpeechSynthesisVoice, language: string): boolean => {
  const [wanted = '', region] = language.toLowerCase().split('-')
  // Vonage calls spoken Mandarin `cmn`, browsers call it `zh`
  const name = wanted === 'cmn' ? 'zh' : wanted
  const has = voice.lang.toLowerCase().replace('_', '-')
  return has === `${name}-${region}` || has.split('-')[0] === name
}

/** The browser's own voice. Where there is none, what is said can be read. */
export function createSpeech(synthesis: SpeechSynthesis | undefined = globalThis.speechSynthesis): Speech {
  let latest = 0
  if (synthesis === undefined) return { say: () => undefined, canSay: async () => false, stop: () => undefined }

  const voices = async (): Promise<SpeechSynthesisVoice[]> => {
    const now = synthesis.getVoices()
    if (now.length > 0) return now
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer)
        synthesis.removeEventListener('voiceschanged', done)
        resolve(synthesis.getVoices())
      }
      const timer = setTimeout(done, WAIT_FOR_VOICES_MS)
      synthesis.addEventListener('voiceschanged', done)
    })
  }

  return {
    async say(text, language) {
      const mine = ++latest
      const voice = (await voices()).find((other) => sameLanguage(other, language))
      // something else was said, or silence fell, while the voices were looked up
      if (voice === undefined || mine !== latest || text === '') return
      const utterance = new SpeechSynthesisUtterance(text)
      utterance.voice = voice
      utterance.lang = voice.lang
      synthesis.cancel()
      synthesis.speak(utterance)
    },
    canSay: async (language) => (await voices()).some((voice) => sameLanguage(voice, language)),
    stop() {
      latest++
      synthesis.cancel()
    },
  }
}
