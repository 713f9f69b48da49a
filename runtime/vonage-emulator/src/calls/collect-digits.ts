import type { ActionContext } from './action-context.ts'
import { nameOf } from './leg.ts'

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

/**
 * Listens to the keys of a leg until enough were pressed, `#` submits them, or nothing happens for `timeOut`.
 * The timer starts when nothing plays any more, and again after each key; a key stops what plays (V1.5-1) and counts (V1.5-5).
 */
export function collectDigits({ exchange, leg, signal }: ActionContext, settings: DigitSettings): Promise<Digits> {
  const { clock, log, config } = exchange
  const { timeOut, maxDigits, submitOnHash } = settings
  const name = nameOf(leg)

  return new Promise((resolve) => {
    let digits = ''
    let over = false
    let cancelTimer = () => {}
    const waiting = { kind: 'input' as const, timeOut, maxDigits, submitOnHash, digits }

    const finish = (timedOut: boolean) => {
      over = true
      cancelTimer()
      signal.removeEventListener('abort', stop)
      delete leg.onKey
      resolve({ digits, timedOut })
    }
    const stop = () => finish(false)
    const done = (timedOut: boolean) => {
      log.add({ type: 'input.done', digits, timedOut, ...name })
      finish(timedOut)
    }
    const startTimer = () => {
      cancelTimer()
      cancelTimer = clock.setTimer(timeOut * 1000, () => done(true))
    }

    leg.onKey = (digit) => {
      leg.playback.stop('bargeIn')
      startTimer()
      const submits = digit === '#' && submitOnHash
      if (!submits || config.switches.hashInDigits) digits += digit
      waiting.digits = digits
      if (submits || digits.length >= maxDigits) done(false)
    }
    leg.waitsFor = waiting
    log.add({ type: 'input.waiting', maxDigits, timeOut, submitOnHash, ...name })
    signal.addEventListener('abort', stop)
    void leg.playback.idle().then(() => {
      // a key that was pressed meanwhile started the timer, or ended the input
      if (digits === '' && !over) startTimer()
    })
  })
}
