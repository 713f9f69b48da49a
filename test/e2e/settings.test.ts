import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { browserBench } from '../support/browser-bench.ts'
import { barriers, openPage, type WatchedPage } from '../support/watched-page.ts'

const bench = browserBench()
const api = (path: string, body: object = {}) =>
  fetch(`${bench.patchbay.url}/api/v1/vonage${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

describe.skipIf(!bench.available)('the telephone line, in the settings', () => {
  let watched: WatchedPage
  let page: Page

  beforeEach(async () => {
    watched = await openPage(bench.browser)
    page = watched.page
  })
  afterEach(() => watched.close())

  const row = (number: string) =>
    page.getByRole('list', { name: 'Numbers', exact: true }).getByRole('listitem').filter({ hasText: number })
  const state = (words: RegExp) => page.getByRole('list', { name: 'How the line stands' }).getByText(words)

  test('says in words what keeps callers away, and puts it right at a press', async () => {
    await api('/numbers/12025550100/unlink')
    await page.goto(bench.patchbay.url)
    await page.getByRole('link', { name: 'Settings' }).click()
    await state(/This machine uses the built-in line/).waitFor()
    await state(/\+1 202 555 0100 has a flow here, but is not linked/).waitFor()
    await page.getByText('One thing keeps callers away.').waitFor()
    expect(await barriers(page)).toEqual([])

    await page.getByRole('button', { name: 'Link +1 202 555 0100 here' }).click()
    await state(/Numbers that ring here and lead to a flow: 1/).waitFor()
    await row('+1 202 555 0100').getByText('rings here').waitFor()
    expect(watched.complaints).toEqual([])
  })

  test('a number is got for a price that was agreed to, led to a flow, and given back', async () => {
    await page.goto(`${bench.patchbay.url}/settings/line`)
    await page.getByRole('combobox', { name: 'Country' }).fill('united king')
    await page.getByRole('option', { name: 'United Kingdom' }).click()
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByRole('button', { name: 'Get +44 7700 900100' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Get it for €1.00 a month' }).click()
    await row('+44 7700 900100').getByText('rings here').waitFor()
    expect(await barriers(page)).toEqual([])

    await state(/\+44 7700 900100 rings here, but leads to no flow/).waitFor()
    await page.getByRole('combobox', { name: 'Where callers of +44 7700 900100 are led' }).click()
    await page.getByRole('option', { name: 'Welcome line' }).click()
    await state(/Numbers that ring here and lead to a flow: 2/).waitFor()

    await row('+44 7700 900100').getByRole('button', { name: 'Actions for' }).click()
    await page.getByRole('menuitem', { name: 'Give the number back' }).click()
    const release = dialog.getByRole('button', { name: 'Give the number back' })
    expect(await release.isDisabled()).toBe(true)
    await dialog.getByRole('checkbox').check()
    await release.click()
    await expect.poll(() => row('+44 7700 900100').count()).toBe(0)
    expect(watched.complaints).toEqual([])
  })

  test('fits a telephone, in the dark as well', async () => {
    await watched.close()
    watched = await openPage(bench.browser, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
    page = watched.page
    await page.goto(`${bench.patchbay.url}/settings/line`)
    await row('+1 202 555 0100').waitFor()
    await state(/built-in line/).waitFor()
    expect(await barriers(page)).toEqual([])
    expect(await page.evaluate<boolean>('document.querySelector(".shell-content").scrollWidth <= innerWidth')).toBe(true)
  })
})
