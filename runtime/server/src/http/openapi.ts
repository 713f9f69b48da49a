import { problemSchema } from '@patchbay/core/http-contract'
import { z } from 'zod'
import type { ApiOperation } from './api-operation.ts'
import { API_OPERATIONS } from './api-operations.ts'
import { htmlPage, toHtmlText } from './html.ts'

/** The API as OpenAPI 3.1, made from the schemas that requests are checked with. */
export function openApiDocument(): Record<string, unknown> {
  const schemas = createSchemas()
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of API_OPERATIONS) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: toOperation(operation, schemas.of) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Patchbay',
      version: '1',
      description: 'Flows, shared prompts, recordings, numbers, calls and the phone in the browser.',
    },
    paths,
    components: { schemas: schemas.named },
  }
}

type Direction = 'input' | 'output'
type SchemaOf = (schema: z.ZodType, io: Direction) => object

/** Turns schemas into JSON Schema, and gathers those with a name where the whole document finds them. */
function createSchemas(): { of: SchemaOf; named: Record<string, unknown> } {
  const named: Record<string, unknown> = {}
  return {
    named,
    of(schema, io) {
      // what is sent may leave out what has a default, so the two directions of one schema are two
      const suffix = io === 'input' ? 'Input' : ''
      const text = JSON.stringify(jsonSchema(schema, io)).replace(/"#\/\$defs\/([^"]+)"/g, `"#/components/schemas/$1${suffix}"`)
      const { $defs = {}, ...rest } = JSON.parse(text) as { $defs?: Record<string, unknown> }
      for (const [name, definition] of Object.entries($defs)) named[`${name}${suffix}`] = definition
      return rest
    },
  }
}

function toOperation(operation: ApiOperation, schemaOf: SchemaOf): object {
  const { path, summary, body, file, reply, status = 200, query = [], headers = [], stream, sound } = operation
  const parameter = (place: string, required: boolean) => (name: string) => ({
    name,
    in: place,
    required,
    schema: { type: 'string' },
  })
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
  return {
    summary,
    parameters: [
      ...inPath.map(parameter('path', true)),
      ...query.map(parameter('query', false)),
      ...headers.map(parameter('header', headers.includes('If-Match'))),
    ],
    ...(file === undefined
      ? {}
      : { requestBody: { required: true, content: Object.fromEntries(file.map((type) => [type, {}])) } }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } } }),
    responses: {
      [status]: {
        description: 'Done',
        ...(sound === undefined ? {} : { content: Object.fromEntries(sound.map((type) => [type, {}])) }),
        ...(reply === undefined
          ? {}
          : { content: { [stream ? 'text/event-stream' : 'application/json']: { schema: schemaOf(reply, 'output') } } }),
      },
      default: {
        description: 'Not done',
        content: { 'application/problem+json': { schema: schemaOf(problemSchema, 'output') } },
      },
    },
  }
}

/** Fields that no schema describes, such as a definition of any age, are allowed to be anything. */
const jsonSchema = (schema: z.ZodType, io: Direction): object => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

/** The same for people: every operation with what it takes. */
export function apiDocsPage(): string {
  const sections = API_OPERATIONS.map(({ method, path, summary, body }) => {
    const takes = body === undefined ? '' : `<pre>${toHtmlText(JSON.stringify(jsonSchema(body, 'input'), null, 2))}</pre>`
    return `<h2>${method.toUpperCase()} ${toHtmlText(path)}</h2><p>${toHtmlText(summary)}.</p>${takes}`
  })
  const intro = `<p>Errors are <code>application/problem+json</code>; <a href="/docs/errors">every code is explained</a>. The whole description for programs is at <a href="/openapi.json">/openapi.json</a>.</p>`
  return htmlPage('API', intro + sections.join('\n'))
}
