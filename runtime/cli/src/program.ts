import { AppError } from '@patchbay/core'
import { StartError } from '@patchbay/mongo-embedded'
import { Command, CommanderError } from 'commander'
import { CommandFailure } from './command-failure.ts'
import { dbCommands } from './commands/db.ts'
import { doctorCommand } from './commands/doctor.ts'
import { eraseCommand } from './commands/erase.ts'
import { eventsExportCommand } from './commands/events-export.ts'
import { flowExportCommand } from './commands/flow-export.ts'
import { flowPublishCommand } from './commands/flow-publish.ts'
import { flowValidateCommand } from './commands/flow-validate.ts'
import { pluginCommands } from './commands/plugin.ts'
import { startCommand } from './commands/start.ts'
import { templateInstallCommand } from './commands/template-install.ts'
import { templateListCommand } from './commands/template-list.ts'
import { vonageCheckCommand } from './commands/vonage-check.ts'
import { vonageMendCommand } from './commands/vonage-mend.ts'
import { vonageNumbersCommand } from './commands/vonage-numbers.ts'
import type { Terminal } from './terminal.ts'

const EXIT_CODES = '\nExit codes: 0 done · 1 found fault with the input · 2 wrong usage'

/** `patchbay <noun> <verb>`: each verb is a file of `commands`. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command('patchbay')
    .description('Draw a call flow, prove it, and let it answer the phone.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out(text.trimEnd()), writeErr: (text) => terminal.error(text.trimEnd()) })
    .addHelpText('after', EXIT_CODES)
  const flow = program.command('flow').description('Check, publish and export flows.')
  // commands made apart inherit neither the output nor the way to leave
  for (const verb of [startCommand(terminal), doctorCommand(terminal), eraseCommand(terminal)])
    program.addCommand(verb.copyInheritedSettings(program))
  for (const verb of [flowValidateCommand(terminal), flowPublishCommand(terminal), flowExportCommand(terminal)]) {
    flow.addCommand(verb.copyInheritedSettings(program))
  }
  const plugin = program.command('plugin').description('Make plugins, try them, and hand them on.')
  for (const verb of pluginCommands(terminal)) plugin.addCommand(verb.copyInheritedSettings(program))
  const db = program.command('db').description('Check, copy and move the data.')
  for (const verb of dbCommands(terminal)) db.addCommand(verb.copyInheritedSettings(program))
  const events = program.command('events').description('Take out what happened in calls, for reports.')
  events.addCommand(eventsExportCommand(terminal).copyInheritedSettings(program))
  const template = program.command('template').description('Begin with a flow that is ready.')
  for (const verb of [templateListCommand(terminal), templateInstallCommand(terminal)])
    template.addCommand(verb.copyInheritedSettings(program))
  const vonage = program.command('vonage').description('Look at the Vonage account, and put it right.')
  for (const verb of [vonageCheckCommand(terminal), vonageMendCommand(terminal), vonageNumbersCommand(terminal)]) {
    vonage.addCommand(verb)
  }
  inherit(vonage, program)
  return program
}

/** Of verbs below verbs too. */
function inherit(command: Command, from: Command): void {
  command.copyInheritedSettings(from)
  for (const below of command.commands) inherit(below, from)
}

/** @returns The exit code. Whatever is thrown ends as one clear line; a stack trace only with PATCHBAY_DEBUG=1. */
export async function runProgram(program: Command, argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await program.parseAsync(argv)
    return 0
  } catch (thrown) {
    // commander has printed its own words
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2
    if (process.env.PATCHBAY_DEBUG === '1') throw thrown
    terminal.error(messageOf(thrown))
    return thrown instanceof CommandFailure ? thrown.exitCode : 1
  }
}

function messageOf(thrown: unknown): string {
  if (thrown instanceof CommandFailure || thrown instanceof AppError || thrown instanceof StartError) return thrown.message
  const said = thrown instanceof Error ? thrown.message : String(thrown)
  return `Something went wrong inside Patchbay: ${said}\nWith PATCHBAY_DEBUG=1 it says where.`
}
