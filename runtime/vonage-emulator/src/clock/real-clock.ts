import type { Clock } from './clock.ts'

/** The machine's own time. */
export function createRealClock(): Clock {
  return {
    now: () => Date.now(),
    setTimer(ms, fn) {
      // the server keeps the process alive; timers of calls must not outlive it
      const timer = setTimeout(fn, ms).unref()
      return () => clearTimeout(timer)
    },
    hold: () => () => undefined,
  }
}
