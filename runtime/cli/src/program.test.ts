import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createProgram, runProgram } from './program.ts'

const sampleFile = resolve(import.meta.dirname, '../../../templates/welcome-line/flows/welcome.json')
const sample = JSON.parse(readFileSync(sampleFile, 'utf8'))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-cli-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const fileOf = (content: unknown, name = 'flow.json'): string => {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

async function patchbay(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  const said = { out: [] as string[], error: [] as string[] }
  const terminal = { out: (text: string) => void said.out.push(text), error: (text: string) => void said.error.push(text) }
  const code = await runProgram(createProgram(terminal), ['node', 'patchbay', ...args], terminal)
  return { code, out: said.out.join('\n'), error: said.error.join('\n') }
}

/** The sample with its first card leading nowhere. */
const faulty = () => ({
  ...sample,
  edges: sample.edges.filter(({ source }: { source: string }) => source !== sample.startNodeId),
})

describe('patchbay', () => {
  test.each([[['nonsense']], [['flow', 'nonsense']], [['flow', 'validate']], [['flow', 'export', 'x', '--what']]])(
    '%j is wrong usage: exit 2, in a line',
    async (args) => {
      const { code, error } = await patchbay(...args)
      expect(code).toBe(2)
      expect(error).toMatch(/^error: /)
      expect(error).not.toContain('    at ')
    },
  )

  test('--help names the exit codes', async () => {
    const { code, out } = await patchbay('--help')
    expect(code).toBe(0)
    expect(out).toContain('1 found fault with the input')
  })
})

describe('flow validate', () => {
  test('a flow that can be published is exit 0', async () => {
    const { code, out } = await patchbay('flow', 'validate', sampleFile)
    expect(code).toBe(0)
    expect(out).toContain('can be published')
  })

  test('findings name the card and say the sentence', async () => {
    const { code, out, error } = await patchbay('flow', 'validate', fileOf(faulty()))
    const start = sample.nodes.find(({ id }: { id: string }) => id === sample.startNodeId)
    expect(code).toBe(1)
    expect(out).toContain(`error: “${start.name}”: `)
    expect(error).toBe('1 of 1 flow cannot be published.')
  })

  test('--json gives findings as data', async () => {
    const { out } = await patchbay('flow', 'validate', '--json', sampleFile, fileOf(faulty()))
    expect(JSON.parse(out)).toMatchObject([
      { valid: true },
      {
        valid: false,
        issues: expect.arrayContaining([expect.objectContaining({ code: 'OUTLET_UNCONNECTED', severity: 'error' })]),
      },
    ])
  })

  test.each([
    ['is not there', undefined, /there is no such file/],
    ['is not JSON', '{"name":', /is not JSON/],
  ])('a file that %s is exit 1', async (_, content, reason) => {
    const file = content === undefined ? join(folder, 'nowhere.json') : fileOf(content)
    const { code, error } = await patchbay('flow', 'validate', file)
    expect(code).toBe(1)
    expect(error).toMatch(reason)
  })

  test('JSON that is no flow is faulty, not a crash', async () => {
    const { code, out } = await patchbay('flow', 'validate', fileOf([]))
    expect(code).toBe(1)
    expect(out).toContain('cannot be published')
  })
})

interface Asked {
  request: string
  ifMatch: string | undefined
  body: { definition?: { id: string }; name?: string; note?: string } | undefined
}

const summary = (id: string, name: string) => ({
  id,
  name,
  liveVersion: 4,
  draftDiffers: false,
  nodes: 5,
  numbers: ['12025550100'],
  updatedAt: '2026-01-01T00:00:00Z',
})
const draft = (id: string, name = sample.name) => ({ summary: summary(id, name), definition: { ...sample, id }, revision: 7 })
const published = (id: string) => ({
  version: { flowId: id, version: 4, note: '', publishedAt: '2026-01-01T00:00:00Z', publishedBy: 'owner', nodes: 5 },
  summary: summary(id, sample.name),
  unchanged: false,
})
const problem = {
  type: 'about:blank',
  title: 'Flow not valid',
  status: 422,
  detail: 'The flow has faults.',
  code: 'FLOW_NOT_VALID',
  requestId: 'r1',
}

/** A Patchbay that knows these flows, and remembers what it was asked. */
describe('against a running Patchbay', () => {
  let server: Server
  let url: string
  let asked: Asked[]
  let flows: ReturnType<typeof summary>[]
  let refusesWith: object | undefined

  beforeEach(async () => {
    asked = []
    flows = []
    refusesWith = undefined
    server = createServer(async (request, response) => {
      const body = await bodyOf(request)
      asked.push({ request: `${request.method} ${request.url}`, ifMatch: request.headers['if-match'], body })
      const [status, reply] = answer(`${request.method} ${request.url}`)
      response.writeHead(status, { 'content-type': 'application/json', etag: '"7"' })
      response.end(typeof reply === 'string' ? reply : JSON.stringify(reply))
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const address = server.address()
    url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  })
  afterEach(() => new Promise((done) => server.close(done)))

  function answer(request: string): [number, unknown] {
    const id = request.split('/')[4] ?? ''
    if (request === 'GET /api/v1/flows') return [200, { flows }]
    if (request === 'POST /api/v1/flows') return [201, draft('made')]
    if (request.endsWith('/draft')) return [200, draft(id)]
    if (request.includes('/export'))
      return id === 'known' ? [200, '{"a":1}'] : [404, { ...problem, status: 404, detail: 'There is no such flow.' }]
    return refusesWith ? [422, refusesWith] : [201, published(id)]
  }

  test('publish makes a flow that is not there yet', async () => {
    const { code, out } = await patchbay('flow', 'publish', sampleFile, '--to', url, '--note', 'first')
    expect(asked.map(({ request }) => request)).toEqual([
      'GET /api/v1/flows',
      'POST /api/v1/flows',
      'POST /api/v1/flows/made/versions',
    ])
    expect(asked.at(-1)?.body).toEqual({ note: 'first' })
    expect(out).toContain('version 4 is live; reached by 12025550100')
    expect(code).toBe(0)
  })

  test.each([
    ['of the same id', () => [summary('other', sample.name), summary(sample.id, 'Renamed')], sample.id],
    ['of the same name', () => [summary('namesake', sample.name)], 'namesake'],
  ])('publish replaces the draft of the flow %s, guarded by its revision', async (_, known, id) => {
    flows = known()
    await patchbay('flow', 'publish', sampleFile, '--to', url)
    expect(asked[2]).toMatchObject({ request: `PUT /api/v1/flows/${id}/draft`, ifMatch: '"7"', body: { definition: { id } } })
  })

  test('publish does not guess between two flows of the same name', async () => {
    flows = [summary('one', sample.name), summary('two', sample.name)]
    const { code, error } = await patchbay('flow', 'publish', sampleFile, '--to', url)
    expect(code).toBe(1)
    expect(error).toContain('one, two')
    expect(asked).toHaveLength(1)
  })

  test('publish sends nothing of a flow with faults', async () => {
    const { code, out } = await patchbay('flow', 'publish', fileOf(faulty()), '--to', url)
    expect(code).toBe(1)
    expect(out).toMatch(/^error: “/)
    expect(asked).toEqual([])
  })

  test('publish prints what only the server found', async () => {
    refusesWith = { ...problem, issues: [{ code: 'START_MISSING', severity: 'error', data: {} }] }
    const { code, out } = await patchbay('flow', 'publish', sampleFile, '--to', url, '--json')
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ published: false, issues: [{ code: 'START_MISSING' }] })
  })

  test('export prints what the server gives, and asks for a version by number', async () => {
    expect((await patchbay('flow', 'export', 'known', '--from', url)).out).toBe('{"a":1}')
    await patchbay('flow', 'export', 'known', '--version', '3', '--from', url)
    expect(asked.map(({ request }) => request)).toEqual([
      'GET /api/v1/flows/known/export',
      'GET /api/v1/flows/known/export?version=3',
    ])
  })

  test("export passes on the server's own words", async () => {
    expect(await patchbay('flow', 'export', 'unknown', '--from', url)).toEqual({
      code: 1,
      out: '',
      error: 'There is no such flow.',
    })
  })
})

test.each([
  [['flow', 'export', 'a.b'], '"a.b" is no id of a flow.'],
  [['flow', 'export', 'x', '--version', 'two'], '--version is "two"; it should be a whole number such as 3.'],
  [
    ['flow', 'export', 'x', '--from', 'nowhere'],
    '"nowhere" is no address of a Patchbay; it should look like http://127.0.0.1:3000.',
  ],
])('%j is wrong usage', async (args, error) => expect(await patchbay(...args)).toEqual({ code: 2, out: '', error }))

test('nobody at the address is said in a line', async () => {
  const { code, error } = await patchbay('flow', 'export', 'x', '--from', 'http://127.0.0.1:1')
  expect(code).toBe(1)
  expect(error).toMatch(/^No Patchbay answers at http:\/\/127\.0\.0\.1:1\. Start it; if it runs elsewhere, set PORT .*--help/)
})

async function bodyOf(request: IncomingMessage): Promise<Asked['body']> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return parts.length === 0 ? undefined : JSON.parse(Buffer.concat(parts).toString())
}
