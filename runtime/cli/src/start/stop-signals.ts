import type { EventEmitter } from 'node:events'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Two signals closer together are one: a terminal sends Ctrl-C to every process, and npm passes it on once more. */
const SAME_KEY_PRESS_MS = 500

export interface StopSignals {
  /** Aborted by the first signal: end in good order. */
  stop: AbortSignal
  /** Aborted by a later one: end at once. */
  stopNow: AbortSignal
  release(): void
}

/**
 * @param source The process: emits signals by name, and `disconnect` when the script that started it is gone.
 * @param now Milliseconds that only grow.
 */
export function stopSignals(source: EventEmitter, now: () => number = () => performance.now()): StopSignals {
  const stop = new AbortController()
  const stopNow = new AbortController()
  let firstAt = 0
  const ask = () => {
    if (!stop.signal.aborted) firstAt = now()
    else if (now() - firstAt > SAME_KEY_PRESS_MS) stopNow.abort()
    stop.abort()
  }
  const orphaned = () => stop.abort()
  for (const signal of SIGNALS) source.on(signal, ask)
  source.once('disconnect', orphaned)
  return {
    stop: stop.signal,
    stopNow: stopNow.signal,
    release() {
      for (const signal of SIGNALS) source.off(signal, ask)
      source.off('disconnect', orphaned)
    },
  }
}
