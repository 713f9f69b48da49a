import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo, Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { AppError } from '@patchbay/core'
import Koa, { type Middleware } from 'koa'
import { pino } from 'pino'
import { afterEach, describe, expect, test } from 'vitest'
import { editorFiles } from './editor-files.ts'
import { problems } from './problem.ts'
import { rateLimit } from './rate-limit.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function serve(...middleware: Middleware[]): Promise<string> {
  const app = new Koa()
  for (const each of middleware) app.use(each)
  const server = app.listen(0)
  servers.push(server)
  await new Promise((resolve) => server.once('listening', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const silent = pino({ level: 'silent' })

describe('problems', () => {
  function logged() {
    const lines: string[] = []
    const sink = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk))
        done()
      },
    })
    return { lines, log: pino(sink) }
  }
  const throwing =
    (thrown: unknown): Middleware =>
    () => {
      throw thrown
    }

  test('an error of the code table is told with its status, its code and what to do', async () => {
    const url = await serve(problems(silent), throwing(new AppError('FLOW_IN_USE', 'A number leads to this flow')))
    const response = await fetch(url)
    expect(response.status).toBe(409)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({
      code: 'FLOW_IN_USE',
      detail: 'A number leads to this flow',
      type: '/docs/errors#flow_in_use',
    })
  })

  test('a fault of ours is told without its cause, which stands in the log without what was said', async () => {
    const { lines, log } = logged()
    const url = await serve(problems(log), throwing(new Error('caller typed 4711')))
    const text = await (await fetch(url)).text()
    expect(JSON.parse(text)).toMatchObject({ status: 500, code: 'INTERNAL' })
    expect(text).not.toContain('4711')
    expect(lines.join()).toContain('edge.test.ts')
    expect(lines.join()).not.toContain('4711')
  })

  test('telephone numbers in an address do not reach the log', async () => {
    const { lines, log } = logged()
    await fetch(`${await serve(problems(log), throwing(new AppError('NOT_FOUND', 'Nothing')))}/api/v1/numbers/447700900123`)
    expect(lines.join()).toContain('/api/v1/numbers/<number>')
  })

  test('a draft that changed meanwhile names the revision to begin from', async () => {
    const changed = new AppError('DRAFT_CHANGED_MEANWHILE', 'Changed', { details: { revision: 7 } })
    const response = await fetch(await serve(problems(silent), throwing(changed)))
    expect([response.status, response.headers.get('etag')]).toEqual([412, '"7"'])
  })
})

describe('rateLimit', () => {
  test('too many requests of one address are told when to go on', async () => {
    const url = await serve(problems(silent), rateLimit({ requests: 2 }), (ctx) => {
      ctx.body = 'in'
    })
    const statuses = [await fetch(url), await fetch(url), await fetch(url)]
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 429])
    expect(Number(statuses[2]?.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

describe('editorFiles', () => {
  const folders: string[] = []
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
  })
  const folder = () => {
    const made = mkdtempSync(join(tmpdir(), 'patchbay-editor-'))
    folders.push(made)
    return made
  }
  const built = () => {
    const made = folder()
    mkdirSync(join(made, 'assets'))
    writeFileSync(join(made, 'index.html'), '<title>Editor</title>')
    writeFileSync(join(made, 'favicon.svg'), '<svg/>')
    writeFileSync(join(made, 'assets', 'main-1a2b.js'), 'void 0')
    return made
  }

  test.each([
    ['/', 200, '<title>Editor</title>', 'no-cache'],
    ['/flows/welcome', 200, '<title>Editor</title>', 'no-cache'],
    ['/favicon.svg', 200, '<svg/>', 'no-cache'],
    ['/assets/main-1a2b.js', 200, 'void 0', 'max-age=31536000,immutable'],
  ])('%s is served', async (path, status, text, cache) => {
    const response = await fetch((await serve(problems(silent), editorFiles(built()))) + path)
    expect([response.status, await response.text(), response.headers.get('cache-control')]).toEqual([status, text, cache])
  })

  test.each(['/assets/main-old.js', '/missing.png', '/assets/..%2f..%2fetc%2fpasswd'])('%s is not there', async (path) => {
    const response = await fetch((await serve(problems(silent), editorFiles(built()))) + path)
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(response.status).toBeLessThan(500)
  })

  test('an editor that is not built says how to build it', async () => {
    const response = await fetch(await serve(problems(silent), editorFiles(folder())))
    expect(await response.json()).toMatchObject({ status: 404, detail: expect.stringContaining('npm run build') })
  })
})
