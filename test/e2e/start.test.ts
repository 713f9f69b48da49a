import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const main = join(root, 'runtime/cli/bin/patchbay.mjs')

interface Said {
  type: string
  url: string
  name: string
  processes: Record<string, number>
}

/** `patchbay start` as it is shipped, in a data folder of its own. */
interface Started {
  process: ChildProcess
  said: Said[]
  /** Resolves with what it says of this type, past or to come, and rejects when it ends without. */
  until(type: string, match?: (said: Said) => boolean): Promise<Said>
  /** What it wrote to stderr, and its exit code, at its end. */
  ended: Promise<{ code: number | null; error: string }>
}

const running = new Set<ChildProcess>()

/** Settings of whoever runs the tests must not reach in. */
const bareEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(VONAGE_|PATCHBAY_|MONGODB_URL$|PORT$|HOST$|PUBLIC_URL$|VITEST|NODE_)/.test(name),
  ),
)

function start(env: Record<string, string>, cwd: string): Started {
  const child = spawn(process.execPath, [main, 'start', '--json'], {
    cwd,
    env: { ...bareEnvironment, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  running.add(child)
  const said: Said[] = []
  const look = new Set<() => void>()
  let error = ''
  child.stderr?.on('data', (part) => {
    error += part
  })
  if (child.stdout)
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(JSON.parse(line))
      for (const each of look) each()
    })
  // not `close`: that waits for a channel which a test may have cut
  const ends = [once(child, 'exit'), ...[child.stdout, child.stderr].map((stream) => stream && once(stream, 'close'))] as const
  const ended = Promise.all(ends).then(([exit]) => {
    running.delete(child)
    return { code: exit?.[0] as number | null, error: error.trim() }
  })
  return {
    process: child,
    said,
    ended,
    until: (type, match = () => true) =>
      new Promise((found, failed) => {
        const each = () => {
          const one = said.find((event) => event.type === type && match(event))
          if (one) found(one)
        }
        look.add(each)
        each()
        void ended.then(({ code }) =>
          failed(new Error(`ended with ${code} before it said ${type}: ${JSON.stringify(said)}\n${error}`)),
        )
      }),
  }
}

async function patchbayCommand(...args: string[]): Promise<{ code: number | null; out: string; error: string }> {
  const child = spawn(process.execPath, [main, ...args], { env: bareEnvironment, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { out: '', error: '' }
  child.stdout.on('data', (part) => {
    said.out += part
  })
  child.stderr.on('data', (part) => {
    said.error += part
  })
  const [code] = await once(child, 'close')
  return { code, ...said }
}

const isReady = async (url: string): Promise<boolean> => (await fetch(`${url}/readyz`).catch(() => undefined))?.status === 200

const flowsOf = async (url: string): Promise<{ id: string; name: string }[]> => {
  const { flows } = (await (await fetch(`${url}/api/v1/flows`)).json()) as { flows: { id: string; name: string }[] }
  return flows
}

const flowNames = async (url: string): Promise<string[]> => (await flowsOf(url)).map(({ name }) => name)

afterAll(async () => {
  for (const child of running) {
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
})

describe('a running Patchbay', () => {
  let folder: string
  let patchbay: Started
  let url: string
  let processes: Record<string, number>

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'patchbay-start-'))
    patchbay = start({ PORT: '0', PATCHBAY_DATA: join(folder, 'data') }, folder)
    ;({ url, processes } = await patchbay.until('ready'))
  })
  afterAll(async () => {
    patchbay.process.kill('SIGINT')
    await patchbay.ended
    rmSync(folder, { recursive: true, force: true })
  })

  test('is ready at the one address that it prints, with a flow to look at', async () => {
    expect(await isReady(url)).toBe(true)
    expect(await flowNames(url)).toHaveLength(1)
    const page = await fetch(url)
    expect(page.headers.get('content-type')).toContain('text/html')
  })

  test('keeps its account and data to its owner', () => {
    for (const name of ['vonage-emulator.json', 'vonage-emulator.config.json', 'database.json']) {
      expect(statSync(join(folder, 'data', name)).mode & 0o077, name).toBe(0)
    }
    expect(statSync(join(folder, 'data')).mode & 0o077).toBe(0)
  })

  test('is found by a second start, which says where it runs and leaves it alone', async () => {
    const second = start({ PORT: '0', PATCHBAY_DATA: join(folder, 'data') }, folder)
    expect(await second.ended).toEqual({ code: 0, error: '' })
    expect(second.said).toEqual([{ type: 'alreadyRunning', pid: patchbay.process.pid, url, dataFolder: join(folder, 'data') }])
    expect(await isReady(url)).toBe(true)
  })

  test('keeps its port: a start elsewhere says which, and how to choose another', async () => {
    const { port } = new URL(url)
    const { code, error } = await start({ PORT: port, PATCHBAY_DATA: join(folder, 'other') }, folder).ended
    expect(code).toBe(1)
    expect(error).toBe(`Port ${port} is taken by another program. Choose another: PORT=${Number(port) + 1} npm start`)
  })

  test('gives a flow to the command line, and takes it back as a new version', async () => {
    const { id } = (await flowsOf(url))[0] as { id: string }
    const exported = await patchbayCommand('flow', 'export', id, '--from', url)
    const file = join(folder, 'flow.json')
    writeFileSync(file, exported.out)
    expect(await patchbayCommand('flow', 'validate', file)).toMatchObject({ code: 0 })

    const same = await patchbayCommand('flow', 'publish', file, '--to', url)
    expect(same.out).toContain('version 1 was already live; reached by 12025550100')

    const changed = JSON.parse(exported.out)
    writeFileSync(
      file,
      JSON.stringify({
        ...changed,
        languages: { ...changed.languages, enabled: ['en'] },
        fallback: { prompt: { text: { en: 'Changed.' } } },
      }),
    )
    const published = await patchbayCommand('flow', 'publish', file, '--to', url)
    expect(published).toMatchObject({ code: 0, error: '' })
    expect(published.out).toContain('version 2 is live')
    expect((await patchbayCommand('flow', 'export', id, '--version', '1', '--from', url)).out).toBe(exported.out)
    expect((await patchbayCommand('flow', 'export', id, '--version', '9', '--from', url)).code).toBe(1)
  })

  test.each(['database', 'emulator', 'server'])('starts its %s again when it is killed, and says so', async (name) => {
    const before = await flowNames(url)
    process.kill(processes[name] as number, 'SIGKILL')
    expect(await patchbay.until('processRestarted', (said) => said.name === name)).toMatchObject({ name, reason: 'killed' })
    await expect.poll(() => isReady(url), { timeout: 20_000, interval: 50 }).toBe(true)
    expect(await flowNames(url)).toEqual(before)
  })
})

describe('a Patchbay that ends', () => {
  let folder: string
  let env: Record<string, string>
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'patchbay-end-'))
    env = { PORT: '0', PATCHBAY_DATA: join(folder, 'data') }
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const addFlow = async (url: string, name: string): Promise<void> => {
    const response = await fetch(`${url}/api/v1/flows`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ name }),
    })
    expect(response.status).toBe(201)
  }

  test.each(['SIGINT', 'SIGTERM'] as const)('by %s stops in good order and loses nothing', async (signal) => {
    const first = start(env, folder)
    const { url } = await first.until('ready')
    await addFlow(url, 'Mine')
    first.process.kill(signal)
    expect(await first.ended).toEqual({ code: 0, error: '' })
    const end = first.said.slice(-5).map(({ type, name }) => name ?? type)
    expect(end).toEqual(['stopping', 'server', 'emulator', 'database', 'stopped'])

    const second = start(env, folder)
    expect(await flowNames((await second.until('ready')).url)).toContain('Mine')
    second.process.kill('SIGTERM')
    await second.ended
  })

  test('ends when the script that started it is gone', async () => {
    const { until, process: child, ended } = start(env, folder)
    await until('ready')
    child.disconnect()
    expect((await ended).code).toBe(0)
  })

  test('before it is ready starts nothing more', async () => {
    const { until, process: child, ended, said } = start(env, folder)
    await until('starting')
    child.kill('SIGINT')
    expect(await ended).toEqual({ code: 0, error: '' })
    expect(said.map(({ type }) => type)).not.toContain('ready')
    expect(said.at(-1)?.type).toBe('stopped')
  })

  test('by kill -9 takes its processes with it; the next start waits for them and has the data', async () => {
    const first = start(env, folder)
    const { url } = await first.until('ready')
    await addFlow(url, 'Mine')
    first.process.kill('SIGKILL')
    await first.ended

    const second = start({ ...env, PORT: new URL(url).port }, folder)
    expect(await flowNames((await second.until('ready')).url)).toContain('Mine')
    expect(second.said[0]).toMatchObject({ type: 'waitingForEarlierStart', pid: first.process.pid })
    second.process.kill('SIGTERM')
    await second.ended
  })

  test('does not open another database over its data', async () => {
    const first = start(env, folder)
    await first.until('ready')
    first.process.kill('SIGTERM')
    await first.ended
    const { code, error } = await start({ ...env, MONGODB_URL: 'mongodb://127.0.0.1:1/calls' }, folder).ended
    expect(code).toBe(1)
    expect(error).toContain('is in the embedded database. Leave MONGODB_URL empty to go on with it')
  })

  test('runs a mongod that stands on the PATH, in the data folder and on a socket of its own', async () => {
    const mongod = join(folder, 'bin', 'mongod')
    mkdirSync(join(folder, 'bin'))
    // stands for the real one: takes its options, speaks its protocol
    const embedded = join(root, 'runtime/mongo-embedded/dist/main.js')
    writeFileSync(
      mongod,
      `#!/bin/sh\necho "$@" > ${folder}/options\nexec ${process.execPath} ${embedded} --folder "$2" --socket "$4"\n`,
    )
    chmodSync(mongod, 0o755)
    const patchbay = start({ ...env, PATH: `${join(folder, 'bin')}:${process.env.PATH}` }, folder)
    const { url } = await patchbay.until('ready')
    expect(await flowNames(url)).toHaveLength(1)
    expect(readFileSync(join(folder, 'options'), 'utf8').trim()).toBe(
      `--dbpath ${folder}/data/database --bind_ip ${folder}/data/database.sock --filePermissions 0600`,
    )
    patchbay.process.kill('SIGTERM')
    expect((await patchbay.ended).code).toBe(0)
  })
})

describe('a setting that is wrong', () => {
  test.each([
    ['PORT', { PORT: 'http' }],
    ['HOST', { HOST: '0.0.0.0' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'calls.example.com' }],
    ['PATCHBAY_SECRET_KEY', { PATCHBAY_SECRET_KEY: 'short' }],
    ['VONAGE_API_SECRET', { VONAGE_API_KEY: 'abcd1234' }],
  ])('%s stops the start by its name', async (name, env) => {
    const folder = mkdtempSync(join(tmpdir(), 'patchbay-setting-'))
    const { code, error } = await start({ PORT: '0', PATCHBAY_DATA: join(folder, 'data'), ...env }, folder).ended
    expect(code).toBe(1)
    expect(error).toContain(name)
    expect(error).not.toContain('    at ')
    rmSync(folder, { recursive: true, force: true })
  })

  test('in .env counts as well, and the environment before it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'patchbay-env-'))
    writeFileSync(join(folder, '.env'), 'PATCHBAY_DATA=data\nHOST=0.0.0.0\nPORT=http\n')
    expect((await start({}, folder).ended).error).toContain('PORT is "http"')
    expect((await start({ PORT: '0' }, folder).ended).error).toContain('HOST is "0.0.0.0"')
    rmSync(folder, { recursive: true, force: true })
  })
})
