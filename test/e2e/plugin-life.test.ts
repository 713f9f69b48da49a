import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installedPluginSchema, pluginListSchema, problemSchema } from '@patchbay/core/http-contract'
import { flowOf } from '@patchbay/core/test-kit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createProgram, runProgram } from '../../runtime/cli/src/program.ts'
import { CALLER, type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { apiOf, publishOn } from '../support/publish-on.ts'

const HOLD = /\/vonage\/voice\/hold\.wav$|One moment/
const words = (text: string) => ({ prompt: { text: { en: text } } })

let bench: CallBench
let root: string
let folder: string
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'patchbay-plugin-'))
  folder = join(root, 'front-porch')
  bench = await startCallBench()
  await bench.startServer()
})
afterAll(async () => {
  await bench.stop()
  rmSync(root, { recursive: true })
})

/** What the command line says; its exit code must be the one that is told. */
async function patchbay(argv: readonly string[], exitCode = 0): Promise<string> {
  const said: string[] = []
  const terminal = { out: (text: string) => void said.push(text), error: (text: string) => void said.push(text) }
  const code = await runProgram(createProgram(terminal), ['node', 'patchbay', ...argv], terminal)
  expect([code, said.join('\n')]).toEqual([exitCode, expect.any(String)])
  return said.join('\n')
}
const key = () => ['--key', join(root, 'keys', 'publisher.pem'), '--publisher', 'acme']
const publish = (...more: string[]) => patchbay(['plugin', 'publish', folder, '--to', bench.url, ...key(), ...more])

const greet = flowOf(
  {
    look: [
      'pluginAction',
      {
        plugin: 'front-porch',
        action: 'greet',
        inputs: [{ name: 'number', value: '{{ caller.number }}' }],
        outputs: [{ from: 'calls', to: 'calls' }],
        outlets: ['new', 'known'].map((id) => ({ id, label: id })),
        sideEffect: 'write',
        mode: 'idempotent',
      },
      { new: 'first', known: 'again', failed: 'sorry' },
    ],
    first: ['hangUp', words('Hello for the first time.')],
    again: ['hangUp', words('Hello, call {{ calls }}.')],
    sorry: ['hangUp', words('Nobody could say.')],
  },
  { name: 'Greet', variables: [{ name: 'calls', type: 'number', sensitive: false }] },
)

async function call(): Promise<string[]> {
  const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
  await bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
  return bench.heard(uuid).filter((heard) => !HOLD.test(heard))
}
const ask = (method: string, path: string, body?: object) =>
  fetch(`${bench.url}/api/v1/plugins/front-porch${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })

test('a plugin goes from an empty folder through the registry into calls, forth and back, and stays while it is needed', async () => {
  await patchbay(['plugin', 'create', folder])
  expect(await patchbay(['plugin', 'test', folder])).toContain('greet')
  const packed = JSON.parse(await patchbay(['plugin', 'pack', folder, '--out', root, '--json'])) as { file: string; hash: string }
  expect(JSON.parse(await publish('--json'))).toMatchObject({ hash: packed.hash, review: 'submitted', publisher: 'acme' })
  expect(await patchbay(['plugin', 'install', 'front-porch', '--at', bench.url, '--yes'], 1)).toContain('has been approved')
  await publish('--approve')
  expect(await patchbay(['plugin', 'install', 'front-porch', '--at', bench.url], 1)).toContain('It is given personal data')
  await patchbay(['plugin', 'install', 'front-porch', '--at', bench.url, '--yes'])

  const flowId = await publishOn(bench, greet)
  const publishAgain = () => apiOf(bench, 'POST', `/flows/${flowId}/versions`, { body: {} })
  expect(await call()).toEqual(['Hello for the first time.'])
  expect(await call()).toEqual(['Hello, call 2.'])

  // the same version with another content is refused, the next one is not
  const handlers = join(folder, 'handlers.ts')
  writeFileSync(handlers, readFileSync(handlers, 'utf8').replace('calls: all.length }', 'calls: all.length + 100 }'))
  expect(await patchbay(['plugin', 'publish', folder, '--to', bench.url, ...key()], 1)).toContain('with another content')
  const manifest = join(folder, 'manifest.ts')
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace("version: '1.0.0'", "version: '1.1.0'"))
  await publish('--approve')
  expect(await patchbay(['plugin', 'install', 'front-porch', '--at', bench.url])).toContain('front-porch 1.1.0 is installed')
  // a live flow keeps what it was published with
  expect(await call()).toEqual(['Hello, call 3.'])
  await publishAgain()
  expect(await call()).toEqual(['Hello, call 104.'])

  const back = installedPluginSchema.parse(await (await ask('POST', '/rollback')).json())
  expect(back).toMatchObject({ version: '1.0.0', previous: '1.1.0', publisher: 'acme', flows: [{ name: 'Greet' }] })
  await publishAgain()
  expect(await call()).toEqual(['Hello, call 5.'])

  const refused = await ask('DELETE', '')
  expect([refused.status, problemSchema.parse(await refused.json())]).toMatchObject([
    409,
    { code: 'PLUGIN_IN_USE', flows: [{ name: 'Greet' }] },
  ])
  expect((await ask('PUT', '/enabled', { enabled: false })).status).toBe(200)
  expect(await call()).toEqual(['Nobody could say.'])
  const listed = pluginListSchema.parse((await apiOf(bench, 'GET', '/plugins')).body)
  expect(listed.plugins).toMatchObject([{ name: 'front-porch', version: '1.0.0', enabled: false }])
  const { entries } = (await (await ask('GET', '/history')).json()) as { entries: { what: string; role: string }[] }
  expect(entries.map(({ what }) => what).toReversed()).toEqual(['installed', 'upgraded', 'rolledBack', 'switchedOff'])
  expect(new Set(entries.map(({ role }) => role))).toEqual(new Set(['owner']))
})

test('an upgrade is told the settings that are new, and keeps the others', async () => {
  const lamp = join(root, 'lamp')
  await patchbay(['plugin', 'create', lamp])
  const manifest = join(lamp, 'manifest.ts')
  const plain = readFileSync(manifest, 'utf8')
  const release = async (version: string, fields: readonly string[]) => {
    const properties = Object.fromEntries(fields.map((field) => [field, { type: 'string' }]))
    const form = JSON.stringify({ type: 'object', properties, required: fields })
    writeFileSync(manifest, plain.replace("version: '1.0.0',", `version: '${version}', settings: ${form},`))
    await patchbay(['plugin', 'publish', lamp, '--to', bench.url, ...key(), '--approve'])
  }
  const install = (...more: string[]) => ['plugin', 'install', 'lamp', '--at', bench.url, '--yes', ...more]
  await release('1.0.0', ['room', 'speed'])
  expect(await patchbay(install(), 1)).toContain('settings.room: is missing. Say it by --setting room=…')
  await patchbay(install('--setting', 'room=hall', '--setting', 'speed=slow'))
  await release('2.0.0', ['room', 'floor'])
  expect(await patchbay(install(), 1)).toContain('settings.floor: is missing. Say it by --setting floor=…')
  expect(await patchbay(install('--setting', 'floor=second'))).toContain('lamp 2.0.0 is installed')
  const shown = installedPluginSchema.parse((await apiOf(bench, 'GET', '/plugins/lamp')).body)
  expect(shown.settings).toEqual({ room: 'hall', floor: 'second' })
})
