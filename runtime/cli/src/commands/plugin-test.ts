import { resolve } from 'node:path'
import { conformanceDetails, conformanceFaults, createConformanceBench, readPluginFolder } from '@patchbay/plugin-tools'
import { Command } from 'commander'
import { CommandFailure } from '../command-failure.ts'
import type { Terminal } from '../terminal.ts'

export function pluginTestCommand(terminal: Terminal): Command {
  return new Command('test')
    .description('Hold a plugin against the rules for all plugins: in the sandbox, with its own fake in place of its service.')
    .argument('[folder]', 'the folder of the plugin', '.')
    .option('--json', 'print the outcome as JSON')
    .action(async (folder: string, { json = false }: { json?: boolean }) => {
      const plugin = await readPluginFolder(resolve(folder))
      const bench = createConformanceBench()
      try {
        const report = await bench.check(plugin)
        const faults = conformanceFaults(report)
        if (json) terminal.out(JSON.stringify(report, null, 2))
        else terminal.out(conformanceDetails(report))
        if (faults.length > 0) throw new CommandFailure(`${report.plugin} does not keep all of the rules (✗ above).`)
      } finally {
        await bench.close()
      }
    })
}
