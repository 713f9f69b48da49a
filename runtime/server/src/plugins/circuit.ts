import type { Clock } from '../clock.ts'

/** Failures in a row after which an installation is left alone. */
const FAILURES_MAX = 5
/** For how long at first; twice as long each time it fails again, up to a minute. */
const PAUSE_MS = 5_000
const PAUSE_MAX_MS = 60_000

/** Leaves a plugin alone that keeps failing: callers then go on at once instead of waiting for it. */
export interface Circuit {
  /** Whether it may be asked now. While it is left alone, one is let through when the pause is over. */
  admits(): boolean
  succeeded(): void
  failed(): void
}

export function createCircuit(clock: Clock): Circuit {
  let failures = 0
  let pause = PAUSE_MS
  let closedUntil = 0
  return {
    admits() {
      if (failures < FAILURES_MAX) return true
      if (clock() < closedUntil) return false
      // this one tries for the others, which wait for what becomes of it
      closedUntil = clock() + pause
      return true
    },
    succeeded() {
      failures = 0
      pause = PAUSE_MS
    },
    failed() {
      failures++
      if (failures < FAILURES_MAX) return
      if (failures > FAILURES_MAX) pause = Math.min(pause * 2, PAUSE_MAX_MS)
      closedUntil = clock() + pause
    },
  }
}
