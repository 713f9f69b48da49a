import { type FlowDefinition, hasErrors, type Issue, readFlow, validate } from '@patchbay/core'
import { flowDraftSchema, flowListSchema, type Published, publishedSchema } from '@patchbay/core/http-contract'
import { Command } from 'commander'
import { CommandFailure } from '../command-failure.ts'
import { issueLines } from '../flow/issue-lines.ts'
import { defaultAddress } from '../flow/patchbay-address.ts'
import { ApiRefusal, type PatchbayApi, patchbayApi } from '../flow/patchbay-api.ts'
import { readJsonFile } from '../flow/read-json-file.ts'
import type { Terminal } from '../terminal.ts'

interface PublishOptions {
  to: string
  note: string
  json?: boolean
}

export function flowPublishCommand(terminal: Terminal): Command {
  return new Command('publish')
    .description('Make a flow from a file what callers reach. It replaces the flow of the same id or name, or becomes a new one.')
    .argument('<file>', 'a flow definition as JSON')
    .option('--to <url>', 'the Patchbay to publish on', defaultAddress(process.env))
    .option('--note <text>', 'what changed, for the list of versions', '')
    .option('--json', 'print the outcome as JSON')
    .action(async (file: string, { to, note, json = false }: PublishOptions) => {
      const refuse = refusal(file, terminal, json)
      const flow = readFlowFile(file, refuse)
      const api = patchbayApi(to)
      const id = await saveDraft(api, flow)
      const published = await publish(api, id, note).catch((thrown: unknown) => {
        // what only the server can know, such as a number that is not bound there
        if (thrown instanceof ApiRefusal && thrown.problem.issues) return refuse(thrown.problem.issues as Issue[], flow)
        throw thrown
      })
      terminal.out(json ? JSON.stringify(published, null, 2) : outcome(published))
    })
}

/** Faults are shown before anything is sent: the draft on the server stays as it is. */
function readFlowFile(file: string, refuse: Refuse): FlowDefinition {
  const read = readFlow(readJsonFile(file))
  if (read.type === 'error') return refuse(read.issues)
  const issues = validate(read.flow)
  return hasErrors(issues) ? refuse(issues, read.flow) : read.flow
}

type Refuse = (issues: readonly Issue[], flow?: FlowDefinition) => never

/** Prints what stands in the way, as people or programs read it. */
function refusal(file: string, terminal: Terminal, json: boolean): Refuse {
  return (issues, flow) => {
    if (json) terminal.out(JSON.stringify({ published: false, issues }, null, 2))
    else for (const line of issueLines(issues, flow)) terminal.out(line)
    throw new CommandFailure(`${file} was not published.`)
  }
}

/** @returns The id that the flow has on the server. */
async function saveDraft(api: PatchbayApi, flow: FlowDefinition): Promise<string> {
  const { flows } = (await api.get('/api/v1/flows', flowListSchema)).body
  const namesakes = flows.filter(({ name }) => name === flow.name)
  const existing = flows.find(({ id }) => id === flow.id) ?? namesakes[0]
  if (existing?.id !== flow.id && namesakes.length > 1) {
    const ids = namesakes.map(({ id }) => id).join(', ')
    throw new CommandFailure(
      `${namesakes.length} flows are called “${flow.name}” (${ids}). Put the id of the right one into the file.`,
    )
  }
  if (!existing) {
    const body = { name: flow.name, language: flow.languages.default, definition: flow }
    return (await api.send('POST', '/api/v1/flows', { body, reply: flowDraftSchema })).summary.id
  }
  const path = `/api/v1/flows/${existing.id}/draft`
  const { etag } = await api.get(path, flowDraftSchema)
  const body = { definition: { ...flow, id: existing.id } }
  await api.send('PUT', path, { body, reply: flowDraftSchema, headers: etag === null ? {} : { 'if-match': etag } })
  return existing.id
}

const publish = (api: PatchbayApi, id: string, note: string): Promise<Published> =>
  api.send('POST', `/api/v1/flows/${id}/versions`, { body: { note }, reply: publishedSchema })

function outcome({ unchanged, version, summary }: Published): string {
  const numbers = summary.numbers.length === 0 ? 'no number leads to it yet' : `reached by ${summary.numbers.join(', ')}`
  return `“${summary.name}” (${summary.id}): version ${version.version} ${unchanged ? 'was already live' : 'is live'}; ${numbers}.`
}
