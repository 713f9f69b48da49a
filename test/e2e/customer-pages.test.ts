import { resolve } from 'node:path'
import { bundlePlugin } from '@patchbay/plugin-tools'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import manifest from '../../plugins/first-party/src/contacts/manifest.ts'
import { type CallBench, startCallBench } from '../support/call-bench.ts'
import { findChromium, launchChromium } from '../support/chromium.ts'
import { apiOf } from '../support/publish-on.ts'
import { expectToFitTelephone, telephones } from '../support/telephones.ts'
import { barriers, openPage } from '../support/watched-page.ts'

const executable = findChromium()

describe.skipIf(executable === undefined)('the pages for customers', () => {
  let bench: CallBench
  let browser: Browser

  const ask = async (action: string, input: object) => {
    const reply = await fetch(`${bench.url}/api/v1/plugins/crm/actions/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ input }),
    })
    return (await reply.json()) as { outlet: string; output: Record<string, unknown> }
  }

  beforeAll(async () => {
    if (executable === undefined) return
    bench = await startCallBench()
    const server = await bench.startServer()
    await server.installPlugin({
      manifest,
      bundle: await bundlePlugin(resolve(import.meta.dirname, '../../plugins/first-party/src/contacts/handlers.ts')),
      grants: { origins: [], secrets: [], dataClasses: ['personal', 'contact', 'recording'] },
      settings: { callingCode: '66' },
    })
    browser = await launchChromium(executable)
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await bench?.stop()
  })

  test('samples come, a customer is found by a part of a name, written to, merged, and split again', async () => {
    const { page, complaints, close } = await openPage(browser)
    await page.goto(bench.url)
    await page.getByRole('link', { name: 'Customers' }).click()
    await page.getByText('No customers yet').waitFor()
    await page.getByRole('button', { name: 'Add sample customers' }).click()
    await page.getByRole('link', { name: 'สมชาย ใจดี' }).waitFor()
    expect(await barriers(page)).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    await page.setViewportSize({ width: 1280, height: 800 })

    await page.getByLabel('Search customers').fill('ozt')
    await expect.poll(() => page.getByRole('listitem').count()).toBe(1)
    await page.getByRole('link', { name: 'Işıl Öztürk' }).waitFor()
    await page.getByLabel('Search customers').fill('900123')
    await page.getByRole('link', { name: 'Ann Lee' }).click()
    await page.getByRole('heading', { name: 'Ann Lee' }).waitFor()
    await page.getByText('Asked when order 20417 will arrive.').waitFor()

    await page.getByLabel('Write a note').fill('ขอใบเสร็จ · makbuz istiyor')
    await page.getByRole('button', { name: 'Keep the note' }).click()
    await page.getByRole('listitem').filter({ hasText: 'ขอใบเสร็จ · makbuz istiyor' }).waitFor()
    await page.getByRole('button', { name: 'Done: Send the new price list.' }).click()
    await expect.poll(() => page.getByText('1 open task').count()).toBe(0)

    await page.getByRole('combobox', { name: 'Search for the other entry' }).fill('leigh')
    await page.getByRole('option', { name: /Ann Leigh/ }).click()
    await page.getByRole('button', { name: 'Merge', exact: true }).click()
    await page.getByText('+44 7700 900206').waitFor()
    expect(await ask('findContact', { phone: '0044 7700 900206' })).toMatchObject({ output: { contact: { id: 'sample-ann' } } })
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Split again: Ann Leigh' }).click()
    await expect.poll(() => page.getByText('+44 7700 900206').count()).toBe(0)
    expect(await ask('findContact', { phone: '0044 7700 900206' })).toMatchObject({
      output: { contact: { id: 'sample-ann-again' } },
    })

    await page.getByRole('button', { name: 'Change' }).click()
    await page.getByRole('textbox', { name: 'Segment' }).fill('platinum')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Changed: segment').waitFor()

    await page.getByRole('button', { name: 'Erase' }).click()
    await page.getByText('Bills, payments, refunds and credit notes').waitFor()
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Erase for good' }).click()
    await page.getByText(/Erased: 0 calls, .* and [1-9][0-9]* entries of plugins/).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
    await page.getByRole('heading', { name: 'Customers' }).waitFor()
    expect(await ask('findContact', { phone: '+44 7700 900123' })).toMatchObject({ outlet: 'notFound' })
    expect(await ask('findContact', { phone: '+44 7700 900206' })).toMatchObject({ outlet: 'found' })
    const { erasures } = (await (await fetch(`${bench.url}/api/v1/erasures`)).json()) as { erasures: object[] }
    expect(erasures).toMatchObject([{ by: 'owner', state: 'done', erased: { unclear: [] } }])
    const asked = (body: object) => apiOf(bench, 'POST', '/erasures', { body })
    expect([(await asked({})).status, (await asked({ numbers: ['nobody'] })).status]).toEqual([400, 400])
    expect(complaints).toEqual([])
    await close()
  }, 60_000)

  test.each(telephones)(
    'fits a telephone in %s, %s',
    async (...telephone) => {
      await ask('addSamples', {})
      await expectToFitTelephone(browser, telephone, {
        url: `${bench.url}/customers/sample-isil`,
        shown: 'text=İade için geri ara.',
      })
    },
    30_000,
  )
})
