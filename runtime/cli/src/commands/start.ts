import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { type StartEvent, startEventText } from '../start/start-event.ts'
import { readStartSettings } from '../start/start-settings.ts'
import { supervise } from '../start/supervisor.ts'
import type { Terminal } from '../terminal.ts'

/** Two signals closer together are one: a terminal sends Ctrl-C to every process, and npm passes it on once more. */
const SAME_KEY_PRESS_MS = 500

export function startCommand(terminal: Terminal): Command {
  return new Command('start')
    .description('Start database, emulated Vonage and server, and keep them running until Ctrl-C.')
    .option('--json', 'print what happens as lines of JSON')
    .addHelpText('after', '\nSettings come from the environment and from .env: docs/operator.md lists them.')
    .action(async ({ json = false }: { json?: boolean }) => {
      if (existsSync('.env')) process.loadEnvFile('.env')
      const settings = readStartSettings(process.env, process.cwd())
      const report = (event: StartEvent) => terminal.out(json ? JSON.stringify(event) : startEventText(event))
      const { stop, stopNow, release } = stopSignals()
      try {
        await supervise(settings, { env: process.env, report, stop, stopNow })
      } finally {
        release()
      }
    })
}

/** The first signal asks for an end in good order, one that comes later for an end at once. */
function stopSignals(): { stop: AbortSignal; stopNow: AbortSignal; release(): void } {
  const stop = new AbortController()
  const stopNow = new AbortController()
  let firstAt = 0
  const ask = () => {
    if (!stop.signal.aborted) firstAt = performance.now()
    else if (performance.now() - firstAt > SAME_KEY_PRESS_MS) stopNow.abort()
    stop.abort()
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, ask)
  // the script that started us is gone: there is nobody left to stop us
  const orphaned = () => stop.abort()
  process.once('disconnect', orphaned)
  return {
    stop: stop.signal,
    stopNow: stopNow.signal,
    release() {
      for (const signal of signals) process.off(signal, ask)
      process.off('disconnect', orphaned)
      if (process.connected) process.disconnect()
    },
  }
}
