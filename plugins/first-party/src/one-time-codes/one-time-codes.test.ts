import { parseManifest } from '@patchbay/core'
import { beforeEach, describe, expect, test } from 'vitest'
import { createMemoryHost, type MemoryHost } from '../testing/memory-context.ts'
import plugin from './handlers.ts'
import manifest from './manifest.ts'

const { actions } = plugin
const MINUTE = 60_000
const PHONE = '66812345678'

let host: MemoryHost
beforeEach(() => {
  host = createMemoryHost(manifest, { secrets: { SECRETS_KEY: 'a-key-that-the-host-has-made' } })
})

const send = async (phone = PHONE, { key, settings = {} }: { key?: string; settings?: object } = {}) => {
  const { outlet, output } = await actions.sendCode({ phone }, host.context(settings, key === undefined ? {} : { key }))
  return { outlet, requestId: output?.requestId ?? '', code: output?.code ?? '' }
}
const check = async (requestId: string, code: string) => (await actions.checkCode({ requestId, code }, host.context({}))).outlet
const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

test('the manifest is one, and fits the category', () => expect(parseManifest(manifest)).toMatchObject({ type: 'manifest' }))

describe('a code', () => {
  test('is six digits, is right once, and not again', async () => {
    const { outlet, requestId, code } = await send()
    expect([outlet, code]).toEqual(['toSend', expect.stringMatching(/^\d{6}$/)])
    expect([await check(requestId, other(code)), await check(requestId, code), await check(requestId, code)]).toEqual([
      'wrong',
      'right',
      'expired',
    ])
  })
  test('is read with spaces, a closing # and in any digits', async () => {
    const { requestId, code } = await send()
    const thai = code.replace(/\d/g, (digit) => String.fromCodePoint(0x0e50 + Number(digit)))
    expect(await check(requestId, `${thai.slice(0, 3)} ${thai.slice(3)}#`)).toBe('right')
  })
  test('is another for each request, and of no other request', async () => {
    const [one, two] = [await send(), await send('905321234567')]
    expect(one.code).not.toBe(two.code)
    expect(await check(two.requestId, one.code)).toBe('wrong')
  })
  test('holds for five minutes', async () => {
    const { requestId, code } = await send()
    host.pass(5 * MINUTE - 1)
    expect(await check(requestId, other(code))).toBe('wrong')
    host.pass(1)
    expect(await check(requestId, code)).toBe('expired')
  })
  test('has five tries, also when a hundred come at once', async () => {
    const { requestId, code } = await send()
    const came = await Promise.all(Array.from({ length: 100 }, () => check(requestId, other(code))))
    expect(came.filter((outlet) => outlet === 'wrong')).toHaveLength(4)
    expect(new Set(came)).toEqual(new Set(['wrong', 'tooMany']))
    expect(await check(requestId, code)).toBe('tooMany')
  })
  test('is the same for the same key, and counted once', async () => {
    const key = 'k'.repeat(64)
    const [first, again] = [await send(PHONE, { key }), await send(PHONE, { key })]
    expect(again).toEqual(first)
    await check(first.requestId, first.code)
    expect(await check(again.requestId, again.code)).toBe('expired')
  })
  test('comes five times an hour to one number', async () => {
    const outlets: string[] = []
    for (let n = 0; n < 6; n++) outlets.push((await send()).outlet)
    expect(outlets).toEqual([...Array<string>(5).fill('toSend'), 'tooMany'])
    expect((await send('+90 532 123 45 67')).outlet).toBe('toSend')
    host.pass(60 * MINUTE + 1)
    expect((await send()).outlet).toBe('toSend')
  })
  test('goes to a number, in any spelling of the country', async () => {
    expect(await send('nobody').catch(({ code }: { code: string }) => code)).toBe('INVALID_INPUT')
    expect((await send('081 234 5678', { settings: { callingCode: '66' } })).outlet).toBe('toSend')
    expect((await send(PHONE, { settings: { digits: 8 } })).code).toMatch(/^\d{8}$/)
  })
  test('stands nowhere in what is kept', async () => {
    const { code } = await send()
    const kept = await host.context({}).records('codes').find()
    expect(JSON.stringify(kept)).toContain(PHONE)
    expect(JSON.stringify(kept)).not.toContain(code)
  })
  test('that is long over makes room', async () => {
    for (let n = 0; n < 8; n++) {
      await send(`6681234567${n}`)
      host.pass(25 * 60 * MINUTE)
    }
    expect(await host.context({}).records('codes').find()).toHaveLength(1)
  })
})

const CUSTOMER = { customer: PHONE, kind: 'pin' as const }
const set = (value: string, more: object = {}) => actions.setSecret({ ...CUSTOMER, value, ...more }, host.context({}))
const ask = async (value: string, more: object = {}, key?: string) =>
  (await actions.checkSecret({ ...CUSTOMER, value, ...more }, host.context({}, key === undefined ? {} : { key }))).outlet

describe('what a customer knows', () => {
  test('is right or wrong, and of that customer only', async () => {
    await set('4711')
    expect([await ask('4711'), await ask('4712'), await ask('4711', { customer: '66899999999' })]).toEqual([
      'right',
      'wrong',
      'notFound',
    ])
    await set('0815')
    expect([await ask('4711'), await ask('0815#')]).toEqual(['wrong', 'right'])
  })
  test('is locked for a quarter of an hour after five wrong ones, however they come', async () => {
    await set('4711')
    const came = await Promise.all(Array.from({ length: 20 }, () => ask('0000')))
    expect(came.filter((outlet) => outlet === 'wrong')).toHaveLength(4)
    expect(await ask('4711')).toBe('tooMany')
    host.pass(15 * MINUTE + 1)
    expect([await ask('0000'), await ask('4711')]).toEqual(['wrong', 'right'])
  })
  test('is tried once under one key', async () => {
    await set('4711')
    for (let n = 0; n < 9; n++) expect(await ask('0000', {}, 'k'.repeat(64))).toBe('wrong')
    expect(await ask('4711')).toBe('right')
  })
  test.each([
    ['1987-03-25', '25031987'],
    ['25.3.1987', '25/03/1987'],
    ['25/03/2530', '25031987#'],
    ['๒๕๐๓๒๕๓๐', '1987-03-25'],
  ])('a date of birth %s is %s', async (kept, given) => {
    await set(kept, { kind: 'birthDate' })
    expect([await ask(given, { kind: 'birthDate' }), await ask('26031987', { kind: 'birthDate' })]).toEqual(['right', 'wrong'])
  })
  test('a word is the same in capitals, and in both ways of writing it', async () => {
    await set('Çiçek ', { kind: 'word' })
    expect(await ask('çic\u0327ek', { kind: 'word' })).toBe('right')
  })
  test.each([
    ['pin', '12'],
    ['pin', 'abcd'],
    ['birthDate', '31022001'],
    ['birthDate', '1987'],
    ['word', ' '],
  ])('%s %j is none of its kind', async (kind, value) =>
    expect(await Promise.resolve(set(value, { kind })).catch(({ code }: { code: string }) => code)).toBe('INVALID_INPUT'),
  )
  test('cannot be read again, and two who know the same have other sums', async () => {
    await set('4711')
    await set('4711', { customer: '905321234567' })
    const kept = await host.context({}).records<{ sum: string }>('knownSecrets').find()
    expect(JSON.stringify(kept)).not.toContain('4711')
    expect(new Set(kept.map(({ value }) => value.sum)).size).toBe(2)
  })
})
