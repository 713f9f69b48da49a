import { generateKeyPairSync } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '@patchbay/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPackage, signPackage, verifyPackage } from './index.ts'
import { emptySandbox } from './loaded-actions.ts'
import { packPlugin } from './pack-plugin.ts'

const MANIFEST = `
const number = { type: 'string', dataClass: 'personal' } as const
export default {
  name: 'greeter', version: '1.0.0', sdk: 1, title: 'Greeter', summary: 'Greets.', category: 'devices', dataClasses: ['personal'],
  actions: {
    greet: {
      title: 'Greet', summary: 'Says hello.', sideEffect: 'read', outlets: ['done'],
      input: { type: 'object', properties: { number }, required: ['number'] },
      output: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
      examples: [{ input: { number: '447700900123' }, outlet: 'done', output: { text: 'Hello' } }],
    },
  },
} as const
`
const HANDLERS = `
import { definePlugin, parsePhone } from '@patchbay/plugin-sdk'
import type manifest from './manifest.ts'
import { hello } from './hello.ts'
export default definePlugin<typeof manifest>({ actions: { greet: ({ number }) => ({ outlet: 'done', output: { text: hello(parsePhone(number)) } }) } })
`
const HELLO = "export const hello = (who?: string) => 'Hello ' + (who ?? 'you')\n"

const sandbox = emptySandbox()
let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'patchbay-pack-'))
})
afterAll(async () => {
  await sandbox.close()
  rmSync(root, { recursive: true })
})

let count = 0
/** A folder with a plugin that is good but for what is told. */
function plugin(files: Record<string, string> = {}): string {
  const folder = join(root, `p${count++}`)
  mkdirSync(folder)
  const all = { 'manifest.ts': MANIFEST, 'handlers.ts': HANDLERS, 'hello.ts': HELLO, 'README.md': '# Greeter\n', ...files }
  for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, name), text)
  return folder
}
const problems = async (files: Record<string, string>): Promise<string> => {
  try {
    await packPlugin(plugin(files), { sandbox })
    return ''
  } catch (thrown) {
    return `${AppError.from(thrown).code} ${AppError.from(thrown).message}`
  }
}
/** Handlers whose one action is these statements. */
const doing = (statements: string, before = '') => ({
  'handlers.ts': `${before}\nexport default { actions: { greet: async () => { ${statements}; return { outlet: 'done' } } } }`,
})

describe('a packed plugin', () => {
  test('is its manifest as data, one script, a map, its README and its fake', async () => {
    const { text, hash, manifest } = await packPlugin(plugin({ 'fake.ts': 'export const fake: number = 1' }), { sandbox })
    const read = readPackage(text)
    expect(Object.keys(read.files)).toEqual(['README.md', 'bundle.js', 'bundle.js.map', 'fake.js', 'plugin.json'])
    expect(read).toMatchObject({ hash, manifest: { name: 'greeter' }, signature: undefined })
    expect(read.manifest).toEqual(manifest)
    expect(read.files['fake.js']).toContain('fake')
  })

  test('is the same wherever its sources lie, and names no folder of this machine', async () => {
    const here = plugin()
    const there = join(root, 'else', 'where')
    cpSync(here, there, { recursive: true })
    const packed = await packPlugin(here, { sandbox })
    expect(await packPlugin(there, { sandbox })).toEqual(packed)
    expect(packed.text).not.toContain(root)
    expect(packed.text).not.toContain(import.meta.dirname)
    const { sources } = JSON.parse(readPackage(packed.text).files['bundle.js.map'] ?? '') as { sources: string[] }
    expect(sources).toEqual(expect.arrayContaining(['hello.ts', 'handlers.ts']))
  })

  test('can be signed by its publisher', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519', {
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    })
    const { text, hash } = await packPlugin(plugin(), { sandbox })
    expect(verifyPackage(signPackage(text, privateKey), publicKey).hash).toBe(hash)
  })
})

describe('is not packed, and told where:', () => {
  test.each<[string, Record<string, string>, string]>([
    [
      'a Node module',
      doing('crypto', "import crypto from 'node:crypto'"),
      '"node:crypto" is a Node.js module, and plugins run without Node.js: use context.crypto.hmac (handlers.ts:1)',
    ],
    [
      'one in another file',
      { 'hello.ts': `import 'fs'\n${HELLO}` },
      '"fs" is a Node.js module, and plugins run without Node.js (hello.ts:1)',
    ],
    ['process', doing('process.env.HOME'), 'A plugin has no process: settings and secrets come in the context (handlers.ts:2)'],
    ['Buffer', doing("Buffer.from('x')"), 'A plugin has no Buffer: use Uint8Array, TextEncoder, atob and btoa (handlers.ts:2)'],
    ['fetch', doing("await fetch('https://example.com')"), 'A plugin has no fetch: use context.http (handlers.ts:2)'],
    [
      'require of what is found at run time',
      doing('require(String(Date.now()))'),
      'what require() or import() names must stand there as a text (handlers.ts:2)',
    ],
    [
      'import of what is found at run time',
      doing('await import(String(Date.now()))'),
      'what require() or import() names must stand there as a text (handlers.ts:2)',
    ],
    ['what does not compile', doing('const'), 'handlers.ts:2'],
    ['what does not load', doing('1', "throw new Error('no')"), 'The plugin does not load in the sandbox'],
    [
      'an action that is not there',
      { 'handlers.ts': 'export default { actions: {} }' },
      'actions.greet: handlers.ts has no such action',
    ],
    [
      'an action too many',
      { 'handlers.ts': 'export default { actions: { greet() {}, more() {} } }' },
      'actions.more: is in handlers.ts and not in the manifest',
    ],
    ['no default export', { 'handlers.ts': 'export const plugin = 1' }, 'actions.greet: handlers.ts has no such action'],
    [
      'a manifest with faults',
      { 'manifest.ts': MANIFEST.replace("'1.0.0'", "'one'").replace("'read'", "'reads'") },
      'version: must be a version such as 1.0.0\nactions.greet.sideEffect: Invalid option: expected one of "read"|"write"|"money"',
    ],
    [
      'a manifest that is not exported',
      { 'manifest.ts': 'export const x = 1' },
      'The manifest is not the default export of its file',
    ],
  ])('%s', async (_what, files, problem) => expect(await problems(files)).toContain(problem))

  test('a folder without a plugin', async () => {
    mkdirSync(join(root, 'empty'))
    await expect(packPlugin(join(root, 'empty'), { sandbox })).rejects.toThrow(
      'There is no manifest.ts or manifest.js or plugin.json',
    )
  })
})

test('what asks first whether it is in Node.js may go on', async () => {
  expect(await problems(doing("typeof process === 'undefined' ? 1 : process.version"))).toBe('')
  expect(await problems(doing('const process = { version: 1 }; process.version'))).toBe('')
})
