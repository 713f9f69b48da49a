import type { Issue } from '@patchbay/core'
import { type TemplateInstalled, templateInstalledSchema, templateSchema } from '@patchbay/core/http-contract'
import { Command } from 'commander'
import { CommandFailure } from '../command-failure.ts'
import { issueLines } from '../flow/issue-lines.ts'
import { defaultAddress } from '../flow/patchbay-address.ts'
import { ApiRefusal, patchbayApi } from '../flow/patchbay-api.ts'
import { readJsonFile } from '../flow/read-json-file.ts'
import type { Terminal } from '../terminal.ts'

interface InstallOptions {
  to: string
  settings?: string
  sample?: boolean
  languages: string
  name?: string
  json?: boolean
}

export function templateInstallCommand(terminal: Terminal): Command {
  return new Command('install')
    .description('Make the flows of a template, with what they lean on, and publish them: all of it, or nothing.')
    .argument('<id>', 'id of the template, as `patchbay template list` says it')
    .option('--settings <file>', 'the answers to its questions as JSON, by their key')
    .option('--sample', 'take the sample answers that come with it')
    .option('--languages <codes>', 'what it speaks, the main language first: th,en', 'en')
    .option('--name <name>', 'what the flow is called; its title unless given')
    .option('--to <url>', 'the Patchbay to install it on', defaultAddress(process.env))
    .option('--json', 'print the outcome as JSON')
    .action(async (id: string, { to, settings: file, sample = false, languages, name, json = false }: InstallOptions) => {
      if ((file === undefined) === !sample)
        throw new CommandFailure('Give the answers by --settings <file>, or take the sample ones by --sample.', { exitCode: 2 })
      const api = patchbayApi(to)
      const path = `/api/v1/templates/${encodeURIComponent(id)}`
      const settings = file === undefined ? (await api.get(path, templateSchema)).body.sample : readJsonFile(file)
      const body = { settings, languages: languages.split(','), ...(name === undefined ? {} : { name }) }
      const made = await api
        .send('POST', `${path}/install`, { body, reply: templateInstalledSchema })
        .catch((thrown: unknown) => refuse(thrown, id, terminal, json))
      if (json) return terminal.out(JSON.stringify(made, null, 2))
      for (const line of outcome(made)) terminal.out(line)
    })
}

/** Says what stands in the way, field by field. */
function refuse(thrown: unknown, id: string, terminal: Terminal, json: boolean): never {
  if (!(thrown instanceof ApiRefusal)) throw thrown
  const { errors = [], issues = [] } = thrown.problem
  if (json) terminal.out(JSON.stringify({ installed: false, problem: thrown.problem }, null, 2))
  else {
    for (const { path, message } of errors) terminal.out(`error: ${path} ${message}`)
    for (const line of issueLines(issues as Issue[], undefined)) terminal.out(line)
  }
  throw new CommandFailure(`${id} was not installed: ${thrown.problem.detail}`)
}

function outcome({ name, flowId, flows, bindings, plugins }: TemplateInstalled): string[] {
  return [
    `“${name}” (${flowId}) is live. Lead a number to it, or call it from its page.`,
    ...flows.filter(({ id }) => id !== flowId).map((flow) => `  with the flow “${flow.name}” (${flow.id})`),
    ...bindings.map((made) => `  with ${made.kind}:${made.name} (${made.label})`),
    ...plugins.map(({ category, plugin, added }) => `  ${category} by ${plugin}${added ? ', which was put in' : ''}`),
  ]
}
