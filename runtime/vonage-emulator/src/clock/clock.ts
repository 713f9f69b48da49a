/** Where the emulator gets its time from. All call timers go through it; time-outs of sockets do not, they belong to the real network. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Runs `fn` once after `ms` milliseconds. Returns what cancels it. */
  setTimer(ms: number, fn: () => void): () => void
  /** Asks time to stand still until the returned function is called: while a webhook is in flight or a process restarts. A real clock goes on. */
  hold(): () => void
}
