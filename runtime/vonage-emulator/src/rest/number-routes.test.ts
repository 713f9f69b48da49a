import { describe, expect, test } from 'vitest'
import { account, applicationId, caller, ours } from '../testing/bench.ts'
import { startBenchWithSdk } from '../testing/sdk.ts'

const other = '447700900999'
const forSale = '15557650100'

async function startNumbers() {
  const bench = await startBenchWithSdk()
  const post = async (verb: string, fields: Record<string, string>, auth = `${account.apiKey}:${account.apiSecret}`) => {
    const reply = await fetch(`${bench.url}/number/${verb}`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(auth).toString('base64')}` },
      body: new URLSearchParams(fields),
    })
    return { status: reply.status, ...((await reply.json()) as object) }
  }
  const owned = async (filter: object = {}) => {
    const { numbers = [] } = await bench.vonage.numbers.getOwnedNumbers(filter)
    return numbers.map(({ msisdn }) => msisdn)
  }
  return { ...bench, post, owned }
}
const ok = { status: 200, 'error-code': '200', 'error-code-label': 'success' }

describe('numbers (V5-3)', () => {
  test('the own ones are listed, by pattern, country, application and page', async () => {
    const { vonage, owned } = await startNumbers()
    expect(await vonage.numbers.getOwnedNumbers()).toMatchObject({
      count: 2,
      numbers: [{ msisdn: ours, country: 'US', features: ['VOICE', 'SMS'] }, { msisdn: other }],
    })
    expect(await owned({ pattern: '1555' })).toEqual([ours])
    expect(await owned({ pattern: '999', searchPattern: 2 })).toEqual([other])
    expect(await owned({ pattern: '765', searchPattern: 1 })).toEqual([ours])
    expect(await owned({ applicationId })).toEqual([ours, other])
    expect(await owned({ hasApplication: false })).toEqual([])
    expect(await owned({ size: 1, index: 2 })).toEqual([other])
  })

  test('one is searched, bought, linked to the application, and rings', async () => {
    const { vonage, owned, application, emulator, clock, heard } = await startNumbers()
    const found = await vonage.numbers.getAvailableNumbers({ country: 'US', pattern: '15557650', searchPattern: 0 } as never)
    expect(found.numbers?.map(({ msisdn }) => msisdn)).toContain(forSale)
    await vonage.numbers.buyNumber({ country: 'US', msisdn: forSale })
    expect(await owned()).toContain(forSale)
    expect(() => emulator.dial({ from: caller, to: forSale })).toThrow('not a number of the application')
    await vonage.numbers.updateNumber({ country: 'US', msisdn: forSale, applicationId } as never)
    application.script('/answer', [{ action: 'talk', text: 'Hello.' }])
    emulator.dial({ from: caller, to: forSale })
    await clock.settle()
    expect(heard()).toEqual(['Hello.'])
  })

  test('one is cancelled: it rings no more and is for sale again', async () => {
    const { post, owned, emulator, vonage } = await startNumbers()
    expect(await post('cancel', { country: 'US', msisdn: other })).toEqual(ok)
    expect(await owned()).toEqual([ours])
    expect(() => emulator.dial({ from: caller, to: other })).toThrow('not a number')
    const { numbers } = await vonage.numbers.getAvailableNumbers({ country: 'US' } as never)
    expect(numbers?.map(({ msisdn }) => msisdn)).toContain(other)
  })

  const faults: [what: string, verb: string, fields: Record<string, string>][] = [
    ['a number that is not for sale', 'buy', { country: 'US', msisdn: '15550001111' }],
    ['a number of another country', 'buy', { country: 'GB', msisdn: forSale }],
    ['a number that is not owned', 'cancel', { country: 'US', msisdn: forSale }],
    ['an order without a country', 'update', { msisdn: ours }],
    ['a callback of an unknown kind', 'update', { country: 'US', msisdn: ours, voiceCallbackType: 'app' }],
    ['a moHttpUrl that does not answer with 200', 'update', { country: 'US', msisdn: ours, moHttpUrl: 'http://127.0.0.1:1/' }],
  ]
  test.each(faults)('%s is error-code 420 in a body that comes with HTTP 200', async (_what, verb, fields) => {
    const { post } = await startNumbers()
    expect(await post(verb, fields)).toMatchObject({ status: 200, 'error-code': '420' })
  })

  test('wrong credentials are 401; a body in JSON is not read', async () => {
    const { post, url } = await startNumbers()
    expect(await post('buy', { country: 'US', msisdn: forSale }, 'abcd1234:wrong')).toMatchObject({ 'error-code': '401' })
    const authorization = `Basic ${Buffer.from(`${account.apiKey}:${account.apiSecret}`).toString('base64')}`
    const reply = await fetch(`${url}/number/buy`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ country: 'US', msisdn: forSale }),
    })
    expect(await reply.json()).toMatchObject({ 'error-code': '420' })
  })

  test('a moHttpUrl that answers is taken', async () => {
    const { post, application } = await startNumbers()
    application.script('/inbound', { status: 200 })
    expect(await post('update', { country: 'US', msisdn: ours, moHttpUrl: `${application.url}/inbound` })).toEqual(ok)
    expect(application.on('/inbound')).toMatchObject([{ method: 'GET' }])
  })

  test('V5-4: a callback of the number outranks the application, until it is cleared', async () => {
    const { post, application, emulator, clock, events } = await startNumbers()
    const number = { country: 'US', msisdn: ours }
    await post('update', { ...number, voiceCallbackType: 'tel', voiceCallbackValue: '15559990000' })
    const { uuid } = emulator.dial({ from: caller, to: ours })
    await clock.settle()
    expect(application.received).toEqual([])
    expect(events('call.diverted')).toMatchObject([{ legUuid: uuid, to: '15559990000' }])
    await post('update', { ...number, voiceCallbackType: '', voiceCallbackValue: '' })
    emulator.dial({ from: caller, to: ours })
    await clock.settle()
    expect(application.on('/answer')).toHaveLength(1)
  })

  test('V5-4, V6.3-10: the SDK does not throw when the body says that it failed', async () => {
    const { vonage } = await startNumbers()
    const reply = await vonage.numbers.buyNumber({ country: 'US', msisdn: '15550001111' })
    expect(reply).toMatchObject({ errorCode: '420' })
  })
})
