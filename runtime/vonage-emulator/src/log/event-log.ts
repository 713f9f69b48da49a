import type { Clock } from '../clock/clock.ts'
import type { EmulatorEvent, EmulatorEventBody } from './events.ts'

/** The last events, numbered, and whoever listens for the next. */
export interface EventLog {
  add(event: EmulatorEventBody): void
  /** Events with an id above the given one that are still kept, oldest first; all of them when the emulator was started again since. */
  since(id: number): EmulatorEvent[]
  /** Calls `listener` for each new event until the returned function is called. */
  subscribe(listener: (event: EmulatorEvent) => void): () => void
}

/** @param keep How many events stay readable; older ones are forgotten. */
export function createEventLog(clock: Clock, keep = 10_000): EventLog {
  let nextId = 1
  let kept: EmulatorEvent[] = []
  const listeners = new Set<(event: EmulatorEvent) => void>()

  return {
    add(body) {
      const event = { ...body, id: nextId++, at: new Date(clock.now()).toISOString() }
      kept.push(event)
      // trimmed by whole halves, so that adding stays cheap
      if (kept.length >= keep * 2) kept = kept.slice(-keep)
      for (const listener of listeners) listener(event)
    },
    since(id) {
      // an id that was never given comes from before a restart: whoever asks has seen nothing of this life
      const seen = id < nextId ? id : 0
      return kept.slice(-keep).filter((event) => event.id > seen)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
