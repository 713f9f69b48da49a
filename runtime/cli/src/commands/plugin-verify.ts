import { readFileSync } from 'node:fs'
import { AppError } from '@patchbay/core'
import { verifyPackage } from '@patchbay/plugin-tools'
import { Command } from 'commander'
import { CommandFailure } from '../command-failure.ts'
import type { Terminal } from '../terminal.ts'

export function pluginVerifyCommand(terminal: Terminal): Command {
  return new Command('verify')
    .description('Say whether a package is as its publisher signed it.')
    .argument('<file>', 'a package')
    .requiredOption('--key <file>', 'the public key of the publisher (PEM)')
    .option('--json', 'print the outcome as JSON')
    .action((file: string, { key, json = false }: { key: string; json?: boolean }) => {
      try {
        const { manifest, hash } = verifyPackage(read(file), read(key))
        const { name, version } = manifest
        terminal.out(
          json ? JSON.stringify({ valid: true, name, version, hash }) : `${name} ${version} is as it was signed.\n${hash}`,
        )
      } catch (thrown) {
        const { message } = AppError.from(thrown)
        if (thrown instanceof CommandFailure) throw thrown
        if (json) terminal.out(JSON.stringify({ valid: false, reason: message }))
        throw new CommandFailure(message, { cause: thrown })
      }
    })
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new CommandFailure(`${file} cannot be read.`, { cause })
  }
}
