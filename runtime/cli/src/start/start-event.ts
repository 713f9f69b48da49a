import { assertNever } from '@patchbay/core'
import type { DatabaseChoice } from './database-choice.ts'
import type { ProcessName } from './launch.ts'
import type { StartSettings } from './start-settings.ts'

/** What happens while Patchbay runs under its supervisor: printed in words, or as JSON lines for programs. */
export type StartEvent =
  | { type: 'starting'; database: DatabaseChoice['kind']; telephony: StartSettings['telephony']; dataFolder: string }
  | { type: 'waitingForEarlierStart'; pid: number }
  | { type: 'ready'; url: string; ms: number; processes: Partial<Record<ProcessName, number | null>> }
  | { type: 'alreadyRunning'; pid: number; url: string | null; dataFolder: string }
  | { type: 'processSlow'; name: ProcessName; lastWords: string | null }
  | { type: 'processFailed'; name: ProcessName; attempt: number; tries: number; lastWords: string }
  | { type: 'processRestarted'; name: ProcessName; pid: number | null; reason: string; ms: number }
  | { type: 'processKilled'; name: ProcessName; afterMs: number }
  | { type: 'vonageCannotReach'; publicUrl: string }
  | { type: 'stopping' }
  | { type: 'processStopped'; name: ProcessName }
  | { type: 'stopped' }

export type ReportStart = (event: StartEvent) => void

const DATABASE_WORDS: Record<DatabaseChoice['kind'], string> = {
  url: 'the MongoDB of MONGODB_URL',
  mongod: 'the mongod of this machine',
  embedded: 'embedded',
}
const TELEPHONY_WORDS: Record<StartSettings['telephony'], string> = {
  account: 'your Vonage account',
  emulator: 'emulated Vonage (no account is set up)',
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

/** An event as the person at the terminal reads it; undefined where there is nothing to say. */
export function startEventText(event: StartEvent): string | undefined {
  switch (event.type) {
    case 'starting':
      return [
        'Starting Patchbay',
        `  data       ${event.dataFolder}`,
        `  database   ${DATABASE_WORDS[event.database]}`,
        `  telephony  ${TELEPHONY_WORDS[event.telephony]}`,
      ].join('\n')
    case 'waitingForEarlierStart':
      return `The Patchbay that ran here before (pid ${event.pid}) was killed; waiting for its processes to end…`
    case 'ready':
      return `Ready in ${seconds(event.ms)}. Open ${event.url}\nCtrl-C stops it; nothing is lost.`
    case 'alreadyRunning': {
      const where = event.url === null ? 'and is still starting' : `at ${event.url}`
      return `Patchbay is already running here (pid ${event.pid}) ${where}. Its data folder is ${event.dataFolder}.`
    }
    case 'processSlow':
      return `The ${event.name} is not ready yet${event.lastWords === null ? '' : `: ${event.lastWords}`}`
    case 'processFailed':
      return `The ${event.name} could not be started (try ${event.attempt} of ${event.tries}): ${event.lastWords}`
    case 'processRestarted':
      return `The ${event.name} stopped (${event.reason}); started again in ${seconds(event.ms)}.`
    case 'processKilled':
      return `The ${event.name} did not end within ${seconds(event.afterMs)} and was killed.`
    case 'vonageCannotReach':
      return `Vonage cannot reach ${event.publicUrl}: calls will not get here until PUBLIC_URL says an address that it reaches.`
    case 'processStopped':
      return undefined
    case 'stopping':
      return 'Stopping… (Ctrl-C again ends at once)'
    case 'stopped':
      return 'Stopped.'
    default:
      return assertNever(event)
  }
}
