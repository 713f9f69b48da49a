import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { browserBench } from '../support/browser-bench.ts'
import { drawFlow } from '../support/draw-flow.ts'
import { apiOf } from '../support/publish-on.ts'
import { tourFlow } from '../support/tour-flow.ts'
import { openPage, type WatchedPage } from '../support/watched-page.ts'

const bench = browserBench()

const heard = (page: Page) => page.getByRole('log', { name: 'What is said' })
const hears = (page: Page, text: string) => heard(page).getByText(text).first().waitFor({ timeout: 40_000 })
const press = (page: Page, key: string) => page.getByRole('button', { name: `Key ${key}` }).click()

/** What callers hear who may check their message. */
const REVIEW = /press 2/

/** A key does nothing while words are spoken that no key ends: it is pressed until something comes of it. */
async function pressUntil(page: Page, key: string, text: RegExp): Promise<void> {
  const count = () => heard(page).getByText(text).count()
  await expect
    .poll(
      async () => {
        if ((await count()) === 0) await press(page, key)
        return count()
      },
      { timeout: 40_000, interval: 1000 },
    )
    .toBeGreaterThan(0)
}

/** What the flow names and the environment must have: a waiting line, a team, and a web service that may be reached. */
async function furnish(): Promise<void> {
  const at = bench.patchbay
  const endpoint = { kind: 'phone', number: '12025550187' }
  const queue = { label: 'Desk', value: { agents: [{ name: 'Lee', endpoint }] } }
  const team = { label: 'Night', value: { members: [{ name: 'Ann', phone: '12025550165' }] } }
  const made = [
    await apiOf(at, 'PUT', '/bindings/queue/desk', { body: queue, headers: { 'if-none-match': '*' } }),
    await apiOf(at, 'PUT', '/bindings/team/night', { body: team, headers: { 'if-none-match': '*' } }),
    await apiOf(at, 'PUT', '/outside-hosts', { body: { hosts: ['crm.example.com'] } }),
    // whenever the test runs, somebody is there
    await alwaysOpen(),
  ]
  expect(
    made.map(({ status }) => status).filter((status) => status >= 300),
    JSON.stringify(made),
  ).toEqual([])
}

async function alwaysOpen() {
  const list = (await apiOf(bench.patchbay, 'GET', '/bindings?kind=calendar')).body as { bindings: { revision: number }[] }
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
  const value = { timeZone: 'UTC', hours: [{ days, from: '00:00', to: '24:00' }], holidays: [], exceptions: [] }
  const headers = { 'if-match': `"${list.bindings[0]?.revision}"` }
  return apiOf(bench.patchbay, 'PUT', '/bindings/calendar/main', { body: { label: 'Main', value }, headers })
}

// minutes of listening in real time: a matter of the full tier
const full = process.env['PATCHBAY_EVIDENCE'] === '1'

describe.skipIf(!bench.available || !full)('a flow with cards of every family', () => {
  let watched: WatchedPage
  let page: Page

  beforeEach(async () => {
    watched = await openPage(bench.browser)
    page = watched.page
  })
  afterEach(() => watched.close())

  const call = async () => {
    await page.getByRole('button', { name: /^Call( again)?$/ }).click()
    await hears(page, 'Welcome to the tour.')
    await hears(page, 'For an order, press 1.')
  }
  const ended = () => page.getByText('Call ended').waitFor({ timeout: 40_000 })

  test('is drawn, published and walked through with the phone: a whisper to the one who answers, a message heard again', async () => {
    await furnish()
    const definition = tourFlow()
    expect(definition.nodes.length).toBeGreaterThanOrEqual(40)
    await page.goto(bench.patchbay.url)
    await page.getByRole('button', { name: 'New flow' }).first().click()
    await page.getByRole('textbox', { name: 'Name' }).fill(definition.name)
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('complementary', { name: 'Cards to add' }).waitFor()
    await drawFlow(page, definition)
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await page.getByRole('button', { name: 'Publish now' }).click()
    await page.getByText('Live: version 1').waitFor()
    await page.getByRole('button', { name: 'Try it' }).click()

    await call()
    await press(page, '2')
    const seat = page.getByRole('region', { name: /The line of/ })
    await seat.getByRole('button', { name: 'Answer' }).click()
    await hears(page, 'A caller for sales.')
    await hears(page, 'you are connected')
    await seat.getByRole('button', { name: 'Hang up' }).click()
    await hears(page, 'Thank you for talking to sales.')
    await hears(page, 'Goodbye, and come again.')
    await ended()

    await call()
    await press(page, '1')
    await hears(page, 'Your order number, please.')
    for (const key of ['4', '7', '1', '1', '#']) await press(page, key)
    await hears(page, 'That is 4 7 1 1.')
    await hears(page, 'Is that right?')
    await press(page, '1')
    await hears(page, 'Looking.')
    await hears(page, 'Goodbye, and come again.')
    await ended()

    await call()
    await press(page, '3')
    await hears(page, 'Leave a message after the beep')
    await pressUntil(page, '#', REVIEW)
    await press(page, '2')
    await hears(page, 'Recording:')
    await press(page, '1')
    await hears(page, 'Goodbye, and come again.')
    await ended()

    await call()
    await press(page, '5')
    await hears(page, 'The extension, please.')
    for (const key of ['2', '0', '1']) await press(page, key)
    await seat.getByRole('button', { name: 'Decline' }).click()
    await seat.waitFor({ state: 'detached' })
    // whoever stands in the queue is given the same desk as soon as it is free
    await seat.getByRole('button', { name: 'Answer' }).click()
    await hears(page, 'you are connected')
    await seat.getByRole('button', { name: 'Hang up' }).click()
    await hears(page, 'Goodbye, and come again.')
    await ended()

    await page.goto(`${bench.patchbay.url}/voicemail`)
    await page.getByRole('button', { name: /Play/ }).first().waitFor()
    await page.goto(`${bench.patchbay.url}/calls`)
    await expect.poll(() => page.getByRole('listitem').filter({ hasText: 'The tour' }).count()).toBeGreaterThanOrEqual(4)
    expect(watched.complaints).toEqual([])
  }, 400_000)
})
