import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type KeepOptions, type KeptProcess, keepRunning } from './kept-process.ts'
import type { Launch } from './launch.ts'
import type { StartEvent } from './start-event.ts'

let folder: string
let kept: KeptProcess | undefined

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-kept-'))
})
afterEach(async () => {
  await kept?.stop()
  kept = undefined
  rmSync(folder, { recursive: true, force: true })
})

/** A process that says its pid and the address that it was told to come back to, and lives until its stdin ends. */
const LIVES = `
  console.log('some other line')
  console.log(JSON.stringify({ ready: true, url: process.argv[1] === 'undefined' ? 'test://' + process.pid : process.argv[1] }))
  process.stdin.on('end', () => process.exit()).resume()
`

const launchOf = (script: string, stopWithinMs = 10_000): Launch => ({
  name: 'server',
  command: (url) => [process.execPath, '-e', script, String(url)],
  env: process.env,
  logFile: join(folder, 'server.log'),
  stopWithinMs,
})

interface Watched {
  events: StartEvent[]
  /** Resolves with the first event of a type, past or to come. */
  until<T extends StartEvent['type']>(type: T): Promise<Extract<StartEvent, { type: T }>>
  givenUp: Promise<string>
}

function keep(launch: Launch, options: Partial<KeepOptions> = {}): Watched {
  const events: StartEvent[] = []
  const waiting = new Set<() => void>()
  const given = Promise.withResolvers<string>()
  kept = keepRunning(launch, {
    report(event) {
      events.push(event)
      for (const look of waiting) look()
    },
    onGivenUp: given.resolve,
    backOffMs: [0, 0, 0, 0],
    ...options,
  })
  return {
    events,
    givenUp: given.promise,
    until: (type) =>
      new Promise((resolve) => {
        const look = () => {
          const found = events.find((event) => event.type === type)
          if (found) resolve(found as Extract<StartEvent, { type: typeof type }>)
        }
        waiting.add(look)
        look()
      }),
  }
}

const pidOf = (url: string | undefined): number => Number(url?.replace('test://', ''))

describe('a kept process', () => {
  test('is ready when it prints its address, whatever it prints before', async () => {
    keep(launchOf(LIVES))
    expect(await kept?.ready).toMatch(/^test:\/\/\d+$/)
  })

  test('is started again when it is killed, at the address that it had, and says so', async () => {
    const { until } = keep(launchOf(LIVES))
    const url = await kept?.ready
    process.kill(pidOf(url), 'SIGKILL')
    expect(await until('processRestarted')).toEqual({
      type: 'processRestarted',
      name: 'server',
      pid: kept?.pid(),
      reason: 'killed',
      ms: expect.any(Number),
    })
    await kept?.stop()
    const printed = readFileSync(join(folder, 'server.log'), 'utf8').matchAll(/"url":"(.+?)"/g)
    expect([...printed].map(([, address]) => address)).toEqual([url, url])
  })

  test.each([
    ['an exit code', 'process.exit(3)', 'exit code 3'],
    ['a signal', "process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000)", 'SIGTERM'],
  ])('that ends by %s says how', async (_, death, reason) => {
    const dies = `console.log(JSON.stringify({ ready: true, url: 'test://1' })); if (process.argv[1] === 'undefined') { ${death} } else process.stdin.resume().on('end', () => process.exit())`
    expect(await keep(launchOf(dies)).until('processRestarted')).toMatchObject({ reason })
  })

  test('that cannot be started five times in a row is given up with its last words', async () => {
    const { events, givenUp } = keep(launchOf("console.error('first'); console.error('no such database'); process.exit(1)"))
    expect(await givenUp).toBe('no such database')
    expect(await kept?.ready).toBeUndefined()
    expect(events).toEqual(
      [1, 2, 3, 4].map((attempt) => ({
        type: 'processFailed',
        name: 'server',
        attempt,
        tries: 5,
        lastWords: 'no such database',
      })),
    )
  })

  test('is tried only as often as its first start allows', async () => {
    const { events, givenUp } = keep(launchOf("console.error('PORT should be a number'); process.exit(1)"), { firstTries: 1 })
    expect(await givenUp).toBe('PORT should be a number')
    expect(events).toEqual([])
  })

  test.each([
    [
      'the message of a line of its log',
      `console.error(JSON.stringify({ level: 50, msg: 'database away' })); process.exit(1)`,
      'database away',
    ],
    ['the message of an error that nobody caught', `throw new TypeError('no such thing')`, 'TypeError: no such thing'],
    ['its last line otherwise', `console.error('one'); console.error('two'); console.error(''); process.exit(1)`, 'two'],
  ])('has as its last words %s', async (_, script, words) => {
    expect(await keep(launchOf(script), { firstTries: 1 }).givenUp).toBe(words)
  })

  test('is started again though a process of its own outlives it', async () => {
    const leaves = `require('child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 5000)'], { stdio: 'inherit', detached: true }).unref()`
    const { until } = keep(launchOf(`if (process.argv[1] === 'undefined') ${leaves}\n${LIVES}`))
    process.kill(pidOf(await kept?.ready), 'SIGKILL')
    expect(await until('processRestarted')).toMatchObject({ reason: 'killed' })
  })

  test('that a program is not there is said in its place', async () => {
    const { givenUp } = keep({ ...launchOf(''), command: () => [join(folder, 'nothing-here')] }, { firstTries: 1 })
    expect(await givenUp).toContain('ENOENT')
  })

  test('is not started again once it was stopped', async () => {
    const { events } = keep(launchOf(LIVES))
    await kept?.ready
    await kept?.stop()
    expect(events).toEqual([])
  })

  test('that does not end when it is asked is killed, and that is said', async () => {
    const stubborn = `process.on('SIGTERM', () => {}); console.log(JSON.stringify({ ready: true, url: 'test://1' })); setInterval(() => {}, 1000)`
    const { events } = keep(launchOf(stubborn, 100))
    await kept?.ready
    await kept?.stop()
    expect(events).toEqual([{ type: 'processKilled', name: 'server', afterMs: 100 }])
  })

  test('can be stopped before it is ready', async () => {
    const { events } = keep(launchOf('setInterval(() => {}, 1000)'))
    await kept?.stop()
    expect(await kept?.ready).toBeUndefined()
    expect(events).toEqual([])
  })

  test('has everything that it prints in its log', async () => {
    const { givenUp } = keep(launchOf("console.log('one'); console.error('two'); process.exit(1)"), { firstTries: 1 })
    await givenUp
    expect(readFileSync(join(folder, 'server.log'), 'utf8').split('\n').sort()).toEqual(['', 'one', 'two'])
  })
})
