import type { Clock } from './clock.ts'

/** Time that moves only when it is told to, and never past something that is still under way. */
export interface VirtualClock extends Clock {
  /** Lets `ms` milliseconds pass; timers fire in order, and what they start (webhooks too) is finished before the next one. */
  advance(ms: number): Promise<void>
  /**
   * Lets time pass from timer to timer until the condition holds.
   *
   * @param limitMs How much time may pass at most.
   * @throws {Error} When the limit is reached, or nothing is left that could happen.
   */
  runUntil(condition: () => boolean, limitMs?: number): Promise<void>
  /** Waits until everything that is under way at this instant is done; no time passes. */
  settle(): Promise<void>
}

interface Timer {
  due: number
  order: number
  fn: () => void
}

const immediate = () => new Promise<void>((resolve) => setImmediate(resolve))

/** @param startAt Milliseconds since 1970; the present by default, so that signatures made meanwhile look fresh. */
export function createVirtualClock(startAt = Date.now()): VirtualClock {
  let now = startAt
  let ordinal = 0
  let holds = 0
  let released: (() => void)[] = []
  const timers = new Set<Timer>()

  const next = (): Timer | undefined => {
    let first: Timer | undefined
    for (const timer of timers) {
      if (!first || timer.due < first.due || (timer.due === first.due && timer.order < first.order)) first = timer
    }
    return first
  }

  const fire = (timer: Timer) => {
    timers.delete(timer)
    now = Math.max(now, timer.due)
    timer.fn()
  }

  const settle = async () => {
    // one turn of the event loop lets every promise that a timer resolved run on; it may start the next webhook
    await immediate()
    while (holds > 0) {
      await new Promise<void>((resolve) => released.push(resolve))
      await immediate()
    }
  }

  return {
    now: () => now,
    setTimer(ms, fn) {
      const timer = { due: now + Math.max(0, ms), order: ordinal++, fn }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    hold() {
      holds++
      let held = true
      return () => {
        if (!held) return
        held = false
        if (--holds > 0) return
        const waiting = released
        released = []
        for (const resolve of waiting) resolve()
      }
    },
    settle,
    async advance(ms) {
      const until = now + ms
      await settle()
      for (let timer = next(); timer && timer.due <= until; timer = next()) {
        fire(timer)
        await settle()
      }
      now = until
    },
    async runUntil(condition, limitMs = 24 * 60 * 60 * 1000) {
      const until = now + limitMs
      for (;;) {
        await settle()
        if (condition()) return
        const timer = next()
        if (!timer) throw new Error('Nothing is left to happen, and the condition does not hold')
        if (timer.due > until) throw new Error(`The condition does not hold after ${limitMs} ms`)
        fire(timer)
      }
    },
  }
}
