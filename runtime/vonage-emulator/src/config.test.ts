import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { emulatorConfigSchema, switchReadings } from './config.ts'
import { configFor } from './testing/bench.ts'

const config = configFor('http://127.0.0.1:9')
const faultsOf = (input: unknown) => emulatorConfigSchema.safeParse(input).error?.issues.map(({ path }) => path.join('.')) ?? []

describe('configuration', () => {
  test('what is left out has a default', () => {
    expect(emulatorConfigSchema.parse(config)).toMatchObject({
      application: {
        answerMethod: 'POST',
        connectTimeoutMs: 1000,
        answerTimeoutMs: 5000,
        eventTimeoutMs: 10_000,
        signedCallbacks: true,
      },
      limits: { callsPerSecond: 3, requestsPerSecond: 15 },
      playback: { charactersPerSecond: 15, speed: 1 },
      host: '127.0.0.1',
      reach: 'loopback',
    })
  })

  test.each<[rule: string, application: object, at: string]>([
    ['V2.7-1', { connectTimeoutMs: 299 }, 'application.connectTimeoutMs'],
    ['V2.7-1', { connectTimeoutMs: 1001 }, 'application.connectTimeoutMs'],
    ['V2.7-1', { answerTimeoutMs: 5001 }, 'application.answerTimeoutMs'],
    ['V2.7-1', { eventTimeoutMs: 10_001 }, 'application.eventTimeoutMs'],
    ['V3-15', { publicKeyPem: '-----BEGIN PUBLIC KEY-----' }, 'application.publicKeyPem'],
    ['V2.1-1', { answerMethod: 'PUT' }, 'application.answerMethod'],
  ])('%s: %j is refused by name', (_rule, application, at) => {
    expect(faultsOf({ ...config, application: { ...config.application, ...application } })).toEqual([at])
  })

  test('so is a number that is none, and a setting that there is not', () => {
    expect(faultsOf({ ...config, numbers: ['+15557650001'] })).toEqual(['numbers.0'])
    expect(faultsOf({ ...config, numbers: [] })).toEqual(['numbers'])
    expect(faultsOf({ ...config, switches: { fast: true } })).toEqual(['switches'])
  })

  test('docs/emulator.md lists every switch with its values, the default first, and no other', () => {
    const page = readFileSync(new URL('../../../docs/emulator.md', import.meta.url), 'utf8')
    const table = page.slice(page.indexOf('## Switches'), page.indexOf('## Where the facts'))
    const documented = [...table.matchAll(/^\| `(\w+)` \| `([^|]+)` \|/gm)].map(([, name, values]) => [
      name,
      values?.split('`, `'),
    ])
    const readings = Object.entries(switchReadings).map(([name, values]) => [name, values.map(String)])
    expect(documented.toSorted()).toEqual(readings.toSorted())
    const defaults = Object.entries(switchReadings).map(([name, [usual]]) => [name, usual])
    expect(Object.fromEntries(defaults)).toEqual(emulatorConfigSchema.parse(config).switches)
  })
})
