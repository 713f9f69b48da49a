import { AppError } from '@patchbay/core'
import { accountCheckSchema } from '@patchbay/core/http-contract'
import { Command } from 'commander'
import { CommandFailure } from '../command-failure.ts'
import type { Terminal } from '../terminal.ts'
import { lookAtAccount, reportFindings } from '../vonage/look.ts'
import { environment, type Surroundings, surroundings } from '../vonage/surroundings.ts'

export function vonageMendCommand(terminal: Terminal): Command {
  return new Command('mend')
    .description("Lead the application's webhooks here, signed and by POST; nothing else in it changes. Then check.")
    .option('--server <url>', 'the Patchbay that runs with the account (default: the one of this machine)')
    .option('--json', 'print what is found afterwards as JSON')
    .action(async ({ server, json = false }: { server?: string; json?: boolean }) => {
      const found = await surroundings(environment(), server)
      await mend(found)
      reportFindings(await lookAtAccount(found), terminal, json)
    })
}

async function mend({ account, running, address }: Surroundings): Promise<void> {
  if (account) {
    return account.mendApplication().catch((thrown: unknown) => {
      throw thrown instanceof AppError ? new CommandFailure(`${thrown.message}.`, { cause: thrown }) : thrown
    })
  }
  if (!running)
    throw new CommandFailure(`No Vonage account is set up here, and no Patchbay runs at ${address}: there is nothing to mend.`)
  await running.send('POST', '/api/v1/vonage/mend', { body: { what: 'application' }, reply: accountCheckSchema })
}
