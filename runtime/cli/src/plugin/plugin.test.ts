import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packPlugin, readPackage, signPackage, verifyPackage } from '@patchbay/plugin-tools'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../../../../test/support/call-bench.ts'
import { ApiRefusal } from '../flow/patchbay-api.ts'
import { createProgram, runProgram } from '../program.ts'
import { asksInWords, grantsFor } from './asks-in-words.ts'
import { publishToFolder } from './folder-registry.ts'
import { howToSet, settingsOf } from './pairs.ts'
import { publisherKey } from './publisher-key.ts'

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'patchbay-cli-plugin-'))
})
afterAll(() => rmSync(root, { recursive: true }))

async function patchbay(...argv: string[]): Promise<{ code: number; said: string }> {
  const said: string[] = []
  const terminal = { out: (text: string) => void said.push(text), error: (text: string) => void said.push(text) }
  const code = await runProgram(createProgram(terminal), ['node', 'patchbay', 'plugin', ...argv], terminal)
  return { code, said: said.join('\n') }
}

describe('create', () => {
  test.each([
    ['Front_Porch', 'is no name of a plugin: it must be small letters, digits and -'],
    ['payments', 'is the name of a category'],
  ])('refuses the name %s', async (name, words) => {
    const { code, said } = await patchbay('create', join(root, name))
    expect([code, said]).toEqual([1, expect.stringContaining(words)])
    expect(existsSync(join(root, name))).toBe(false)
  })

  test('writes over nothing', async () => {
    const folder = join(root, 'taken')
    mkdirSync(folder)
    writeFileSync(join(folder, 'notes.txt'), 'mine')
    expect(await patchbay('create', folder)).toMatchObject({ code: 1, said: expect.stringContaining('not empty') })
    expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('mine')
  })

  test('makes a plugin that can be packed, and names the field of a manifest that is wrong', async () => {
    const folder = join(root, 'porch-light')
    expect(JSON.parse((await patchbay('create', folder, '--json')).said)).toMatchObject({ name: 'porch-light', folder })
    expect(readPackage((await packPlugin(folder)).text).manifest).toMatchObject({ name: 'porch-light', title: 'Porch light' })
    const file = join(folder, 'manifest.ts')
    writeFileSync(file, readFileSync(file, 'utf8').replace("sideEffect: 'write'", "sideEffect: 'writes'"))
    const { code, said } = await patchbay('pack', folder)
    expect([code, said]).toEqual([1, expect.stringMatching(/^actions\.greet\.sideEffect: .*"read"\|"write"\|"money"/)])
  })
})

test('a key is made once, for its owner only', () => {
  const file = join(root, 'keys', 'publisher.pem')
  const made = publisherKey(file)
  expect([made.isNew, statSync(file).mode & 0o777, statSync(join(root, 'keys')).mode & 0o777]).toEqual([true, 0o600, 0o700])
  expect(publisherKey(file)).toEqual({ ...made, isNew: false })
  writeFileSync(file, 'no key')
  expect(() => publisherKey(file)).toThrow('holds no Ed25519 private key')
})

describe('a folder as a registry', () => {
  const acme = () => publisherKey(join(root, 'acme.pem'))
  const signed = async (folder: string, { privateKey }: { privateKey: string }) =>
    signPackage((await packPlugin(join(root, folder))).text, privateKey)

  test('takes a version once, and from its publisher only; verify finds it as it was signed', async () => {
    await patchbay('create', join(root, 'lamp'))
    const folder = join(root, 'registry')
    const { publicKey } = acme()
    const text = await signed('lamp', acme())
    const file = publishToFolder(folder, text, { name: 'acme', publicKey })
    expect(publishToFolder(folder, text, { name: 'acme', publicKey })).toBe(file)
    expect(verifyPackage(readFileSync(file, 'utf8'), publicKey).manifest.name).toBe('lamp')

    const handlers = join(root, 'lamp', 'handlers.ts')
    writeFileSync(handlers, readFileSync(handlers, 'utf8').replace('> 1', '> 2'))
    const changed = await signed('lamp', acme())
    expect(() => publishToFolder(folder, changed, { name: 'acme', publicKey })).toThrow('with another content')
    const other = publisherKey(join(root, 'other.pem'))
    const theirs = await signed('lamp', other)
    expect(() => publishToFolder(folder, theirs, { name: 'other', publicKey: other.publicKey })).toThrow('is a plugin of acme')
    expect(() => publishToFolder(folder, theirs, { name: 'acme', publicKey: other.publicKey })).toThrow('with another key')

    const key = join(root, 'acme.pub.pem')
    writeFileSync(key, publicKey)
    expect(await patchbay('verify', file, '--key', key, '--json')).toMatchObject({
      code: 0,
      said: expect.stringContaining('"valid":true'),
    })
    writeFileSync(file, text.replace('has called before', 'has called befOre'))
    expect(await patchbay('verify', file, '--key', key)).toMatchObject({
      code: 1,
      said: expect.stringContaining('was changed after'),
    })
    expect(await patchbay('verify', file)).toMatchObject({ code: 2 })
  })
})

test('what a plugin asks for is said in words, and yes to it leaves names of many out', () => {
  const hosts = ['https://api.example.com', 'https://*.example.com']
  const asks = {
    hosts,
    secrets: [
      { key: 'API_KEY', title: 'Key', hosts: ['https://api.example.com'], optional: false },
      { key: 'HOOK', title: 'Signing secret', hosts: [], optional: true },
    ],
    dataClasses: ['personal' as const],
    sideEffects: ['read' as const, 'money' as const],
  }
  expect(asksInWords(asks)).toEqual([
    'It reaches https://api.example.com.',
    'It reaches https://*.example.com (one name of your own in the place of *).',
    'It uses the secret API_KEY (Key), towards https://api.example.com only.',
    'It may use the secret HOOK (Signing secret), to check and make signatures, and sends it nowhere.',
    'It is given personal data, such as names and telephone numbers.',
    'It moves money.',
  ])
  expect(grantsFor(asks, ['https://my.example.com'])).toEqual({
    origins: ['https://api.example.com', 'https://my.example.com'],
    secrets: ['API_KEY', 'HOOK'],
    dataClasses: ['personal'],
  })
})

test('settings are what JSON says, and else texts', () => {
  expect(settingsOf(['days=3', 'open=true', 'place=Bangkok', 'greeting=a=b'])).toEqual({
    days: 3,
    open: true,
    place: 'Bangkok',
    greeting: 'a=b',
  })
  expect(() => settingsOf(['days'])).toThrow('--setting takes NAME=value.')
})

test('a setting that is refused is said with how it is given', () => {
  const refusal = (detail: string) => new ApiRefusal({ type: 'x', title: 'X', status: 422, detail, code: 'X', requestId: 'r' })
  expect(() => howToSet(refusal('settings.depot: is missing'))).toThrow('settings.depot: is missing. Say it by --setting depot=…')
  expect(() => howToSet(refusal('The plugin is gone'))).toThrow(/^The plugin is gone$/)
})

test('dev looks where a file .env says, waits for a Patchbay that is not there yet, and says so once', async () => {
  const port = await freePort()
  await patchbay('create', join(root, 'early'))
  const main = join(import.meta.dirname, '../main.ts')
  const args = ['--conditions=patchbay-source', main, 'plugin', 'dev']
  writeFileSync(join(root, 'early', '.env'), `PORT=${port}`)
  const { PORT: _port, PUBLIC_URL: _url, ...env } = process.env
  const dev = spawn(process.execPath, args, { cwd: join(root, 'early'), env, stdio: ['ignore', 'pipe', 'pipe'] })
  const said: string[] = []
  for (const stream of [dev.stdout, dev.stderr]) stream.on('data', (data) => said.push(String(data)))
  let server: Server | undefined
  try {
    await expect.poll(() => said.join(''), { timeout: 20_000 }).toContain('Watching')
    expect(said.join('')).toContain('No Patchbay answers')
    const problem = { type: 'x', title: 'X', status: 422, detail: 'It has answered', code: 'X', requestId: 'r' }
    server = createServer((_request, reply) => reply.writeHead(422).end(JSON.stringify(problem))).listen(port, '127.0.0.1')
    await expect.poll(() => said.join(''), { timeout: 20_000 }).toContain('It has answered')
    expect(said.join('').match(/No Patchbay answers/g)).toHaveLength(1)
  } finally {
    dev.kill()
    server?.close()
  }
}, 60_000)
