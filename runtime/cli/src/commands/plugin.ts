import type { Command } from 'commander'
import type { Terminal } from '../terminal.ts'
import { pluginCreateCommand } from './plugin-create.ts'
import { pluginDevCommand } from './plugin-dev.ts'
import { pluginInstallCommand } from './plugin-install.ts'
import { pluginListCommand } from './plugin-list.ts'
import { pluginPackCommand } from './plugin-pack.ts'
import { pluginPublishCommand } from './plugin-publish.ts'
import { pluginTestCommand } from './plugin-test.ts'
import { pluginVerifyCommand } from './plugin-verify.ts'

/** The verbs of `patchbay plugin`. */
export const pluginCommands = (terminal: Terminal): Command[] => [
  pluginCreateCommand(terminal),
  pluginDevCommand(terminal),
  pluginTestCommand(terminal),
  pluginPackCommand(terminal),
  pluginPublishCommand(terminal),
  pluginVerifyCommand(terminal),
  pluginListCommand(terminal),
  pluginInstallCommand(terminal),
]
