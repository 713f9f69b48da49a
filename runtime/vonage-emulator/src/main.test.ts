import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { EmulatorConfigInput } from './config.ts'
import { caller, configFor, ours } from './testing/bench.ts'
import { startCustomerApplication } from './testing/customer-application.ts'
import { readEventStream } from './testing/event-stream.ts'

const main = fileURLToPath(new URL('main.ts', import.meta.url))

function start(config: EmulatorConfigInput, ...more: string[]): ChildProcess {
  const folder = mkdtempSync(join(tmpdir(), 'emulator-'))
  const file = join(folder, 'config.json')
  writeFileSync(file, JSON.stringify(config))
  const child = spawn(process.execPath, ['--conditions=patchbay-source', main, '--config', file, ...more])
  onTestFinished(() => {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true })
  })
  return child
}

async function readyUrl(child: ChildProcess): Promise<string> {
  const [line] = await once(child.stdout!, 'data')
  const { ready, url } = JSON.parse(String(line))
  expect(ready).toBe(true)
  return url
}

describe('the emulator as a process', () => {
  const config = configFor('http://127.0.0.1:9')

  test('it says where it is when it is ready, and SIGTERM ends it', async () => {
    const child = start(config)
    const url = await readyUrl(child)
    expect(await (await fetch(`${url}/control/calls`)).json()).toEqual([])
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  test('it carries a call in real time, driven over the control API', async () => {
    const application = await startCustomerApplication()
    onTestFinished(() => application.close())
    const menu = { action: 'talk', text: 'Press one.', bargeIn: true }
    application.script('/answer', [
      menu,
      { action: 'input', type: ['dtmf'], dtmf: { maxDigits: 1 }, eventUrl: [`${application.url}/input`] },
    ])
    application.script('/input', [{ action: 'talk', text: 'Thank you.' }])
    const url = await readyUrl(start(configFor(application.url, { playback: { speed: 50 } })))
    const post = (path: string, body: object) =>
      fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

    const { uuid } = (await (await post('/control/calls', { from: caller, to: ours })).json()) as { uuid: string }
    const heard: unknown[] = []
    for await (const { event, data } of readEventStream(`${url}/control/events`)) {
      if (event === 'input.waiting') await post(`/control/legs/${uuid}/keys`, { digits: '1' })
      if (event === 'heard.started') heard.push((data as { text: string }).text)
      if (event === 'leg.ended') break
    }
    expect(heard).toEqual(['Press one.', 'Thank you.'])
    expect(application.on('/input')).toMatchObject([{ fields: { uuid, dtmf: { digits: '1', timed_out: false } } }])
  })

  test('it ends with its parent, whose end closes its standard input', async () => {
    const child = start(config, '--end-with-stdin')
    await readyUrl(child)
    child.stdin?.end()
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  test.each([
    ['a host that others reach', { ...config, host: '0.0.0.0' }, 'loopback addresses only'],
    [
      'a key that is none',
      { ...config, application: { ...config.application, publicKeyPem: 'nonsense' } },
      'application.publicKeyPem',
    ],
    ['a setting that it does not know', { ...config, nmbers: [] } as EmulatorConfigInput, 'nmbers'],
  ])('%s stops it with the reason', async (_what, wrong, reason) => {
    const child = start(wrong)
    const [[said], [code]] = await Promise.all([once(child.stderr!, 'data'), once(child, 'exit')])
    expect(String(said)).toContain(reason)
    expect(code).toBe(1)
  })
})
