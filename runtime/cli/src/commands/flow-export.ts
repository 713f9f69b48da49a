import { flowIdSchema } from '@patchbay/core'
import { Command } from 'commander'
import { CommandFailure } from '../command-failure.ts'
import { defaultAddress } from '../flow/patchbay-address.ts'
import { patchbayApi } from '../flow/patchbay-api.ts'
import type { Terminal } from '../terminal.ts'

interface ExportOptions {
  version?: string
  from: string
  json?: boolean
}

export function flowExportCommand(terminal: Terminal): Command {
  return new Command('export')
    .description('Print a flow as canonical text: the same flow is always the same bytes.')
    .argument('<id>', 'id of the flow, as in its address')
    .option('--version <n>', 'a published version; without it the draft')
    .option('--from <url>', 'the Patchbay to ask', defaultAddress(process.env))
    .option('--json', 'the same: a flow is JSON')
    .action(async (id: string, { version, from }: ExportOptions) => {
      if (!flowIdSchema.safeParse(id).success) throw new CommandFailure(`"${id}" is no id of a flow.`, { exitCode: 2 })
      if (version !== undefined && !/^[1-9]\d*$/.test(version)) {
        throw new CommandFailure(`--version is "${version}"; it should be a whole number such as 3.`, { exitCode: 2 })
      }
      const query = version === undefined ? '' : `?version=${version}`
      terminal.out((await patchbayApi(from).text(`/api/v1/flows/${id}/export${query}`)).trimEnd())
    })
}
