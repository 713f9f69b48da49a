import { createWriteStream, renameSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { exportEvents, OWNER, projectLeft } from '@patchbay/server'
import { Command } from 'commander'
import { CommandFailure } from '../command-failure.ts'
import { withDatabase } from '../database/open-database.ts'
import { storedSecretKey } from '../database/stored-secret-key.ts'
import type { Terminal } from '../terminal.ts'

interface Options {
  from?: string
  to?: string
  environment: string
  personal?: boolean
  json?: boolean
}

export function eventsExportCommand(terminal: Terminal): Command {
  return new Command('export')
    .description('Write what happened in calls as lines of JSON, oldest first: to a file, or print it.')
    .argument('[file]', 'such as events.ndjson; without it they are printed')
    .option('--from <time>', 'the first moment, such as 2026-11-01 or 2026-11-01T08:00:00Z')
    .option('--to <time>', 'the first moment that is no longer wanted')
    .option('--environment <id>', 'of which environment', OWNER.environmentId)
    .option('--personal', 'with numbers, keys pressed and words said; needs the secret key')
    .option('--json', 'print the count as JSON')
    .action(async (file: string | undefined, { from, to, environment, personal, json }: Options) => {
      const span = { tenantId: OWNER.tenantId, environmentId: environment, from: timeOf('--from', from), to: timeOf('--to', to) }
      const secretKey = personal === true ? storedSecretKey(process.env) : keyIfAny()
      const opened = personal === true && secretKey !== undefined ? { secretKey } : undefined
      const count = await withDatabase(process.env, async (database) => {
        const left = secretKey === undefined ? 0 : await projectLeft(database, secretKey)
        if (left > 0)
          terminal.error(`${left} turns of calls are not among them yet: Patchbay takes them in as calls leave it time.`)
        let lines = 0
        async function* counted() {
          for await (const line of exportEvents(database, span, opened)) {
            lines += 1
            yield line
          }
        }
        if (file === undefined) for await (const line of counted()) terminal.out(line.trimEnd())
        else {
          await pipeline(Readable.from(counted()), createWriteStream(`${file}.partial`, { mode: 0o600 }))
          renameSync(`${file}.partial`, file)
        }
        return lines
      })
      if (file !== undefined) terminal.out(json ? JSON.stringify({ events: count }) : `${count} events written to ${file}.`)
    })
}

/** Without it, what no server has taken into reports stays out of them: turns lie sealed. */
function keyIfAny(): Buffer | undefined {
  try {
    return storedSecretKey(process.env)
  } catch {
    return undefined
  }
}

function timeOf(option: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined
  const at = new Date(text)
  if (Number.isNaN(at.getTime()))
    throw new CommandFailure(`${option} is "${text}"; it should be a time such as 2026-11-01T08:00:00Z.`, { exitCode: 2 })
  return at
}
