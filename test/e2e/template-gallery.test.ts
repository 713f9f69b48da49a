import { categoryInterfaces, type Manifest } from '@patchbay/core'
import { callListSchema } from '@patchbay/core/http-contract'
import type { ServerDeps } from '@patchbay/server'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type CallBench, startCallBench } from '../support/call-bench.ts'
import { findChromium, launchChromium } from '../support/chromium.ts'
import { expectToFitTelephone, telephones } from '../support/telephones.ts'
import { barriers, openPage } from '../support/watched-page.ts'

const executable = findChromium()

/** One plugin for every category, which finds whoever calls. */
const plugins: NonNullable<ServerDeps['plugins']> = {
  manifests: async () =>
    categoryInterfaces().map(
      (one) => ({ ...one, name: `own-${one.category}`, limits: { timeoutMs: 3500, memoryMb: 32 } }) as unknown as Manifest,
    ),
  health: async () => new Map(),
  invoke: async (_place, { action }) =>
    action === 'findContact'
      ? {
          outlet: 'found',
          output: {
            contact: { id: 'c-1', name: 'Ann Lee', phones: [], emails: [], vip: false, tags: [], consent: {} },
            matches: 1,
          },
        }
      : { outlet: 'done', output: { id: 'a-1' } },
}
const always: NonNullable<ServerDeps['performers']> = { openingHours: async () => ({ outcome: 'open', values: {} }) }

describe.skipIf(executable === undefined)('the gallery of templates', () => {
  let bench: CallBench
  let browser: Browser

  beforeAll(async () => {
    if (executable === undefined) return
    bench = await startCallBench()
    await bench.startServer({}, { plugins, performers: always })
    browser = await launchChromium(executable)
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await bench?.stop()
  })

  /** The line's time goes on until it is there. */
  const hears = (page: Page, text: string) =>
    vi.waitFor(async () => {
      await bench.clock.advance(1000)
      expect(await page.getByRole('log', { name: 'What is said' }).getByText(text).count()).toBeGreaterThan(0)
    }, 10_000)

  test('a business installs the front desk by its form, and calls it', async () => {
    const { page, complaints, close } = await openPage(browser)
    await page.goto(bench.url)
    await page.getByRole('link', { name: 'New from a template' }).click()
    await page.getByRole('combobox', { name: 'Industry' }).waitFor()
    expect(await barriers(page)).toEqual([])
    await page.getByRole('combobox', { name: 'Industry' }).click()
    await page.getByRole('option', { name: 'Office' }).click()
    await page.getByRole('link', { name: 'Front desk' }).click()
    await page.getByRole('heading', { name: 'What callers hear' }).waitFor()
    await page.getByText('Hello Ann Lee, welcome to Lakeside Garden Supplies.').waitFor()
    await page.locator('.flow-preview .card-name').filter({ hasText: 'Greeting' }).waitFor()
    expect(await barriers(page)).toEqual([])

    await page.getByRole('textbox', { name: 'Name of your business' }).fill('Meadow Garden')
    const person = page.getByRole('group', { name: 'Person 1' })
    await person.getByRole('textbox', { name: 'Name' }).fill('Ann Lee')
    await page.getByRole('button', { name: 'Install and call' }).click()
    // without a number nothing is made, and the form says where
    await page.getByText('Nothing was installed.').waitFor()
    await person.getByText('Please look at this again.').waitFor()

    await person.getByRole('textbox', { name: 'Telephone' }).fill('+1 202 555 0143')
    await page.getByRole('button', { name: 'Install and call' }).click()
    await page.getByRole('button', { name: 'Call', exact: true }).click()
    await hears(page, 'Hello Ann Lee, welcome to Meadow Garden.')
    await hears(page, 'For sales, press 1.')
    await page.locator('.drawer').getByRole('button', { name: 'Hang up' }).click()
    await vi.waitFor(async () => {
      await bench.clock.advance(1000)
      const { calls } = callListSchema.parse(await (await fetch(`${bench.url}/api/v1/calls`)).json())
      expect(calls).toHaveLength(1)
    }, 10_000)
    expect(complaints.filter((one) => !one.includes('400'))).toEqual([])
    await close()
  }, 60_000)

  test.each(telephones)(
    'fits a telephone in %s, %s',
    async (...telephone) => {
      await expectToFitTelephone(browser, telephone, { url: `${bench.url}/templates/front-desk`, shown: '.install-form' })
    },
    30_000,
  )
})
