import { templateListSchema } from '@patchbay/core/http-contract'
import { Command } from 'commander'
import { defaultAddress } from '../flow/patchbay-address.ts'
import { patchbayApi } from '../flow/patchbay-api.ts'
import type { Terminal } from '../terminal.ts'

export function templateListCommand(terminal: Terminal): Command {
  return new Command('list')
    .description('List the templates of a Patchbay, with the plugins that each counts on.')
    .option('--from <url>', 'the Patchbay to ask', defaultAddress(process.env))
    .option('--json', 'print them as JSON')
    .action(async ({ from, json = false }: { from: string; json?: boolean }) => {
      const { templates } = (await patchbayApi(from).get('/api/v1/templates', templateListSchema)).body
      if (json) return terminal.out(JSON.stringify(templates, null, 2))
      for (const { id, version, title, summary, needs } of templates) {
        terminal.out(`${id} ${version}: ${title.en}`)
        terminal.out(`  ${summary.en}`)
        for (const { category, alternatives, servedBy } of needs)
          terminal.out(`  counts on ${category}: ${servedBy ?? `none is installed; one of ${alternatives.join(', ')}`}`)
      }
    })
}
