import { setTimeout as wait } from 'node:timers/promises'

/** Lets `most` go in any stretch of `ms`; whoever comes too early waits its turn. One process paces itself: others may use the rest up. */
export function createPace(most: number, ms: number): () => Promise<void> {
  const starts: number[] = []
  return async () => {
    const now = performance.now()
    const due = starts.length < most ? now : Math.max(now, (starts[starts.length - most] ?? 0) + ms)
    starts.push(due)
    if (starts.length > most) starts.shift()
    if (due > now) await wait(due - now)
  }
}
