import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { accountCheckSchema, numberOfferListSchema, ownedNumberListSchema, problemSchema } from '@patchbay/core/http-contract'
import { createVonageAccount } from '@patchbay/server'
import { createVonageEmulator, type EmulatorConfigInput } from '@patchbay/vonage-emulator'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { postWebhook } from '../support/vonage-post.ts'

const makeKeys = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
const keys = makeKeys()
const publicUrl = 'http://127.0.0.1:9'
const number = '15557650001'
const forSale = '447700900100'
const other = 'b5c94a52-3d3b-4b0e-9a61-6a7d4f0c2b22'

const isFault = ({ severity }: { severity: string }): boolean => severity === 'warning' || severity === 'error'

interface Over {
  emulator?: Partial<EmulatorConfigInput>
  vonage?: Partial<Parameters<typeof createVonageAccount>[0]['vonage']>
  clock?: () => number
}

/** An emulated account beside what looks at it. */
async function startAccount({ emulator: over = {}, vonage: differs = {}, clock = Date.now }: Over = {}) {
  const account = { apiKey: 'abcd1234', apiSecret: 'account-secret', signatureSecret: 'a signature secret' }
  const id = randomUUID()
  const emulator = createVonageEmulator({
    account,
    application: {
      id,
      name: 'Garden line',
      publicKeyPem: keys.publicKey,
      answerUrl: 'https://old.example/answer',
      answerMethod: 'GET',
      eventUrl: `${publicUrl}/vonage/voice/event`,
      messages: { inboundUrl: 'https://messages.example/in' },
      signedCallbacks: false,
    },
    numbers: [number],
    ...over,
  })
  const { url } = await emulator.listen(0)
  onTestFinished(() => emulator.close())
  const vonage = { ...account, applicationId: id, privateKey: keys.privateKey, apiHost: url, restHost: url, ...differs }
  const looked = createVonageAccount({ vonage, publicUrl, builtIn: false, clock, askAddress: async () => 'patchbay' })
  const authorization = `Basic ${Buffer.from(`${account.apiKey}:${account.apiSecret}`).toString('base64')}`
  return {
    account: looked,
    id,
    codes: async () => (await looked.check({ places: [{ number, leadsSomewhere: true }] })).map(({ code }) => code),
    application: async () =>
      (await (await fetch(`${url}/v2/applications/${id}`, { headers: { authorization } })).json()) as object,
    update: (fields: Record<string, string>) =>
      fetch(`${url}/number/update`, {
        method: 'POST',
        headers: { authorization },
        body: new URLSearchParams({ country: 'US', ...fields }),
      }),
  }
}

describe('the check of an account', () => {
  test('says what of the webhooks is wrong, and that the rest is right', async () => {
    const { account } = await startAccount()
    expect(await account.check({ places: [{ number, leadsSomewhere: true }] })).toEqual([
      { code: 'CREDENTIALS_GOOD', severity: 'ok', data: {} },
      { code: 'APPLICATION_GOOD', severity: 'ok', data: { name: 'Garden line' } },
      { code: 'PUBLIC_URL_GOOD', severity: 'ok', data: { publicUrl } },
      {
        code: 'WEBHOOK_LEADS_ELSEWHERE',
        severity: 'error',
        mend: 'application',
        data: { webhook: 'Answer URL', address: 'https://old.example/answer', expected: `${publicUrl}/vonage/voice/answer` },
      },
      { code: 'WEBHOOK_NOT_POST', severity: 'error', mend: 'application', data: { webhook: 'Answer URL', method: 'GET' } },
      {
        code: 'WEBHOOK_MISSING',
        severity: 'error',
        mend: 'application',
        data: { webhook: 'Fallback URL', expected: `${publicUrl}/vonage/voice/fallback` },
      },
      { code: 'SIGNED_CALLBACKS_OFF', severity: 'error', mend: 'application', data: {} },
      { code: 'NUMBERS_GOOD', severity: 'ok', data: { count: 1 } },
    ])
  })

  test('ends at credentials that are refused', async () => {
    const { codes } = await startAccount({ vonage: { apiSecret: 'another' } })
    expect(await codes()).toEqual(['CREDENTIALS_REFUSED'])
  })

  test.each(['3f1c9a52-3d3b-4b0e-9a61-6a7d4f0c2b11', 'no id'])('says that there is no application %s', async (applicationId) => {
    const { codes } = await startAccount({ vonage: { applicationId } })
    expect((await codes()).slice(0, 2)).toEqual(['CREDENTIALS_GOOD', 'APPLICATION_NOT_FOUND'])
  })

  test.each([
    ['of another application', makeKeys().privateKey],
    ['that is no key', 'hello'],
  ])('says that a private key %s does not fit', async (_what, privateKey) => {
    const { codes } = await startAccount({ vonage: { privateKey } })
    expect((await codes()).slice(0, 3)).toEqual(['CREDENTIALS_GOOD', 'PRIVATE_KEY_REFUSED', 'PUBLIC_URL_GOOD'])
  })

  test('sees a clock that is wrong, and does not blame the key for it', async () => {
    const { account } = await startAccount({ clock: () => Date.now() + 90_000, vonage: { privateKey: makeKeys().privateKey } })
    const [first, ...rest] = await account.check({})
    expect(first).toMatchObject({ code: 'CLOCK_WRONG', severity: 'error' })
    expect(Number(first?.data.seconds)).toBeGreaterThan(80)
    expect(rest.map(({ code }) => code)).not.toContain('PRIVATE_KEY_REFUSED')
  })

  test('says that Vonage does not answer', async () => {
    const { account } = await startAccount({ vonage: { apiHost: 'http://127.0.0.1:1' } })
    expect(await account.check({})).toMatchObject([{ code: 'VONAGE_NOT_REACHABLE', data: { host: '127.0.0.1' } }])
  })

  test('names the numbers whose callers do not arrive', async () => {
    const { codes, update } = await startAccount()
    await update({ msisdn: number, voiceCallbackType: 'tel', voiceCallbackValue: '447700900123' })
    expect(await codes()).toContain('NUMBER_HAS_CALLBACK')
    await update({ msisdn: number, app_id: other, voiceCallbackType: '' })
    expect((await codes()).at(-1)).toBe('NUMBER_LINKED_ELSEWHERE')
    await update({ msisdn: number, app_id: '' })
    expect((await codes()).at(-1)).toBe('NUMBER_NOT_LINKED')
  })

  test('counts webhooks that were refused because of their signature', async () => {
    const { account } = await startAccount()
    const findings = await account.check({ webhooks: { signed: 0, refused: 3 } })
    expect(findings).toContainEqual({ code: 'SIGNATURE_REFUSED', severity: 'error', data: { count: 3 } })
  })
})

describe('mending the application', () => {
  test('writes it back whole: only the webhooks and their signature are other than before', async () => {
    const { account, application, codes } = await startAccount()
    const before = (await application()) as { capabilities: { voice: object } }
    await account.mendApplication()
    expect(await codes()).toContain('WEBHOOKS_GOOD')
    const webhook = (path: string, more: object) => ({
      address: `${publicUrl}/vonage/voice/${path}`,
      http_method: 'POST',
      ...more,
    })
    expect(await application()).toEqual({
      ...before,
      capabilities: {
        ...before.capabilities,
        voice: {
          ...before.capabilities.voice,
          signed_callbacks: true,
          webhooks: {
            answer_url: webhook('answer', { connect_timeout: 1000, socket_timeout: 5000 }),
            event_url: webhook('event', { connect_timeout: 1000, socket_timeout: 10_000 }),
            fallback_answer_url: webhook('fallback', {}),
          },
        },
      },
    })
  })

  test('says so when something is lost all the same', async () => {
    const { account } = await startAccount({ emulator: { dropsCapability: 'messages' } })
    await expect(account.mendApplication()).rejects.toMatchObject({
      code: 'VONAGE_REFUSED',
      message: expect.stringContaining('capabilities.messages'),
    })
  })
})

describe('the numbers of an account', () => {
  test('all pages are read', async () => {
    const many = Array.from({ length: 230 }, (_, index) => String(15557650000 + index))
    const { account } = await startAccount({ emulator: { numbers: many } })
    expect((await account.numbers.owned()).map((one) => one.number)).toEqual(many)
  })

  test('those for sale are found by country, digits, features and type, with their price', async () => {
    const numbersForSale = [
      { msisdn: '447700900100', country: 'GB', cost: '1.25' },
      { msisdn: '447700900200', country: 'GB', features: ['SMS' as const] },
      { msisdn: '448081570100', country: 'GB', type: 'landline-toll-free' as const, cost: '12.00' },
    ]
    const { account } = await startAccount({ emulator: { numbersForSale } })
    const found = async (query: object) =>
      (await account.numbers.search({ country: 'GB', features: 'VOICE', ...query })).numbers.map((one) => [
        one.number,
        one.monthlyCost,
      ])
    expect(await found({})).toEqual([
      ['447700900100', '1.25'],
      ['448081570100', '12.00'],
    ])
    expect(await found({ pattern: '0900' })).toEqual([['447700900100', '1.25']])
    expect(await found({ type: 'landline-toll-free' })).toEqual([['448081570100', '12.00']])
    expect(await found({ country: 'US' })).toEqual([])
  })

  test('nothing is bought at another price than the one that was agreed to', async () => {
    const { account } = await startAccount()
    const order = { number: forSale, country: 'GB' } as const
    await expect(account.numbers.buy({ ...order, monthlyCost: '0.90' } as never)).rejects.toMatchObject({
      code: 'NUMBER_PRICE_CHANGED',
    })
    expect(await account.numbers.owned()).toHaveLength(1)
    await account.numbers.buy({ ...order, monthlyCost: '1.0' } as never)
    expect(await account.numbers.find(forSale)).toMatchObject({ applicationId: null, country: 'GB' })
    await expect(account.numbers.buy({ ...order, monthlyCost: '1.00' } as never)).rejects.toMatchObject({
      code: 'NUMBER_NOT_FOUND',
    })
  })

  test.each(['merges', 'replaces'] as const)(
    'a number is linked and its callback cleared when an update %s',
    async (numberUpdate) => {
      const { account, update, id } = await startAccount({ emulator: { switches: { numberUpdate } } })
      const statusCallback = { voiceStatusCallback: 'https://status.example/' }
      await update({
        msisdn: number,
        app_id: other,
        voiceCallbackType: 'sip',
        voiceCallbackValue: 'sip:x@y.example',
        ...statusCallback,
      })
      expect(await account.numbers.assign(number, id)).toMatchObject({ applicationId: id, forwards: null })
      expect(await account.numbers.assign(number, null)).toMatchObject({ applicationId: null, forwards: null })
      await account.numbers.release(number)
      await expect(account.numbers.find(number)).rejects.toMatchObject({ code: 'NUMBER_NOT_FOUND' })
    },
  )

  test('what Vonage says no to under status 200 is an error with its words', async () => {
    const { account } = await startAccount()
    await expect(account.numbers.assign(number, 'no id')).rejects.toMatchObject({
      code: 'VONAGE_REFUSED',
      message: expect.stringMatching(/^Vonage did not change the number: /),
    })
  })
})

describe('the API', () => {
  let bench: CallBench
  beforeAll(async () => {
    bench = await startCallBench({ numbers: [SAMPLE_NUMBER, '12025550177'] })
    await bench.startServer({ PATCHBAY_EMULATOR_URL: '' })
  })
  afterAll(() => bench.stop())

  const api = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${bench.url}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
  }
  const check = async () => accountCheckSchema.parse((await api('GET', '/vonage/check')).body)
  const codes = async () => (await check()).findings.map(({ code }) => code)
  const numbers = async () => ownedNumberListSchema.parse((await api('GET', '/vonage/numbers')).body).numbers
  const code = ({ body }: { body: unknown }) => problemSchema.parse(body).code

  test('an account that is as it should be has no fault; a number without a flow is pointed at', async () => {
    const { line, findings } = await check()
    expect(line).toBe('account')
    expect(findings.filter(isFault)).toMatchObject([{ code: 'NUMBER_LEADS_NOWHERE', data: { number: '12025550177' } }])
    expect(findings.map((one) => one.code)).toContain('PUBLIC_URL_GOOD')
  })

  test('a wrong secret shows by webhooks that are refused; strangers without a signature do not count', async () => {
    const { keys: account, url } = bench
    const send = (secret: object) =>
      postWebhook(`${url}/vonage/voice/event`, { status: 'started' }, { keys: { ...account, ...secret } })
    expect(await codes()).toContain('SIGNATURE_NOT_SEEN')
    await fetch(`${url}/vonage/voice/event`, { method: 'POST', body: '{}' })
    await send({ signatureSecret: 'of another account' })
    const found = (await check()).findings.find((one) => one.code === 'SIGNATURE_REFUSED')
    expect(found?.data).toEqual({ count: 1 })
  })

  test('a number is searched, bought once the price was confirmed, led to a flow, and released', async () => {
    const { numbers: offers } = numberOfferListSchema.parse((await api('GET', '/vonage/offers?country=GB')).body)
    const [offer] = offers
    if (offer === undefined) throw new Error('nothing is for sale')
    const { type: _type, features: _features, ...order } = offer
    expect(code(await api('POST', '/vonage/numbers', order))).toBe('REQUEST_NOT_VALID')
    expect(code(await api('POST', '/vonage/numbers', { ...order, monthlyCost: '9.00', confirm: true }))).toBe(
      'NUMBER_PRICE_CHANGED',
    )
    const bought = await api('POST', '/vonage/numbers', { ...order, confirm: true })
    expect([bought.status, bought.body]).toMatchObject([
      201,
      { number: offer.number, linked: 'here', rules: [], label: `+${offer.number}` },
    ])

    const place = { label: 'London', rules: [{ target: { use: 'live', flowId: 'welcome' } }] }
    expect((await api('PUT', `/numbers/${offer.number}`, place)).status).toBe(200)
    expect(await numbers()).toContainEqual(expect.objectContaining({ number: offer.number, ...place }))

    const release = `/vonage/numbers/${offer.number}/release`
    expect(code(await api('POST', release, {}))).toBe('REQUEST_NOT_VALID')
    expect(code(await api('POST', release, { confirm: true }))).toBe('NUMBER_IN_USE')
    expect((await api('POST', release, { confirm: true, evenWithFlow: true })).status).toBe(204)
    expect((await numbers()).map((one) => one.number)).not.toContain(offer.number)
    expect((await api('GET', '/numbers')).body.numbers).not.toContainEqual(expect.objectContaining({ number: offer.number }))
  })

  test('a number is unlinked, found, and mended', async () => {
    expect((await api('POST', `/vonage/numbers/${SAMPLE_NUMBER}/unlink`)).body).toMatchObject({ linked: 'nowhere' })
    expect(await codes()).toContain('NUMBER_NOT_LINKED')
    const mended = await api('POST', '/vonage/mend', { what: 'number', number: SAMPLE_NUMBER })
    expect(accountCheckSchema.parse(mended.body).findings.map((one) => one.code)).not.toContain('NUMBER_NOT_LINKED')
    expect(code(await api('POST', '/vonage/numbers/15550001111/link'))).toBe('NUMBER_NOT_FOUND')
  })

  test('a flow on a number that the account does not own is taken off the list, and no other', async () => {
    const strange = '12025550188'
    await api('PUT', `/numbers/${strange}`, { label: 'Strange', rules: [{ target: { use: 'live', flowId: 'welcome' } }] })
    expect(await codes()).toContain('NUMBER_NOT_OWNED')
    expect(code(await api('POST', '/vonage/mend', { what: 'place', number: SAMPLE_NUMBER }))).toBe('NUMBER_IN_USE')
    await api('POST', '/vonage/mend', { what: 'place', number: strange })
    expect(await codes()).not.toContain('NUMBER_NOT_OWNED')
  })

  test('the application is mended over HTTP too', async () => {
    expect((await api('POST', '/vonage/mend', { what: 'application' })).status).toBe(200)
    expect(await codes()).toContain('WEBHOOKS_GOOD')
  })

  test('without an account it says that the line is the built-in one, and keeps its own line to itself', async () => {
    const builtIn = await startCallBench()
    onTestFinished(() => builtIn.stop())
    await builtIn.startServer()
    const ask = async (path: string) => (await fetch(`${builtIn.url}/api/v1/vonage/${path}`)).json()
    const found = accountCheckSchema.parse(await ask('check'))
    expect([found.line, found.findings[0]?.code]).toEqual(['builtIn', 'LINE_BUILT_IN'])
    expect(found.findings.filter(isFault)).toMatchObject([{ data: { number: '12025550177' } }])
    expect(ownedNumberListSchema.parse(await ask('numbers')).numbers.map((one) => one.number)).toEqual([
      SAMPLE_NUMBER,
      '12025550177',
    ])
  })
})
