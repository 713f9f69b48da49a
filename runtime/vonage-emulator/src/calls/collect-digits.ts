import type { ActionContext } from './action-context.ts'

/** V1.4-5 … V1.4-7; `timeOut` in seconds. */
export interface DigitSettings {
  timeOut: number
  maxDigits: number
  submitOnHash: boolean
}

/** `timedOut` is true whenever the timer ended the entry, with or without digits (V2.5-3). */
export interface Digits {
  digits: string
  timedOut: boolean
}

/** Something that listens to a leg for an input. */
export interface Listener {
  /** Stops listening; nothing is reported any more. */
  stop(): void
  /** Keeps listening, but silence no longer ends it. */
  noHurry(): void
}

export interface DigitsHeard {
  digit(digitsSoFar: string): void
  done(digits: Digits): void
  /** No key within `timeOut`. It goes on listening until it is stopped. */
  silence(): void
}

/**
 * Listens to the keys of a leg until enough were pressed, `#` submits them, or nothing happens for `timeOut`.
 * The timer starts when nothing plays any more, and again after each key; a key stops what plays (V1.5-1) and counts (V1.5-5).
 */
export function listenForDigits({ exchange, leg }: ActionContext, settings: DigitSettings, heard: DigitsHeard): Listener {
  const { clock, config } = exchange
  const { timeOut, maxDigits, submitOnHash } = settings
  let digits = ''
  let over = false
  let hurried = true
  let cancelTimer = () => {}

  const stop = () => {
    over = true
    cancelTimer()
    delete leg.onKey
  }
  const done = (timedOut: boolean) => {
    stop()
    heard.done({ digits, timedOut })
  }
  const startTimer = () => {
    cancelTimer()
    if (hurried) cancelTimer = clock.setTimer(timeOut * 1000, () => (digits === '' ? heard.silence() : done(true)))
  }

  leg.onKey = (digit) => {
    const lost = config.switches.bargingInput === 'lost' && leg.playback.current() !== undefined
    leg.playback.stop('bargeIn')
    hurried = true
    startTimer()
    if (lost) return
    const submits = digit === '#' && submitOnHash
    if (!submits || config.switches.hashInDigits) digits += digit
    heard.digit(digits)
    if (submits || digits.length >= maxDigits) done(false)
  }
  void leg.playback.idle().then(() => {
    // a key that was pressed meanwhile started the timer, or ended the input
    if (digits === '' && !over) startTimer()
  })
  return {
    stop,
    noHurry() {
      hurried = false
      cancelTimer()
    },
  }
}
