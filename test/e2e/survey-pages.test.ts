import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { readPluginFolder } from '@patchbay/plugin-tools'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CALLER, type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { findChromium, launchChromium } from '../support/chromium.ts'
import { publishOn } from '../support/publish-on.ts'
import { linkFlow } from '../support/survey-link-flow.ts'
import { barriers, openPage } from '../support/watched-page.ts'

const executable = findChromium()
const QUESTIONNAIRES = resolve(import.meta.dirname, '../../plugins/first-party/src/questionnaires')

describe.skipIf(executable === undefined)('the page for surveys', () => {
  let bench: CallBench
  let browser: Browser

  /** As a flow does it, through the real sandbox and the real store. */
  async function act(action: string, input: object): Promise<{ outlet: string; output: Record<string, unknown> }> {
    const reply = await fetch(`${bench.url}/api/v1/plugins/surveys/actions/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: bench.url },
      body: JSON.stringify({ input }),
    })
    return (await reply.json()) as { outlet: string; output: Record<string, unknown> }
  }

  async function answer(value: string, words?: string): Promise<void> {
    const { output } = await act('start', { survey: 'csat', queue: value === '5' ? 'Sales' : 'Support', language: 'en' })
    const responseId = String(output['responseId'])
    await act('record', { responseId, question: 'satisfaction', value })
    if (words !== undefined) await act('record', { responseId, question: 'why', value: words })
    await act('finish', { responseId })
  }

  beforeAll(async () => {
    if (executable === undefined) return
    bench = await startCallBench()
    const server = await bench.startServer()
    const { manifest, code: bundle } = await readPluginFolder(QUESTIONNAIRES)
    const dataClasses = ['personal' as const, 'recording' as const]
    const grants = { origins: ['https://pages.patchbay.test'], secrets: [], dataClasses }
    await server.installPlugin({ manifest, bundle, grants, settings: { business: 'Noodle House' } })
    browser = await launchChromium(executable)
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await bench?.stop()
  })

  test('begins with samples, shows what was answered and of what it is made, and hands it out', async () => {
    const { page, complaints, close } = await openPage(browser)
    await page.goto(bench.url)
    await page.getByRole('link', { name: 'Surveys' }).click()
    await page.getByRole('button', { name: 'Show it with sample answers' }).click()
    await page.getByText('I waited a while, but the help was good.').first().waitFor()
    await page.locator('.recharts-line').waitFor()
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Remove sample answers' }).click()
    await page.getByText('No answers yet').waitFor()

    await answer('5')
    await answer('4')
    await answer('2', 'ลูกค้ารอนาน “จริงๆ”')
    await page.reload()
    const tile = page.getByRole('button', { name: /^Satisfaction/ })
    await tile.getByText('66.7%').waitFor()
    expect(await tile.textContent()).toContain('2 of 3 satisfied · n = 3')
    await page.getByText('3 were asked, 3 of them answered.').waitFor()
    await page.getByText('ลูกค้ารอนาน “จริงๆ”').waitFor()

    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download as CSV' }).click(),
    ])
    const csv = readFileSync((await file.path()) ?? '', 'utf8')
    expect(csv.split('\r\n')).toHaveLength(6)
    expect(csv).toContain('satisfaction,csat,4,')

    await page.getByRole('combobox', { name: 'Queue' }).click()
    await page.getByRole('option', { name: 'Sales' }).click()
    await tile.getByText('100%').waitFor()
    expect(complaints).toEqual([])
    await close()
  }, 60_000)

  test('makes a survey with a question of its own, and takes one out of use', async () => {
    const { page, complaints, close } = await openPage(browser)
    await page.goto(`${bench.url}/surveys`)
    await page.getByText('Questions', { exact: true }).click()
    await page.getByRole('button', { name: 'New survey' }).click()
    await page.getByRole('textbox', { name: 'Title' }).fill('After a visit')
    await page.getByRole('textbox', { name: 'Name in flows' }).fill('visit')
    await page.getByRole('button', { name: 'Add a question' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('alert').getByText('at least one question with a text').waitFor()
    await page.getByRole('textbox', { name: 'English' }).fill('How tidy was it, from 1 to 5?')
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('listitem').filter({ hasText: 'How tidy was it' }).first().waitFor()
    expect((await act('start', { survey: 'visit' })).outlet).toBe('started')

    const row = page.locator('.survey-response').filter({ hasText: 'After a visit' })
    await row.getByRole('button', { name: 'Ask no more' }).click()
    await page.getByText('“After a visit” is asked no more.').waitFor()
    await expect.poll(() => row.count()).toBe(0)
    expect((await act('start', { survey: 'visit' })).outlet).toBe('notFound')
    expect(complaints).toEqual([])
    await close()
  }, 60_000)

  test('fits a telephone in Lao, in the dark', async () => {
    const options = { viewport: { width: 390, height: 844 }, locale: 'lo', colorScheme: 'dark' as const }
    const { page, complaints, close } = await openPage(browser, options)
    await page.goto(`${bench.url}/surveys`)
    await page.locator('.recharts-bar').waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    expect(await barriers(page)).toEqual([])
    expect(complaints).toEqual([])
    await close()
  }, 30_000)

  test('a caller is sent a link, answers it on a telephone with the keys alone, and is counted as asked by text message', async () => {
    await publishOn(bench, linkFlow())
    const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
    await bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
    const [sent] = bench.eventsOf('message.sent').map(({ text }) => String(text))
    const address = /^How was it\? (\S+)$/.exec(sent ?? '')?.[1] ?? ''
    expect(address).toMatch(/\/survey\/r-[0-9a-f]{24}\.[0-9a-f-]{36}\.[\w-]{22}$/)
    expect(address).not.toContain(CALLER)

    const { page, complaints, close } = await openPage(browser, { viewport: { width: 390, height: 844 }, locale: 'tr' })
    await page.goto(address)
    await page.getByRole('heading', { name: 'Noodle House' }).waitFor()
    await page.getByText('Question 1 of 3').waitFor()
    expect(await barriers(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    for (const key of ['Tab', 'ArrowRight']) await page.keyboard.press(key)
    expect(await page.getByRole('radio', { name: '2' }).isChecked()).toBe(true)
    await page.keyboard.press('Enter')
    await page.getByText('Question 2 of 3').waitFor()
    const words = page.getByRole('textbox', { name: 'What is the main reason for your answer?' })
    await words.fill('Çok bekledim “ıİ”')
    await page.getByRole('button', { name: 'Türkçe' }).click()
    // another language loses nothing
    const inTurkish = page.getByRole('textbox', { name: 'Bu yanıtınızın asıl nedeni nedir?' })
    expect(await inTurkish.inputValue()).toBe('Çok bekledim “ıİ”')
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Sonraki' }).click()
    await page.getByText('Soru 3 / 3').waitFor()
    await page.goBack()
    expect(await inTurkish.inputValue()).toBe('Çok bekledim “ıİ”')
    await page.goto(address)
    await page.getByText('Question 3 of 3').waitFor()

    const figures = async (channel: string) => (await act('score', { metric: 'csat', channel })).output
    // who leaves here has said this much
    expect(await figures('sms')).toMatchObject({ value: 0, numerator: 0, denominator: 1, asked: 1, answered: 1 })
    await page.getByRole('radio', { name: 'No, not yet' }).check()
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('heading', { name: 'Thank you, we have your answers.' }).waitFor()
    expect(await barriers(page)).toEqual([])
    await page.reload()
    await page.getByRole('heading', { name: 'Thank you, we have your answers.' }).waitFor()

    const { output } = await act('results', { channel: 'sms' })
    expect(output['answers']).toMatchObject([
      {
        ...{ channel: 'sms', customer: CALLER, finished: true, flow: 'How was it?' },
        answers: [{ score: 2 }, { words: 'Çok bekledim “ıİ”' }, { question: 'solved', score: 0 }],
      },
    ])
    expect(await figures('voice')).not.toMatchObject({ asked: (await act('score', { metric: 'csat' })).output['asked'] })

    const post = (origin: string, at = address) =>
      fetch(at, { method: 'POST', body: new URLSearchParams({ question: 'satisfaction', answer: '5' }), headers: { origin } })
    const foreign = await post('https://elsewhere.example')
    expect([foreign.status, await foreign.text()]).toEqual([403, expect.stringContaining('This did not come from our page')])
    expect(await (await post(bench.url)).text()).toContain('Thank you, we have your answers.')
    await page.goto(`${address}x`)
    await page.getByRole('heading', { name: 'Bu adreste bir şey yok.' }).waitFor()
    expect(await barriers(page)).toEqual([])
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([])
    await close()
  }, 30_000)
})
