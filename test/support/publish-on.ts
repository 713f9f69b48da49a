import type { FlowDefinition, FlowId } from '@patchbay/core'
import { flowDraftSchema, numberSchema, publishedSchema } from '@patchbay/core/http-contract'
import { type CallBench, SAMPLE_NUMBER } from './call-bench.ts'

/** A request to the bench's API, as the editor makes it. */
export async function apiOf(
  bench: Pick<CallBench, 'url'>,
  method: string,
  path: string,
  { body, headers = {} }: { body?: unknown; headers?: Readonly<Record<string, string>> } = {},
) {
  const json = { method, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(`${bench.url}/api/v1${path}`, body === undefined ? { method, headers } : json)
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) }
}

/** Makes a flow, publishes it and lets it answer a number. @throws When it cannot be published. */
export async function publishOn(
  bench: Pick<CallBench, 'url'>,
  definition: FlowDefinition,
  number = SAMPLE_NUMBER,
): Promise<FlowId> {
  const made = await apiOf(bench, 'POST', '/flows', { body: { name: definition.name, definition } })
  const flowId = flowDraftSchema.parse(made.body).summary.id
  const published = await apiOf(bench, 'POST', `/flows/${flowId}/versions`, { body: {} })
  if (published.status >= 300) throw new Error(JSON.stringify(published.body))
  publishedSchema.parse(published.body)
  const answered = await apiOf(bench, 'PUT', `/numbers/${number}`, {
    body: { label: 'Front desk', rules: [{ target: { use: 'live', flowId } }] },
  })
  numberSchema.parse(answered.body)
  return flowId
}
