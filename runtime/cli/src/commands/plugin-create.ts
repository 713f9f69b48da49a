import { relative } from 'node:path'
import { Command } from 'commander'
import { createPlugin } from '../plugin/create-plugin.ts'
import type { Terminal } from '../terminal.ts'

export function pluginCreateCommand(terminal: Terminal): Command {
  return new Command('create')
    .description('Make a folder with a plugin that works, to begin with.')
    .argument('<folder>', 'a new or empty folder; its last part is the name of the plugin')
    .option('--json', 'print what was made as JSON')
    .action((path: string, { json = false }: { json?: boolean }) => {
      const made = createPlugin(path)
      if (json) return terminal.out(JSON.stringify(made, null, 2))
      const folder = relative(process.cwd(), made.folder) || '.'
      terminal.out(`“${made.name}” is in ${folder}: ${made.files.join(', ')}`)
      terminal.out(`Next: patchbay plugin test ${folder}, then patchbay plugin dev ${folder}`)
    })
}
