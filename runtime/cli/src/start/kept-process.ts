import { type Child, type Ending, startChild } from './child.ts'
import type { Launch, ProcessName } from './launch.ts'
import type { ReportStart } from './start-event.ts'

/** A process that is started again whenever it ends by itself. */
export interface KeptProcess {
  name: ProcessName
  /** Its address, which stays; undefined when it could not be started. */
  ready: Promise<string | undefined>
  /** Of its present life. */
  pid(): number | undefined
  stop(): Promise<void>
  kill(): void
}

export interface KeepOptions {
  report: ReportStart
  /** Called once, when it can no longer be started. */
  onGivenUp(lastWords: string): void
  /** How often its very first start is tried; later it is once more than there are waits. */
  firstTries?: number
  /** Waits between two tries, in milliseconds. */
  backOffMs?: readonly number[]
  /** A life at least as long was a good start: the next death is answered without a wait. */
  settledAfterMs?: number
}

const BACK_OFF_MS = [200, 500, 1000, 2000] as const

/** How long a start may take before somebody who waits is told. */
const SLOW_MS = 10_000

type Life = { ready: true; ended: Promise<Ending> } | { ready: false; lastWords: string }

/** Starts a process and keeps it running until it is stopped, or until it cannot be started any more. */
export function keepRunning(
  launch: Launch,
  { report, onGivenUp, backOffMs = BACK_OFF_MS, firstTries = backOffMs.length + 1, settledAfterMs = 10_000 }: KeepOptions,
): KeptProcess {
  const { name } = launch
  const stopped = new AbortController()
  let child: Child | undefined
  let url: string | undefined

  async function live(): Promise<Life> {
    const started = startChild(launch, url)
    child = started
    const slow = setInterval(() => report({ type: 'processSlow', name, lastWords: started.lastWords() ?? null }), SLOW_MS)
    const address = await started.ready
    clearInterval(slow)
    if (address === undefined) {
      const reason = await started.ended
      return { ready: false, lastWords: started.lastWords() ?? reason }
    }
    url = address
    return { ready: true, ended: started.ended }
  }

  /** Tries until it is ready; undefined when it was stopped meanwhile or given up. */
  async function start(tries: number): Promise<{ ended: Promise<Ending> } | undefined> {
    for (let attempt = 1; !stopped.signal.aborted; attempt++) {
      const life = await live()
      if (stopped.signal.aborted) return undefined
      if (life.ready) return life
      if (attempt === tries) {
        onGivenUp(life.lastWords)
        return undefined
      }
      report({ type: 'processFailed', name, attempt, tries, lastWords: life.lastWords })
      await pause(backOffMs[attempt - 1] ?? 0, stopped.signal)
    }
    return undefined
  }

  async function watch(first: { ended: Promise<Ending> }): Promise<void> {
    let life: { ended: Promise<Ending> } | undefined = first
    let shortLives = 0 // in a row
    while (life) {
      const readyAt = performance.now()
      const reason = await life.ended
      if (stopped.signal.aborted) return
      const endedAt = performance.now()
      shortLives = endedAt - readyAt < settledAfterMs ? shortLives + 1 : 0
      if (shortLives > 1) await pause(backOffMs[Math.min(shortLives - 1, backOffMs.length) - 1] ?? 0, stopped.signal)
      life = await start(backOffMs.length + 1)
      if (life)
        report({ type: 'processRestarted', name, pid: child?.pid ?? null, reason, ms: Math.round(performance.now() - endedAt) })
    }
  }

  const started = start(firstTries)
  const watched = started.then((life) => life && watch(life))
  return {
    name,
    ready: started.then((life) => life && url),
    pid: () => child?.pid,
    async stop() {
      stopped.abort()
      const end = await child?.stop()
      if (end?.killed) report({ type: 'processKilled', name, afterMs: launch.stopWithinMs })
      await watched
    },
    kill() {
      stopped.abort()
      child?.kill()
    },
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
}
