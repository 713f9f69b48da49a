import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { templateInstalledSchema, templateListSchema } from '@patchbay/core/http-contract'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createProgram, runProgram } from '../program.ts'

const words = (en: string) => ({ en, th: en, tr: en, lo: en, 'zh-Hant': en })
const need = { category: 'crm', alternatives: ['contacts', 'hubspot-crm'], why: words('Knows callers.'), servedBy: null }
const list = templateListSchema.parse({
  templates: [
    {
      ...{ id: 'front-desk', version: '1.0.0', title: words('Front desk'), summary: words('Answers every call.') },
      ...{ industries: ['any'], types: ['inbound'], channels: ['voice'], languages: ['en'], kpis: [], needs: [need] },
    },
  ],
})
const flow = { liveVersion: 1, draftDiffers: false, nodes: 3, numbers: [], updatedAt: '2026-01-01T00:00:00.000Z' }
const made = templateInstalledSchema.parse({
  ...{ template: 'front-desk', version: '1.0.0', flowId: 'front-desk-1', name: 'Front desk' },
  flows: [
    { id: 'front-desk-1', name: 'Front desk', ...flow },
    { id: 'greet-1', name: 'Front desk: greeting', ...flow },
  ],
  bindings: [{ kind: 'calendar', name: 'front-desk-hours', label: 'Front desk: opening hours' }],
  plugins: [{ category: 'crm', plugin: 'contacts', added: true }],
})
const refusal = {
  ...{ type: 'about:blank', title: 'no', status: 400, detail: 'This is not filled in rightly yet', code: 'REQUEST_NOT_VALID' },
  ...{ requestId: 'r1', errors: [{ path: 'settings.business', message: 'is missing' }] },
}

let folder: string
let server: Server
let asked: unknown
let refuses = false
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-cli-'))
  refuses = false
  server = createServer(async (request, response) => {
    const body: Buffer[] = []
    for await (const part of request) body.push(part as Buffer)
    asked = body.length === 0 ? undefined : JSON.parse(Buffer.concat(body).toString())
    const reply = request.method === 'GET' ? list : refuses ? refusal : made
    response.writeHead(reply === refusal ? 400 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(reply))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

async function patchbay(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  const said = { out: [] as string[], error: [] as string[] }
  const terminal = { out: (text: string) => void said.out.push(text), error: (text: string) => void said.error.push(text) }
  const code = await runProgram(createProgram(terminal), ['node', 'patchbay', 'template', ...args], terminal)
  return { code, out: said.out.join('\n'), error: said.error.join('\n') }
}
const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const settings = () => {
  const file = join(folder, 'settings.json')
  writeFileSync(file, JSON.stringify({ business: 'Lakeside' }))
  return file
}

describe('template list', () => {
  test('names each template and what it counts on', async () => {
    const { code, out } = await patchbay('list', '--from', address())
    expect(code).toBe(0)
    expect(out).toContain('front-desk 1.0.0: Front desk')
    expect(out).toContain('counts on crm: none is installed; one of contacts, hubspot-crm')
  })

  test('--json gives them as data', async () => {
    expect(JSON.parse((await patchbay('list', '--json', '--from', address())).out)).toEqual(list.templates)
  })
})

describe('template install', () => {
  test('sends the answers of a file, and says what was made', async () => {
    const { code, out } = await patchbay(
      'install',
      'front-desk',
      '--settings',
      settings(),
      '--languages',
      'th,en',
      '--to',
      address(),
    )
    expect(code).toBe(0)
    expect(asked).toEqual({ settings: { business: 'Lakeside' }, languages: ['th', 'en'] })
    expect(out).toContain('“Front desk” (front-desk-1) is live.')
    expect(out).toContain('calendar:front-desk-hours')
    expect(out).toContain('crm by contacts, which was put in')
  })

  test('what does not fit is said field by field: exit 1', async () => {
    refuses = true
    const { code, out, error } = await patchbay('install', 'front-desk', '--settings', settings(), '--to', address())
    expect(code).toBe(1)
    expect(out).toContain('error: settings.business is missing')
    expect(error).toContain('front-desk was not installed')
  })

  test('neither answers nor --sample is wrong usage: exit 2', async () => {
    expect((await patchbay('install', 'front-desk', '--to', address())).code).toBe(2)
  })
})
