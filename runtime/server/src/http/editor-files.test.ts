import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, describe, expect, test } from 'vitest'
import { serve } from '../testing/serve.ts'
import { editorFiles } from './editor-files.ts'
import { problems } from './problem.ts'

const silent = pino({ level: 'silent' })

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
