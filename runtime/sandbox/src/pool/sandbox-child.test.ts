import type { ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { Duplex } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { LINE_MAX } from '../wire-format.ts'
import { type CallOrder, createSandboxChild, type SandboxChild } from './sandbox-child.ts'
import { startChild } from './start-child.ts'

const order: CallOrder = {
  action: 'go',
  payload: JSON.stringify({ input: {}, settings: {}, key: 'k', now: 0, seed: [1, 2, 3, 4] }),
  timeoutMs: 20_000,
  cpuMs: 1_000,
}
const host = { ask: async () => ({ ok: true, body: 'null' }), log: () => undefined }
const patient = () => new AbortController().signal
const plugin = (body: string) => ({
  code: `var __plugin = { default: { actions: { async go(input, ctx) { ${body} } } } }`,
  filename: 'plugin:test@1.0.0',
  memoryMb: 16,
  spares: 0,
})
const BYTES = 512 * 2 ** 20

/** A child whose line is in the test's own hands. */
function puppet(): { child: SandboxChild; says(text: string): void; killed: () => string[] } {
  const process = Object.assign(new EventEmitter(), {
    pid: 1,
    kill(signal: string) {
      killed.push(signal)
      process.emit('exit')
      return true
    },
  })
  const killed: string[] = []
  const line = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() })
  const child = createSandboxChild({ process: process as unknown as ChildProcess, line }, () => undefined)
  return { child, says: (text) => void line.emit('data', text), killed: () => killed }
}

describe('a child that has been taken over is ended', () => {
  test.each([
    ['speaks no JSON', 'rm -rf\n'],
    ['answers with something else than texts', '{"type":"done","call":1,"body":{}}\n'],
    ['never ends its line', 'x'.repeat(LINE_MAX + 1)],
    ['speaks too long a line', `${'x'.repeat(LINE_MAX + 1)}\n`],
    ['asks again and again', `${'{"type":"log","call":1,"level":"info","text":""}\n'.repeat(300)}`],
  ])('when it %s', async (_, text) => {
    const { child, says, killed } = puppet()
    const end = child.call(order, host, patient())
    says(text)
    expect(await end).toEqual({ type: 'fail', code: 'CRASHED', body: '' })
    expect([killed(), child.alive]).toEqual([['SIGKILL'], false])
  })

  test('what it says of calls that are not there moves nothing', () => {
    const { child, says, killed } = puppet()
    for (const type of ['done', 'fail'])
      says(`{"type":"${type}","call":7,"body":"{}"${type === 'fail' ? ',"code":"X","busy":false' : ''}}\n`)
    says('{"type":"ask","call":7,"seq":1,"service":"http","body":"{}"}\n')
    expect([killed(), child.busy]).toEqual([[], 0])
  })
})

test('an isolate that does not end keeps new calls away until it has', () => {
  const { child, says } = puppet()
  void child.call(order, host, patient())
  says('{"type":"fail","call":1,"code":"CPU","body":"","busy":true}\n')
  expect(child.inDoubt).toBe(true)
  says('{"type":"clear"}\n')
  expect(child.inDoubt).toBe(false)
})

describe('a real child', () => {
  test('that is killed fails its calls, and says that it has gone', async () => {
    let told = 0
    const started = startChild('plain', BYTES)
    const child = createSandboxChild(started, () => told++)
    expect(child.isReady).toBe(false)
    expect(await child.ready).toMatchObject({ network: expect.any(String) })
    expect([child.isReady, told]).toEqual([true, 1])
    child.load(plugin('await new Promise(() => {})'))
    const end = child.call(order, host, patient())
    process.kill(child.pid, 'SIGKILL')
    expect(await end).toEqual({ type: 'fail', code: 'CRASHED', body: '' })
    expect([child.alive, told]).toEqual([false, 2])
    expect(await child.call(order, host, patient())).toMatchObject({ code: 'CRASHED' })
  })

  test('ends when nobody is left on the other side, also amid an endless loop', async () => {
    const started = startChild('plain', BYTES)
    const child = createSandboxChild(started, () => undefined)
    await child.ready
    child.load(plugin('console.log("begun"); for (;;) ;'))
    const exited = new Promise((resolve) => started.process.once('exit', (_code, signal) => resolve(signal)))
    await new Promise<void>(
      (resolve) => void child.call({ ...order, cpuMs: 60_000 }, { ...host, log: () => resolve() }, patient()),
    )
    started.line.destroy()
    expect(await exited).toBe('SIGKILL')
  })

  test('ends a call that is cancelled, and takes the next', async () => {
    const child = createSandboxChild(startChild('plain', BYTES), () => undefined)
    await child.ready
    child.load(plugin('if (input.hang) await new Promise(() => {}); return { outlet: "done" }'))
    const ending = new AbortController()
    const hanging = child.call(
      { ...order, payload: order.payload.replace('"input":{}', '"input":{"hang":1}') },
      host,
      ending.signal,
    )
    ending.abort()
    expect(await hanging).toMatchObject({ code: 'CANCELLED' })
    expect(await child.call(order, host, patient())).toEqual({ type: 'done', body: '{"outlet":"done","output":{}}' })
    child.kill()
  })

  test('has no file, no process, no environment and no native code', async () => {
    // it tries each of them itself, and does not become ready when one works
    const started = startChild('plain', BYTES)
    const child = createSandboxChild(started, () => undefined)
    expect(await child.ready).toBeDefined()
    const { spawnargs } = started.process
    expect(spawnargs).toContain('--permission')
    expect(spawnargs.filter((argument) => /^--allow/.test(argument)).map((argument) => argument.split('=')[0])).toEqual([
      '--allow-addons',
      '--allow-fs-read',
      '--allow-fs-read',
    ])
    child.kill()
  })
})
