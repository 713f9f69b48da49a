import { wordsIn } from '@patchbay/core'
import { registryPackageListSchema } from '@patchbay/core/http-contract'
import { Command } from 'commander'
import { defaultAddress } from '../flow/patchbay-address.ts'
import { patchbayApi } from '../flow/patchbay-api.ts'
import type { Terminal } from '../terminal.ts'

export function pluginListCommand(terminal: Terminal): Command {
  return new Command('list')
    .description('List the plugins of a registry, and what is installed of them.')
    .argument('[words]', 'what to look for', '')
    .option('--at <url>', 'the Patchbay to ask', defaultAddress(process.env))
    .option('--json', 'print the list as JSON')
    .action(async (words: string, { at, json = false }: { at: string; json?: boolean }) => {
      const path = `/api/v1/registry/packages${words === '' ? '' : `?text=${encodeURIComponent(words)}`}`
      const { packages, unreachable } = (await patchbayApi(at).get(path, registryPackageListSchema)).body
      if (json) return terminal.out(JSON.stringify({ packages, unreachable }, null, 2))
      for (const { name, newest, installed, versions, summary } of packages) {
        const state = installed === null ? '' : `, ${installed} installed`
        terminal.out(`${name} ${newest ?? `${versions[0]?.version} (${versions[0]?.review})`}${state}: ${wordsIn(summary, 'en')}`)
      }
      for (const address of unreachable) terminal.error(`Cannot be read: ${address}. The log of the Patchbay says why.`)
    })
}
