/** How often it looks: a guest fills some 100 MB in the meantime at most. */
const EVERY_MS = 10

/** Ends a process that outgrows its limit: there is memory that V8's own limit does not count. */
export function watchMemory(maxBytes: number, end: () => void): void {
  setInterval(() => {
    if (process.memoryUsage.rss() > maxBytes) end()
  }, EVERY_MS)
}
