import { installedPluginSchema } from '@patchbay/core/http-contract'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { browserBench } from '../support/browser-bench.ts'
import { barriers, openPage, type WatchedPage } from '../support/watched-page.ts'

const bench = browserBench()
let watched: WatchedPage
beforeEach(async () => {
  if (bench.available) watched = await openPage(bench.browser)
})
afterEach(async () => {
  await watched?.close()
})

const TOO_WIDE = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
const SECRET = 'pat-of-nobody-123456'
const pluginNow = async (name: string) =>
  installedPluginSchema.parse(await (await fetch(`${bench.patchbay.url}/api/v1/plugins/${name}`)).json())

describe.skipIf(!bench.available)('plugins in the browser', () => {
  test('one is found, allowed what it needs and no more, given its secret, chosen, switched off and taken out', async () => {
    const { page, complaints } = watched
    await page.goto(`${bench.patchbay.url}/plugins`)
    const list = page.getByRole('main')
    await list.getByRole('link', { name: 'Customers' }).waitFor()
    await page.getByRole('textbox', { name: 'Search plugins' }).fill('hubspot')
    await expect.poll(() => list.getByRole('link', { name: 'Surveys', exact: true }).count()).toBe(0)
    expect(await barriers(page)).toEqual([])

    await page.getByRole('button', { name: 'Look at it: HubSpot' }).click()
    const dialog = page.getByRole('dialog', { name: 'HubSpot' })
    await dialog.getByText('It may reach api.hubapi.com').waitFor()
    await dialog.getByRole('checkbox', { name: 'It may be given recordings of what was said' }).uncheck()
    expect(await barriers(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Allow this and install' }).click()
    await page.getByRole('heading', { name: 'HubSpot', level: 1 }).waitFor()
    const { grants } = await pluginNow('hubspot-crm')
    expect(grants.origins).toEqual(['https://api.hubapi.com'])
    expect(grants.dataClasses).not.toContain('recording')

    await page.getByText('A secret is not set yet.').waitFor()
    await page.getByRole('tab', { name: 'Settings' }).click()
    await page.getByRole('textbox', { name: 'New value of “Access token of a private app”' }).fill(SECRET)
    await page.getByRole('button', { name: 'Save: Access token of a private app' }).click()
    await page.getByText(/^by owner on /).waitFor()
    expect(await page.getByText('A secret is not set yet.').count()).toBe(0)
    expect(await page.content()).not.toContain(SECRET)
    expect(JSON.stringify(await pluginNow('hubspot-crm'))).not.toContain(SECRET)
    expect(await barriers(page)).toEqual([])

    await page.getByRole('button', { name: 'Use this one for “Customers”' }).click()
    await page.getByText('Serves flows that ask for “Customers”').waitFor()

    await page.getByRole('tab', { name: 'Versions' }).click()
    await page.getByRole('button', { name: 'Switch off' }).click()
    await page.getByRole('button', { name: 'Switch on' }).waitFor()
    expect(await pluginNow('hubspot-crm')).toMatchObject({ enabled: false })
    await page.getByRole('button', { name: 'Uninstall' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Uninstall' }).click()
    await page.getByRole('heading', { name: 'Plugins', level: 1 }).waitFor()
    expect((await fetch(`${bench.patchbay.url}/api/v1/plugins/hubspot-crm`)).status).toBe(404)
    expect(complaints).toEqual([])
  })

  test('an action is tried with an example, and what came of it stands under its activity; narrow and dark', async () => {
    await watched.close()
    watched = await openPage(bench.browser, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
    const { page, complaints } = watched
    await page.goto(`${bench.patchbay.url}/plugins/contacts`)
    await page.getByRole('tab', { name: 'Try it' }).click()
    await page.getByRole('textbox', { name: 'Telephone number' }).fill('+66000000000')
    await page.getByRole('button', { name: 'Try it' }).click()
    await page.getByRole('region', { name: 'What came of it' }).getByText('Not found').waitFor()
    expect(await barriers(page)).toEqual([])

    await page.getByRole('tab', { name: 'Activity' }).click()
    await page.getByText('Nothing was asked of it since the server started.').waitFor({ state: 'detached' })
    await page.getByRole('heading', { name: 'What it says' }).waitFor()
    expect(await barriers(page)).toEqual([])
    for (const tab of ['What it does', 'Access', 'Versions']) {
      await page.getByRole('tab', { name: tab }).click()
      const wide = await page.evaluate<number>(TOO_WIDE)
      expect(wide, tab).toBe(0)
    }
    expect(complaints).toEqual([])
  })
})
