import type { ActionContext } from './action-context.ts'
import { type DigitSettings, type Digits, type Listener, listenForDigits } from './collect-digits.ts'
import { listenForSpeech, type Said, type SpeechSettings } from './collect-speech.ts'
import { type Leg, nameOf } from './leg.ts'

export interface InputSettings {
  dtmf?: DigitSettings
  speech?: SpeechSettings & { language: string; context: string[]; speaker: Leg }
}

/** What an input heard. Of two types the one that did not decide is missing; both are there after silence. */
export interface Heard {
  digits?: Digits
  said?: Said
}

/**
 * Listens for keys, speech or both, whichever decides: the first key ends the listening for speech, and a voice stops the timer of
 * the keys (V1.4-17). With both, silence ends it when both have waited, or the first of them, as the switch says.
 */
export function collectInput(context: ActionContext, { dtmf, speech }: InputSettings): Promise<Heard> {
  const { exchange, leg, signal } = context
  const { keyKeepsSpeech, silenceOfBoth } = exchange.config.switches
  const name = nameOf(leg)
  const shown = {
    maxDigits: dtmf?.maxDigits ?? 0,
    timeOut: dtmf?.timeOut ?? speech?.startTimeout ?? 0,
    submitOnHash: dtmf?.submitOnHash ?? false,
    speech: speech ? { language: speech.language, context: speech.context } : null,
  }

  return new Promise((resolve) => {
    const heard: Heard = {}
    const silent = new Set<Listener>()
    const waiting = { kind: 'input' as const, ...shown, digits: '' }

    const finish = () => {
      signal.removeEventListener('abort', finish)
      keys?.stop()
      voice?.stop()
      delete leg.onKey
      resolve(heard)
    }
    const done = () => {
      const { digits, said } = heard
      exchange.log.add({
        type: 'input.done',
        digits: digits?.digits ?? '',
        timedOut: digits?.timedOut ?? said?.reason === 'start_timeout',
        said: said?.results[0]?.text ?? null,
        ...name,
      })
      finish()
    }
    const silence = (listener: Listener | undefined) => {
      if (listener) silent.add(listener)
      if (keys && voice && silent.size < 2 && silenceOfBoth === 'later') return
      if (keys) heard.digits = { digits: '', timedOut: true }
      if (voice) heard.said = { reason: 'start_timeout', results: [], garbled: false, endedAt: exchange.clock.now() }
      done()
    }

    leg.waitsFor = waiting
    exchange.log.add({ type: 'input.waiting', ...shown, ...name })
    signal.addEventListener('abort', finish)

    const keys =
      dtmf &&
      listenForDigits(context, dtmf, {
        digit(digits) {
          waiting.digits = digits
          const said = voice?.soFar()
          if (keyKeepsSpeech && said?.startedAt !== undefined) heard.said = said
          voice?.stop()
        },
        done(digits) {
          heard.digits = digits
          done()
        },
        silence: () => silence(keys),
      })
    const voice =
      speech &&
      listenForSpeech(context, speech.speaker, {
        settings: speech,
        heard: {
          begun: () => keys?.noHurry(),
          done(said) {
            heard.said = said
            done()
          },
          silence: () => silence(voice),
        },
      })
    // a key stops what plays even where only speech counts (V1.5-1)
    if (!keys) leg.onKey = () => leg.playback.stop('bargeIn')
  })
}
