import { generateKeyPairSync } from 'node:crypto'
import { createVonageEmulator, type EmulatorConfigInput } from '@patchbay/vonage-emulator'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createProgram, runProgram } from '../program.ts'
import { freePort } from '../start/free-port.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const id = '6f1c9a52-3d3b-4b0e-9a61-6a7d4f0c2b11'
const number = '15557650001'

async function patchbay(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  const said = { out: [] as string[], error: [] as string[] }
  const terminal = { out: (text: string) => void said.out.push(text), error: (text: string) => void said.error.push(text) }
  const code = await runProgram(createProgram(terminal), ['node', 'patchbay', 'vonage', ...args], terminal)
  return { code, out: said.out.join('\n'), error: said.error.join('\n') }
}

let address: string
beforeEach(async () => {
  const port = await freePort('127.0.0.1', 0)
  address = `http://127.0.0.1:${port}`
  vi.stubEnv('PORT', String(port))
  vi.stubEnv('HOST', '127.0.0.1')
  vi.stubEnv('PUBLIC_URL', undefined)
  for (const name of ['API_KEY', 'API_SECRET', 'APPLICATION_ID', 'PRIVATE_KEY', 'SIGNATURE_SECRET'])
    vi.stubEnv(`VONAGE_${name}`, undefined)
})
afterEach(() => vi.unstubAllEnvs())

describe('without an account and without a Patchbay', () => {
  test('check says that the line is the built-in one', async () => {
    const { code, out } = await patchbay('check')
    expect(code).toBe(0)
    expect(out).toMatch(/^note {5}This machine uses the built-in line/)
  })

  test.each([['mend'], ['numbers', 'list']])('%s %s has nothing to work on', async (...args) => {
    const { code, error } = await patchbay(...args)
    expect(code).toBe(1)
    expect(error).toContain(`no Patchbay runs at ${address}`)
  })

  test.each([
    [['numbers', 'search', 'Britain'], '"Britain" is no country; it should be its two letters, such as GB.'],
    [['numbers', 'search', 'GB', '--pattern', 'abc'], '--pattern is "abc"; it should be digits, such as 7946.'],
    [['numbers', 'release', '12'], '"12" is no telephone number; it should look like +442079460123.'],
    [['numbers', 'release', number], `+${number} would be gone for good. If you mean it, add --yes.`],
    [['check', '--server', 'nowhere'], '"nowhere" is no address of a Patchbay; it should look like http://127.0.0.1:3000.'],
  ])('%j is wrong usage', async (args, error) => expect(await patchbay(...args)).toEqual({ code: 2, out: '', error }))
})

describe('with an account, and no Patchbay that runs', () => {
  let emulator: ReturnType<typeof createVonageEmulator>

  async function begin(over: Partial<EmulatorConfigInput> = {}): Promise<void> {
    const account = { apiKey: 'abcd1234', apiSecret: 'account-secret', signatureSecret: 'a signature secret' }
    emulator = createVonageEmulator({
      account,
      application: {
        id,
        publicKeyPem: publicKey,
        answerUrl: 'https://old.example/answer',
        eventUrl: 'https://old.example/event',
      },
      numbers: [number],
      ...over,
    })
    const { url } = await emulator.listen(0)
    vi.stubEnv('VONAGE_API_KEY', account.apiKey)
    vi.stubEnv('VONAGE_API_SECRET', account.apiSecret)
    vi.stubEnv('VONAGE_APPLICATION_ID', id)
    vi.stubEnv('VONAGE_PRIVATE_KEY', privateKey)
    vi.stubEnv('VONAGE_SIGNATURE_SECRET', account.signatureSecret)
    vi.stubEnv('VONAGE_API_HOST', url)
    vi.stubEnv('VONAGE_REST_HOST', url)
  }
  afterEach(() => emulator?.close())

  test('check finds the faults, mend takes them away', async () => {
    await begin()
    const before = await patchbay('check')
    expect(before.code).toBe(1)
    expect(before.error).toBe('3 things are in the way.')
    expect(before.out).toContain(
      `fault    The application’s Answer URL leads to https://old.example/answer. It should be ${address}/vonage/voice/answer.`,
    )
    expect(before.out).toContain('npx patchbay vonage mend')

    const after = await patchbay('mend', '--json')
    expect([after.code, after.error]).toEqual([0, ''])
    const found = JSON.parse(after.out) as { code: string; text: string }[]
    expect(found.map(({ code }) => code)).toEqual([
      'CREDENTIALS_GOOD',
      'APPLICATION_GOOD',
      'PUBLIC_URL_NOT_ANSWERING',
      'WEBHOOKS_GOOD',
      'SERVER_NOT_ASKED',
    ])
    expect(found[4]?.text).toBe(`No Patchbay runs at ${address}, so what its numbers lead to was not looked at.`)
  })

  test('a setting that is missing is a finding with its name', async () => {
    await begin()
    vi.stubEnv('VONAGE_SIGNATURE_SECRET', '')
    const { code, out } = await patchbay('check', '--json')
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject([
      { code: 'SETTINGS_NOT_VALID', data: { reason: expect.stringContaining('VONAGE_SIGNATURE_SECRET') } },
    ])
  })

  test('a number is searched, bought after its price was confirmed, and given back', async () => {
    await begin()
    const { out } = await patchbay('numbers', 'search', 'gb')
    expect(out).toBe('+447700900100  GB  mobile-lvn  VOICE,SMS  €1.00 a month')
    const asked = await patchbay('numbers', 'buy', '+44 7700 900100', '--country', 'GB')
    expect(asked.code).toBe(2)
    expect(asked.error).toContain('€1.00 a month. Nothing is bought yet.')
    const order = ['numbers', 'buy', '447700900100', '--country', 'GB', '--yes', '--monthly-cost']
    expect((await patchbay(...order, '0.50')).error).toBe('The number costs €1.00 a month now. Nothing was bought.')
    expect(await patchbay(...order, '1.00')).toEqual({
      code: 0,
      out: '+447700900100 is yours, and linked to the application.',
      error: '',
    })
    expect((await patchbay('numbers', 'list')).out.split('\n')).toEqual([
      `+${number}  US  VOICE,SMS  rings here`,
      '+447700900100  GB  VOICE,SMS  rings here',
    ])

    expect((await patchbay('numbers', 'release', '447700900100', '--yes')).error).toContain(
      'nobody knows whether callers of +447700900100',
    )
    expect((await patchbay('numbers', 'release', '447700900100', '--yes', '--even-with-flow')).code).toBe(0)
    expect((await patchbay('numbers', 'list')).out).not.toContain('447700900100')
  })

  test('a number that forwards by itself is assigned, and then rings here', async () => {
    await begin()
    await fetch(`${process.env.VONAGE_REST_HOST}/number/update`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('abcd1234:account-secret').toString('base64')}` },
      body: new URLSearchParams({ country: 'US', msisdn: number, voiceCallbackType: 'tel', voiceCallbackValue: '447700900123' }),
    })
    expect((await patchbay('numbers', 'list')).out).toContain('forwards by itself (tel: 447700900123)')
    expect((await patchbay('numbers', 'assign', number, '--flow', 'welcome')).error).toContain('can be led to no flow')
    expect((await patchbay('numbers', 'assign', number)).out).toBe(`+${number} is linked to the application.`)
    expect((await patchbay('numbers', 'list')).out).toBe(`+${number}  US  VOICE,SMS  rings here`)
  })

  test('what Vonage refuses is said in a line', async () => {
    await begin()
    vi.stubEnv('VONAGE_API_SECRET', 'another')
    expect(await patchbay('numbers', 'list')).toMatchObject({
      code: 1,
      error: 'Vonage did not list the numbers: it does not accept the API key and secret.',
    })
    expect((await patchbay('check')).error).toBe('One thing is in the way.')
  })
})
