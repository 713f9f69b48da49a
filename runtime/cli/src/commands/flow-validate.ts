import { hasErrors, type Issue, readFlow, validate } from '@patchbay/core'
import { Command } from 'commander'
import { CommandFailure } from '../command-failure.ts'
import { issueLines } from '../flow/issue-lines.ts'
import { readJsonFile } from '../flow/read-json-file.ts'
import type { Terminal } from '../terminal.ts'

interface Checked {
  file: string
  valid: boolean
  issues: Issue[]
}

export function flowValidateCommand(terminal: Terminal): Command {
  return new Command('validate')
    .description('Find what would keep flows from being published.')
    .argument('<files...>', 'flow definitions as JSON')
    .option('--json', 'print the findings as JSON')
    .action((files: string[], { json = false }: { json?: boolean }) => {
      const checked = files.map((file) => check(file, json ? undefined : terminal))
      if (json) terminal.out(JSON.stringify(checked, null, 2))
      const faulty = checked.filter(({ valid }) => !valid).length
      if (faulty > 0)
        throw new CommandFailure(`${faulty} of ${files.length} ${files.length === 1 ? 'flow' : 'flows'} cannot be published.`)
    })
}

function check(file: string, terminal: Terminal | undefined): Checked {
  const read = readFlow(readJsonFile(file))
  const flow = read.type === 'success' ? read.flow : undefined
  const issues = read.type === 'success' ? validate(read.flow) : read.issues
  const valid = !hasErrors(issues)
  terminal?.out(`${file}: ${valid ? 'can be published' : 'cannot be published'}`)
  for (const line of issueLines(issues, flow)) terminal?.out(`  ${line}`)
  return { file, valid, issues }
}
