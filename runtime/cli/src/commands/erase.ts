import { eraseCustomer, OWNER } from '@patchbay/server'
import { Command } from 'commander'
import { CommandFailure } from '../command-failure.ts'
import { withDatabase } from '../database/open-database.ts'
import { storedSecretKey } from '../database/stored-secret-key.ts'
import type { Terminal } from '../terminal.ts'

export function eraseCommand(terminal: Terminal): Command {
  return new Command('erase')
    .description(
      'Make unreadable, for good, what there is of a customer: calls, recordings, messages and what plugins keep of one number.',
    )
    .argument('<number>', 'the customer’s number with its country code, such as 447700900123')
    .option('--json', 'print the report as JSON')
    .action(async (written: string, { json }: { json?: boolean }) => {
      const number = written.replace(/[\s()+.-]/g, '')
      if (!/^\d{5,15}$/.test(number))
        throw new CommandFailure(`"${written}" is no telephone number with its country code.`, { exitCode: 2 })
      const secretKey = storedSecretKey(process.env)
      const erased = await withDatabase(process.env, (database) =>
        eraseCustomer(database, {
          ...{ tenantId: OWNER.tenantId, environmentId: OWNER.environmentId },
          ...{ numbers: [number], by: { actor: 'command line', role: OWNER.role }, clock: Date.now, secretKey },
        }),
      )
      const { calls, recordings, messages, callbacks, records, blanked, values, goingOn, unclear } = erased
      const words = [
        `${calls} calls, ${recordings} recordings and ${messages} messages can no longer be read by anybody; ${callbacks} calls back will not be made.`,
        `Plugins kept ${records + values} entries about them, which are gone, and ${blanked} for the books, which say nothing of them any more.`,
        'Copies of the database keep all that: erase there too, or delete them. `patchbay db compact` removes the last traces.',
        ...unclear.map(
          (name) => `${name} has entries with the number, and its plugin does not say what may become of them: look yourself.`,
        ),
        ...(goingOn === 0 ? [] : [`${goingOn} calls are going on and were left. Give this command again when they are over.`]),
      ]
      terminal.out(json ? JSON.stringify(erased) : words.join('\n'))
      if (goingOn > 0 || unclear.length > 0) throw new CommandFailure('Not everything could be erased.')
    })
}
