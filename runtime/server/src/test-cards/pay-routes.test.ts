import { LANGUAGES } from '@patchbay/core'
import { createGuardedFetch } from '@patchbay/sandbox'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { problems } from '../http/problem.ts'
import { faultPages } from '../public-pages/fault-pages.ts'
import { createPageAddresses } from '../public-pages/page-address.ts'
import { readPageLetters } from '../public-pages/page-letters.ts'
import { memoryRecords } from '../testing/memory-records.ts'
import { serve } from '../testing/serve.ts'
import { createCardDesk, GATEWAY_ORIGIN } from './card-desk.ts'
import { createPayAddresses } from './pay-address.ts'
import { payRoutes } from './pay-routes.ts'

const place = { tenantId: 't', environmentId: 'e' }
const GOOD = { number: '4242 4242 4242 4242', expiry: '12/39', code: '123' }

async function deskOf({ language, on = true, lasts = 60_000 }: { language?: string; on?: boolean; lasts?: number } = {}) {
  const addresses = createPayAddresses({ secretKey: Buffer.alloc(32, 7), publicUrl: '' })
  const cards = createCardDesk({
    records: memoryRecords(),
    outside: createGuardedFetch(),
    addresses,
    isOn: async () => on,
    clock: Date.now,
  })
  const gateway = cards.gateway(place)
  const made = await gateway.createLink({
    ...{ key: 'one-link', amount: 125_050, currency: 'THB', description: 'Bill <b>7</b>', expiresAt: Date.now() + lasts },
    ...(language === undefined ? {} : { language }),
  })
  const letters = readPageLetters('no-such-folder')
  const router = payRoutes({ cards, addresses, letters })
  const url = await serve(faultPages(letters), problems(pino({ level: 'silent' })), (ctx, next) =>
    router.routes()(ctx as never, next),
  )
  const path = addresses.of(place, made.id)
  const get = (at = path, headers = {}) => fetch(url + at, { headers, redirect: 'manual' })
  const post = (fields: Record<string, string>, at = path) =>
    fetch(url + at, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  return { cards, gateway, link: made, path, get, post }
}

test('a customer pays a link once, and its page says so from then on', async () => {
  const { gateway, get, post } = await deskOf()
  const asked = await get()
  const html = await asked.text()
  expect(html).toContain('฿1,250.50')
  expect(html).toContain('Bill &lt;b&gt;7&lt;/b&gt;')
  expect(html).not.toMatch(/<script|https?:/)
  expect(asked.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/)
  expect(await (await post(GOOD)).text()).toContain('Paid. Thank you.')
  expect(await (await post({ ...GOOD, number: '5555555555554444' })).text()).toContain('Paid. Thank you.')
  expect(await (await get()).text()).toContain('Paid. Thank you.')
  expect(await gateway.payments({})).toHaveLength(1)
})

test.each([
  [{ ...GOOD, number: '4532 0151 1283 0366' }, 422, 'Real cards are refused here'],
  [{ ...GOOD, number: '4242 4242 4242 4243' }, 422, 'This is not a card number'],
  [{ ...GOOD, expiry: '01/20' }, 422, 'The card has run out'],
  [{ ...GOOD, number: '4000000000000002' }, 200, 'The card was declined'],
  [{ number: '4242424242424242' }, 422, 'The card has run out'],
])('%j is answered %i: %s', async (fields, status, text) => {
  const { gateway, post } = await deskOf()
  const reply = await post(fields as Record<string, string>)
  const html = await reply.text()
  expect([reply.status, html]).toEqual([status, expect.stringContaining(text)])
  // what was typed is not shown again
  expect(html).not.toMatch(/value="\d/)
  expect((await gateway.payments({})).filter(({ captured }) => captured > 0)).toEqual([])
})

test('a card whose bank asks leads there, and only yes pays', async () => {
  const { get, post } = await deskOf()
  const sent = await post({ ...GOOD, number: '4000002500003155' })
  const bank = sent.headers.get('location') ?? ''
  expect([sent.status, (await get()).headers.get('location')]).toEqual([302, bank])
  expect(await (await get(bank)).text()).toContain('Is it you who pays ฿1,250.50?')
  expect(await (await post({ agree: 'yes' }, bank)).text()).toContain('Paid. Thank you.')
  expect(await (await post({ agree: 'no' }, bank)).text()).toContain('Paid. Thank you.')
  expect(await (await get()).text()).toContain('Paid. Thank you.')
})

test('every language has all of its words, as the link or the browser says', async () => {
  const titles = await Promise.all(
    LANGUAGES.map(async (language) => {
      const { get } = await deskOf({ language })
      return /<html lang="([^"]+)">.*<title>(.*)<\/title>/.exec(await (await get()).text())?.slice(1)
    }),
  )
  expect(titles).toEqual([
    ['en', 'Pay'],
    ['th', 'ชำระเงิน'],
    ['tr', 'Ödeme'],
    ['lo', 'ຊຳລະເງິນ'],
    ['zh-Hant', '付款'],
  ])
  const { get } = await deskOf()
  expect(await (await get(undefined, { 'accept-language': 'zh-TW,zh;q=0.9' })).text()).toContain('lang="zh-Hant"')
  expect(await (await get(undefined, { 'accept-language': 'de' })).text()).toContain('lang="en"')
})

test('an address that was never given out, or is another’s, leads nowhere', async () => {
  const { path, get } = await deskOf()
  const [id = '', tenant = '', environment = '', sig = ''] = path.slice('/pay/'.length).split('.')
  const what = [id, tenant, environment].join('.')
  const survey = createPageAddresses({ secretKey: Buffer.alloc(32, 7), publicUrl: '', path: 'survey' }).of(
    id,
    tenant,
    environment,
  )
  for (const at of [
    '/pay/x',
    `/pay/${what}`,
    `/pay/${what}.${'A'.repeat(22)}`,
    `/pay/${id}.u.${environment}.${sig}`,
    survey.replace('/survey/', '/pay/'),
  ]) {
    const reply = await get(at, { 'accept-language': 'tr' })
    expect([reply.status, reply.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    expect(await reply.text()).toContain('Bu adreste bir şey yok.')
  }
})

test('a link whose time is over takes no card', async () => {
  const { gateway, get, post } = await deskOf({ lasts: -1 })
  for (const reply of [await get(), await post(GOOD)]) {
    const html = await reply.text()
    expect(html).toContain('This link is no longer valid.')
    expect(html).not.toContain('<form')
  }
  expect(await gateway.payments({})).toEqual([])
})

test('what is wrong with a card stands beneath its field, and the cards say what comes of them', async () => {
  const { post } = await deskOf()
  const html = await (await post({ ...GOOD, expiry: '01/20' })).text()
  expect(html).toMatch(/<input id="expiry"[^>]* aria-invalid="true" aria-describedby="problem" autofocus>/)
  expect(html).toContain('</div></div><p class="bad" id="problem" role="alert">The card has run out')
  expect(html.match(/aria-invalid=/g)).toHaveLength(1)
  expect(html).toContain('<li>4000 0000 0000 5050 <span>pays a half</span></li>')
})

test('where a real gateway is chosen, no test card pays any more', async () => {
  const { cards, gateway, get, post } = await deskOf({ on: false })
  expect(await (await get()).text()).toContain('Payments are taken elsewhere now')
  expect(await (await post(GOOD)).text()).toContain('Payments are taken elsewhere now')
  const from = { ...place, installationId: 'i' }
  const call = { method: 'POST' as const, url: `${GATEWAY_ORIGIN}/payments`, hosts: [], timeoutMs: 100 }
  const body = JSON.stringify({ amount: 1, currency: 'THB', card: { number: '4242424242424242' } })
  const reply = await cards.reach({ ...call, headers: { 'idempotency-key': 'one-charge' }, body }, from)
  expect([reply.status, reply.body.toString()]).toEqual([403, '{"error":{"code":"switchedOff"}}'])
  expect(await gateway.payments({})).toEqual([])
})

test('whatever is no address of the gateway goes outside, and is judged there', async () => {
  const { cards } = await deskOf()
  const call = { method: 'GET' as const, url: 'https://cards.patchbay.test.example/payments', hosts: [], timeoutMs: 100 }
  await expect(cards.reach(call, { ...place, installationId: 'i' })).rejects.toMatchObject({
    details: { reason: 'hostNotAllowed' },
  })
})
