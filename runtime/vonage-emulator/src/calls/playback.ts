import type { Clock } from '../clock/clock.ts'
import type { Heard, HeardEnd } from '../log/events.ts'

/** What a leg hears, one thing after the other. */
export interface Playback {
  /** Appends; resolves when this item is over. */
  play(item: Heard): Promise<HeardEnd>
  /** Ends what plays and forgets what would follow. */
  stop(reason: HeardEnd): void
  /** Resolves when nothing plays any more. */
  idle(): Promise<void>
  current(): Heard | undefined
}

export interface PlaybackListener {
  started(item: Heard): void
  stopped(item: Heard, reason: HeardEnd): void
}

interface Entry {
  item: Heard
  done: (reason: HeardEnd) => void
}

export function createPlayback(clock: Clock, listener: PlaybackListener): Playback {
  const queue: Entry[] = []
  let cancelTimer = () => {}
  let idleWaiters: (() => void)[] = []

  const startFirst = () => {
    const [first] = queue
    if (!first) {
      const waiters = idleWaiters
      idleWaiters = []
      for (const resolve of waiters) resolve()
      return
    }
    listener.started(first.item)
    const { durationMs } = first.item
    cancelTimer = durationMs === null ? () => {} : clock.setTimer(durationMs, () => end('finished'))
  }

  const end = (reason: HeardEnd) => {
    const first = queue.shift()
    if (!first) return
    listener.stopped(first.item, reason)
    first.done(reason)
    startFirst()
  }

  return {
    play(item) {
      return new Promise((done) => {
        queue.push({ item, done })
        if (queue.length === 1) startFirst()
      })
    },
    stop(reason) {
      cancelTimer()
      const neverHeard = queue.splice(1)
      end(reason)
      for (const { done } of neverHeard) done(reason)
    },
    idle: () => (queue.length === 0 ? Promise.resolve() : new Promise((resolve) => idleWaiters.push(resolve))),
    current: () => queue[0]?.item,
  }
}
