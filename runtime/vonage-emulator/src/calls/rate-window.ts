import type { Clock } from '../clock/clock.ts'

/** Lets at most so many things happen within any second. */
export interface RateWindow {
  /** False when the limit is reached; nothing is queued (V3-13). */
  take(): boolean
}

export function createRateWindow(clock: Clock, perSecond: number): RateWindow {
  let taken: number[] = []
  return {
    take() {
      const now = clock.now()
      taken = taken.filter((at) => now - at < 1000)
      if (taken.length >= perSecond) return false
      taken.push(now)
      return true
    },
  }
}
