import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { type StartEvent, startEventText } from '../start/start-event.ts'
import { readStartSettings } from '../start/start-settings.ts'
import { stopSignals } from '../start/stop-signals.ts'
import { supervise } from '../start/supervisor.ts'
import type { Terminal } from '../terminal.ts'

export function startCommand(terminal: Terminal): Command {
  return new Command('start')
    .description('Start database, emulated Vonage and server, and keep them running until Ctrl-C.')
    .option('--json', 'print what happens as lines of JSON')
    .addHelpText('after', '\nSettings come from the environment and from .env: docs/operator.md lists them.')
    .action(async ({ json = false }: { json?: boolean }) => {
      if (existsSync('.env')) process.loadEnvFile('.env')
      const settings = readStartSettings(process.env, process.cwd())
      const report = (event: StartEvent) => {
        const text = json ? JSON.stringify(event) : startEventText(event)
        if (text !== undefined) terminal.out(text)
      }
      const { stop, stopNow, release } = stopSignals(process)
      try {
        await supervise(settings, { env: process.env, report, stop, stopNow })
      } finally {
        release()
        if (process.connected) process.disconnect()
      }
    })
}
