import { resolve } from 'node:path'
import { bundlePlugin } from '@patchbay/plugin-tools'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CALLER, type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { findChromium, launchChromium } from '../support/chromium.ts'
import { payFlow } from '../support/pay-flow.ts'
import { apiOf, publishOn } from '../support/publish-on.ts'
import { subscribeFlow } from '../support/subscribe-flow.ts'
import { expectToFitTelephone, telephones } from '../support/telephones.ts'
import { barriers, openPage } from '../support/watched-page.ts'

const executable = findChromium()
const PLUGINS = resolve(import.meta.dirname, '../../plugins/first-party/src')
const CARD = '4242424242424242'
const HOLD = /\/vonage\/voice\/hold\.wav$|One moment/

describe.skipIf(executable === undefined)('the pages for money', () => {
  let bench: CallBench
  let browser: Browser
  let keys = 0
  let install: (name: string, settings: Record<string, unknown>) => Promise<void>

  const ask = async (plugin: string, action: string, input: object) => {
    const headers = { 'idempotency-key': `key-of-the-test-${keys++}` }
    const { body } = await apiOf(bench, 'POST', `/plugins/${plugin}/actions/${action}`, { body: { input }, headers })
    return body as { outlet: string; output: Record<string, unknown> }
  }
  const linkOf = async (more: object): Promise<string> => {
    const order = { amount: 90_000, currency: 'THB', description: 'Order 7', ...more }
    return String((await ask('payments', 'createPaymentLink', order)).output['url'])
  }
  /** A payment by a link, with its number. */
  const pay = async (more: object = {}): Promise<string> => {
    const body = new URLSearchParams({ number: CARD, expiry: '12/39', code: '123' })
    await fetch(await linkOf(more), { method: 'POST', body, headers: { origin: bench.url } })
    const { output } = await ask('payments', 'listPayments', { limit: 1 })
    return String((output['payments'] as { paymentId: string }[])[0]?.paymentId)
  }
  const request = async (): Promise<string> => {
    const { output } = await ask('refunds', 'requestApproval', { paymentId: await pay(), amount: 60_000, reason: 'Broken' })
    return String(output['approvalId'])
  }

  beforeAll(async () => {
    if (executable === undefined) return
    bench = await startCallBench()
    const server = await bench.startServer()
    const settings = { ledger: { samples: true, currency: 'THB' }, 'refund-desk': { currency: 'THB', limitFlow: 100 } }
    install = async (name, given) => {
      const { default: manifest } = (await import(`${PLUGINS}/${name}/manifest.ts`)) as {
        default: { hosts: readonly string[]; dataClasses?: readonly never[] }
      }
      const grants = { origins: manifest.hosts, secrets: [], dataClasses: manifest.dataClasses ?? [] }
      const bundle = await bundlePlugin(`${PLUGINS}/${name}/handlers.ts`)
      await server.installPlugin({ manifest, grants, bundle, settings: given })
    }
    for (const [name, given] of Object.entries(settings)) await install(name, given)
    await publishOn(bench, payFlow())
    browser = await launchChromium(executable)
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await bench?.stop()
  })

  /** Somebody pays by the keys and wants it back, which is more than the flow may give. */
  const callThatAsks = () => call([`${CARD}#`, '1239', '1'], 'Somebody will look at it.')

  async function call(keysTyped: readonly string[], lastHeard: string): Promise<void> {
    const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
    const leg = () => bench.emulator.leg(uuid)
    for (const typed of keysTyped) {
      await bench.clock.runUntil(() => leg().state === 'ended' || (leg().waitsFor?.kind === 'input' && leg().hears === null))
      bench.emulator.pressKeys(uuid, typed)
    }
    await bench.clock.runUntil(() => leg().state === 'ended')
    expect(
      bench
        .heard(uuid)
        .filter((heard) => !HOLD.test(heard))
        .at(-1),
    ).toBe(lastHeard)
  }

  test('what a flow may not give waits for somebody, who sees the call and the rule, approves it and writes a note', async () => {
    await callThatAsks()
    const { page, complaints, close } = await openPage(browser)
    await page.goto(bench.url)
    await page.getByRole('link', { name: 'Payments 1 waiting for approval' }).click()
    await page.getByText('card •••• 4242').waitFor()
    await page.getByRole('link', { name: 'Approvals' }).click()
    const row = page.getByRole('list', { name: 'Waiting for a decision' }).getByRole('listitem')
    for (const told of ['Changed their mind', 'asked by a flow', 'A flow gives back ฿1.00 at most by itself'])
      await row.getByText(told).waitFor()
    expect(await barriers(page)).toEqual([])
    await row.getByRole('link', { name: '฿499.00 · +44 7700 900123' }).click()

    await page.getByRole('heading', { name: 'Refund of ฿499.00' }).waitFor()
    expect(await page.getByRole('link', { name: 'Open the call' }).getAttribute('href')).toMatch(/^\/calls\/.+/)
    await page.getByRole('button', { name: 'Refuse' }).click()
    await page.getByRole('alert').getByText('Write why').waitFor()
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Approve, and give ฿499.00 back' }).click()
    await page.getByText('฿499.00 was given back.').waitFor()
    await page.getByRole('button', { name: 'Write a credit note' }).click()
    await page.getByText(/^Credit note CN-\d{4}-00001$/).waitFor()
    await page.getByRole('link', { name: '฿499.00' }).click()
    await page.getByText('Given back', { exact: true }).first().waitFor()
    await page.getByText('Changed their mind').waitFor()
    expect(await page.getByRole('button', { name: 'Refund…' }).count()).toBe(0)
    expect(complaints).toEqual([])
    await close()
  }, 60_000)

  test('whoever comes second is told what was decided meanwhile', async () => {
    const approvalId = await request()
    const { page, complaints, close } = await openPage(browser)
    await page.goto(`${bench.url}/payments/approvals/${approvalId}`)
    await page.getByRole('textbox', { name: 'Your reason' }).fill('They have had it for a year.')
    expect((await ask('refunds', 'decide', { approvalId, decision: 'approve', reason: 'Fine' })).outlet).toBe('refunded')
    await page.getByRole('button', { name: 'Refuse' }).click()
    await page.getByText('Somebody decided while you looked at it').waitFor()
    await page.getByText('It was approved by you. That holds').waitFor()
    await page.getByText('฿600.00 was given back.').waitFor()
    expect(await page.getByRole('button', { name: 'Refuse' }).count()).toBe(0)
    expect(complaints).toEqual([])
    await close()
  }, 30_000)

  test('when nobody knows whether money went back it is asked again, and given back once', async () => {
    const approvalId = await request()
    const { page, complaints, close } = await openPage(browser)
    await loseAnswers(page)
    await page.goto(`${bench.url}/payments/approvals/${approvalId}`)
    await page.getByRole('button', { name: /^Approve/ }).click()
    await page.getByText('Nobody knows yet whether the money went back.').waitFor()
    await page.unroute('**/actions/*')
    await page.getByRole('button', { name: 'Ask again' }).click()
    await page.getByText('฿600.00 was given back.').waitFor()
    const { output } = await ask('refunds', 'getApproval', { approvalId })
    const { paymentId } = output['approval'] as { paymentId: string }
    expect((await ask('payments', 'getPayment', { paymentId })).output).toMatchObject({ refunded: 60_000, refunds: [{}] })
    expect(complaints).toEqual([])
    await close()
  }, 30_000)

  /** The money moves, and the word of it is lost on the way. */
  const loseAnswers = (page: Page) =>
    page.route('**/actions/*', async (route) => {
      const reply = await route.fetch()
      const body = (await reply.json()) as { outlet: string; output: { approval?: { refundId?: string } } }
      if (route.request().url().endsWith('/decide')) return route.fulfill({ json: { outlet: 'unknown', output: {} } })
      delete body.output.approval?.refundId
      return route.fulfill({ json: body })
    })

  test('a payment is found and given back in part; in another currency than the rules know, somebody has to agree', async () => {
    await pay({ description: 'Winter tyres', currency: 'EUR', amount: 32_050 })
    await pay({ description: 'Brake pads', amount: 125_050 })
    const { page, complaints, close } = await openPage(browser)
    await page.goto(`${bench.url}/payments`)
    await page.getByRole('searchbox', { name: 'Search payments' }).fill('brake')
    await expect.poll(() => page.getByRole('list', { name: 'Payments' }).getByRole('listitem').count()).toBe(1)
    await page.getByRole('link', { name: '฿1,250.50' }).click()
    await page.getByRole('button', { name: 'Refund…' }).click()
    const amount = page.getByRole('textbox', { name: 'Amount' })
    await amount.fill('1300')
    await page.getByText('That is more than what is left of the payment.').waitFor()
    await page.getByRole('textbox', { name: 'Why' }).fill('One was scratched')
    expect(await page.getByRole('button', { name: /^Give .* back$/ }).isDisabled()).toBe(true)
    await amount.fill('250.5')
    await page.getByText('The rules allow it: it goes back at once.').waitFor()
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Give ฿250.50 back' }).click()
    await page.getByText('Partly given back').waitFor()
    await page.getByText('One was scratched').waitFor()

    await page.goto(`${bench.url}/payments`)
    await page.getByRole('link', { name: '€320.50' }).click()
    await page.getByRole('button', { name: 'Refund…' }).click()
    await page.getByRole('textbox', { name: 'Why' }).fill('Too wide')
    await page.getByRole('button', { name: 'Ask for approval' }).click()
    await page.getByText('Paid in EUR, for which there is no limit').waitFor()
    await page.getByRole('button', { name: 'Approve, and give €320.50 back' }).waitFor()
    expect(complaints).toEqual([])
    await close()
  }, 60_000)

  test('a link is made, and its page has the product’s letters, says what is wrong beneath the field, and takes money once', async () => {
    const url = await linkOf({ language: 'lo' })
    const phone = await openPage(browser, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
    await phone.page.goto(url)
    expect(await phone.page.evaluate('document.documentElement.lang + document.documentElement.scrollWidth')).toBe('lo390')
    const letters = '[...document.fonts].some(({ family, status }) => family.includes("Lao") && status === "loaded")'
    await expect.poll(() => phone.page.evaluate(letters)).toBe(true)
    await phone.page.locator('summary').click()
    expect(await barriers(phone.page)).toEqual([])
    expect(phone.complaints).toEqual([])
    await phone.close()

    const { page, complaints, close } = await openPage(browser)
    await page.goto(`${bench.url}/payments`)
    await page.getByRole('button', { name: 'New payment link' }).click()
    await page.getByRole('textbox', { name: 'What for' }).fill('Order 8')
    await page.getByRole('textbox', { name: 'Amount' }).fill('900')
    await page.getByRole('button', { name: 'Make the link' }).click()
    const href = await page.getByRole('link', { name: 'Open' }).getAttribute('href')
    expect(await barriers(page)).toEqual([])
    await page.goto(String(href))
    await page.getByText('Order 8').waitFor()
    const type = async (number: string) => {
      await page.getByRole('textbox', { name: 'Card number' }).fill(number)
      await page.getByRole('textbox', { name: 'Valid until' }).fill('12/39')
      await page.getByRole('textbox', { name: 'Security code' }).fill('123')
      await page.getByRole('button', { name: 'Pay ฿900.00' }).click()
    }
    await type('4532015112830366')
    await page.getByRole('alert').getByText('This is not a test card.').waitFor()
    expect(await page.evaluate('document.activeElement.id')).toBe('number')
    expect(await barriers(page)).toEqual([])
    await type('4000000000000002')
    await page.getByRole('alert').getByText('The card was declined. Nothing was paid. Try another card.').waitFor()
    await type(CARD)
    await page.getByRole('heading', { name: 'Paid. Thank you.' }).waitFor()
    await page.goto(page.url())
    await page.getByRole('heading', { name: 'Paid. Thank you.' }).waitFor()
    // a page that says no with 422 is not what the browser complains about here
    expect(complaints.filter((text) => !text.includes('422'))).toEqual([])

    await page.goto(`${bench.url}/pay/x`)
    await page.getByRole('heading', { name: 'There is nothing at this address.' }).waitFor()
    expect(await barriers(page)).toEqual([])
    await close()
  }, 60_000)

  test('the bar of a telephone has the most used pages in whole words, and the others behind “More”', async () => {
    const { page, complaints, close } = await openPage(browser, { viewport: { width: 390, height: 844 } })
    await page.goto(`${bench.url}/payments`)
    const more = page.getByRole('button', { name: 'More' })
    await more.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'More pages' })
    await dialog.getByRole('link', { name: 'Plugins' }).waitFor()
    expect(await barriers(page)).toEqual([])
    await page.keyboard.press('Escape')
    await expect.poll(() => dialog.count()).toBe(0)
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toContain('More')
    await more.click()
    await dialog.getByRole('link', { name: 'Templates' }).click()
    await page.getByRole('heading', { name: 'Templates', level: 1 }).waitFor()
    await expect.poll(() => dialog.count()).toBe(0)

    const words = '.rail > a:not([data-bar="false"]) > span, .rail-more > span'
    // those with the longest words; all of them at full size
    const languages = process.env.PATCHBAY_EVIDENCE === '1' ? ['en', 'th', 'tr', 'lo', 'zh-Hant'] : ['th', 'tr']
    for (const language of languages) {
      await page.evaluate(`localStorage.setItem('patchbay.language', '${language}')`)
      await page.goto(`${bench.url}/payments`)
      await page.locator('.rail-more').waitFor()
      const all = await page.locator(words).evaluateAll((spans) =>
        spans.map((span) => {
          const { left, right, height } = (span as unknown as Box).getBoundingClientRect()
          return { left, right, height }
        }),
      )
      expect(all.length).toBe(5)
      for (const [index, { left, right, height }] of all.entries()) {
        // one line, and no word in the next one
        expect(height, language).toBeLessThan(20)
        expect(left, language).toBeGreaterThanOrEqual(all[index - 1]?.right ?? 0)
        expect(right, language).toBeLessThanOrEqual(390)
      }
    }
    expect(complaints).toEqual([])
    await close()
  }, 60_000)

  test.each(telephones)('in %s fits a telephone in the %s', async (...telephone) => {
    await request()
    await expectToFitTelephone(browser, telephone, { url: `${bench.url}/payments`, shown: '.money-row >> nth=0' })
    await expectToFitTelephone(browser, telephone, { url: `${bench.url}/payments/approvals`, shown: '.money-row >> nth=0' })
  })

  test('who subscribes on the telephone is on the page of subscriptions, until somebody ends it', async () => {
    await publishOn(bench, subscribeFlow('plan-monthly'))
    await call([`${CARD}#`, '1239'], 'You have Internet, monthly from today.')
    const { page, complaints, close } = await openPage(browser)
    await page.goto(`${bench.url}/payments`)
    await page.getByText('฿599.00').first().waitFor()
    await page.getByRole('link', { name: 'Subscriptions' }).click()
    const row = page.getByRole('list', { name: 'Subscriptions' }).getByRole('listitem')
    for (const told of ['Internet, monthly', '฿599.00 a month', 'Active']) await row.getByText(told).first().waitFor()
    await row.getByText(/^paid again on /).waitFor()
    expect(await barriers(page)).toEqual([])
    await row.getByRole('button', { name: 'End it Internet, monthly' }).click()
    const sure = page.getByRole('dialog', { name: 'End “Internet, monthly”' })
    await sure.getByText('Nothing more is taken, and nothing is given back.').waitFor()
    expect(await barriers(page)).toEqual([])
    await sure.getByRole('button', { name: 'End it' }).click()
    await row.getByText('Cancelled', { exact: true }).waitFor()
    await row.getByText(/^ends on /).waitFor()
    expect(await row.getByRole('button').count()).toBe(0)
    expect(complaints).toEqual([])
    await close()
  }, 30_000)

  test('a plugin that lists no payments says so, and leads to its provider', async () => {
    await install('paypal-payments', { clientId: 'of-the-test', returnUrl: 'https://shop.test/thanks' })
    await apiOf(bench, 'PUT', '/plugin-categories/payments', { body: { plugin: 'paypal-payments' } })
    const { page, complaints, close } = await openPage(browser)
    await page.goto(`${bench.url}/payments`)
    await page.getByRole('heading', { name: '“PayPal payments” cannot be listed here' }).waitFor()
    const provider = page.getByRole('link', { name: 'To the provider' })
    expect(await provider.getAttribute('href')).toBe('https://www.paypal.com/activities/')
    expect(await page.getByRole('link', { name: 'Look at the plugin' }).getAttribute('href')).toBe('/plugins/paypal-payments')
    expect(await barriers(page)).toEqual([])
    expect(complaints).toEqual([])
    await close()
  }, 30_000)
})

interface Box {
  getBoundingClientRect(): { left: number; right: number; height: number }
}
