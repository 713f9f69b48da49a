import { finding } from '@patchbay/core'
import { Command } from 'commander'
import { CommandFailure } from '../command-failure.ts'
import type { Terminal } from '../terminal.ts'
import { lookAtAccount, reportFindings } from '../vonage/look.ts'
import { environment, surroundings } from '../vonage/surroundings.ts'

export function vonageCheckCommand(terminal: Terminal): Command {
  return new Command('check')
    .description('Say what is wrong with the Vonage account, its webhooks and numbers, and how to mend it.')
    .option('--server <url>', 'the Patchbay that runs with the account (default: the one of this machine)')
    .option('--json', 'print the findings as JSON')
    .action(async ({ server, json = false }: { server?: string; json?: boolean }) => {
      const findings = await surroundings(environment(), server).then(lookAtAccount, (thrown: unknown) => {
        // settings that cannot be read are what was asked about; a wrong option is not
        if (!(thrown instanceof CommandFailure) || thrown.exitCode === 2) throw thrown
        return [finding('SETTINGS_NOT_VALID', { reason: thrown.message.replace(/\.$/, '') })]
      })
      reportFindings(findings, terminal, json)
    })
}
