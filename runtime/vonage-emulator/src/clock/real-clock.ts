import type { Clock } from './clock.ts'

/** The machine's own time. */
export function createRealClock(): Clock {
  return {
    now: () => Date.now(),
    setTimer(ms, fn) {
      const timer = setTimeout(fn, ms)
      return () => clearTimeout(timer)
    },
    hold: () => () => undefined,
  }
}
