import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { readPluginFolder } from '@patchbay/plugin-tools'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CallBench, startCallBench } from '../support/call-bench.ts'
import { findChromium, launchChromium } from '../support/chromium.ts'
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
    const grants = { origins: [], secrets: [], dataClasses: ['personal' as const, 'recording' as const] }
    await server.installPlugin({ manifest, bundle, grants })
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
})
