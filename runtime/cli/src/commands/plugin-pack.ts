import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { packPlugin } from '@patchbay/plugin-tools'
import { Command } from 'commander'
import type { Terminal } from '../terminal.ts'

export function pluginPackCommand(terminal: Terminal): Command {
  return new Command('pack')
    .description('Make one file out of a plugin. It is signed when it is published.')
    .argument('[folder]', 'the folder of the plugin', '.')
    .option('--out <folder>', 'where the file goes; the folder of the plugin unless told')
    .option('--json', 'print the outcome as JSON')
    .action(async (folder: string, { out, json = false }: { out?: string; json?: boolean }) => {
      const { manifest, text, hash } = await packPlugin(resolve(folder))
      const { name, version } = manifest
      const file = join(out ?? folder, `${name}-${version}.plugin.json`)
      writeFileSync(file, text)
      terminal.out(json ? JSON.stringify({ name, version, hash, file }, null, 2) : `${name} ${version} is in ${file}\n${hash}`)
    })
}
