import type { FlowDraft } from '@patchbay/core/http-contract'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { browserBench } from '../support/browser-bench.ts'
import { barriersInBoth, openPage, type WatchedPage } from '../support/watched-page.ts'

const bench = browserBench()

/** A copy of the sample flow, so that no test meets what another changed. */
async function newCopy(name: string): Promise<string> {
  const copied = await fetch(`${bench.patchbay.url}/api/v1/flows/welcome/duplicate`, { method: 'POST' })
  const { definition, revision } = (await copied.json()) as FlowDraft
  await putDraft({ ...definition, name }, revision)
  return definition.id
}

function putDraft(definition: FlowDraft['definition'], revision: number): Promise<Response> {
  return fetch(`${bench.patchbay.url}/api/v1/flows/${definition.id}/draft`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'if-match': `"${revision}"` },
    body: JSON.stringify({ definition }),
  })
}

const getDraft = async (id: string): Promise<FlowDraft> =>
  (await (await fetch(`${bench.patchbay.url}/api/v1/flows/${id}/draft`)).json()) as FlowDraft

const card = (page: Page, name: string) => page.getByRole('group', { name: new RegExp(`: ${name},`) })
const heard = (page: Page) => page.getByRole('log', { name: 'What is said' })
const focus = (page: Page) => page.locator(':focus')
const saved = (page: Page) =>
  page
    .getByRole('status')
    .filter({ hasText: /^Saved$/ })
    .waitFor()

async function openFlow(page: Page, id: string): Promise<void> {
  await page.goto(`${bench.patchbay.url}/flows/${id}`)
  await card(page, 'Greeting').waitFor()
}

describe.skipIf(!bench.available)('in the browser', () => {
  let watched: WatchedPage
  let page: Page

  beforeEach(async () => {
    watched = await openPage(bench.browser)
    page = watched.page
  })
  afterEach(() => watched.close())

  test('a word is changed, published, dialled and heard, and the way of the call is lit', async () => {
    await page.goto(bench.patchbay.url)
    await page.getByRole('link', { name: 'Welcome line' }).click()
    await card(page, 'Greeting').click()
    await page.getByRole('textbox', { name: 'What callers hear' }).fill('Welcome to Meadow Garden Supplies.')
    await saved(page)
    await page.getByText('Draft differs from live v1').waitFor()

    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await page.getByRole('textbox', { name: 'What changed' }).fill('The garden has another name')
    await page.getByRole('button', { name: 'Publish now' }).click()
    await page.getByText('Live: version 2').waitFor()

    await page.getByRole('button', { name: 'Try it' }).click()
    await page.getByRole('combobox', { name: 'Whom to call' }).click()
    await page.getByRole('option', { name: '+1 202 555 0100' }).click()
    await page.getByRole('button', { name: 'Call', exact: true }).click()
    await heard(page).getByText('Welcome to Meadow Garden Supplies.').waitFor()
    await heard(page).getByText('For sales, press 1.').waitFor()
    await page.getByRole('button', { name: 'Key 1' }).click()

    const seat = page.getByRole('region', { name: 'The line of Sales desk' })
    await seat.getByRole('button', { name: 'Answer' }).click()
    await heard(page).getByText('you are connected').waitFor()
    await seat.getByRole('button', { name: 'Hang up' }).click()
    await page.getByText('Call ended').waitFor()

    await page.getByRole('tab', { name: 'Trace' }).click()
    await expect
      .poll(() => page.getByRole('listitem').allInnerTexts())
      .toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^Greeting/),
          expect.stringMatching(/^Main menu\s+1 · Sales/),
          expect.stringMatching(/^Sales desk\s+Conversation over/),
        ]),
      )
    await page.getByRole('button', { name: 'Show everything' }).click()
    await expect.poll(() => page.locator('[data-lit="passed"]').count()).toBeGreaterThanOrEqual(4)
    expect(watched.complaints).toEqual([])
  })

  test('a call goes on where it was after the server was killed', async () => {
    await openFlow(page, await newCopy('Killed server'))
    await page.getByRole('button', { name: 'Try it' }).click()
    await page.getByRole('button', { name: 'Call', exact: true }).click()
    await heard(page).getByText('For sales, press 1.').waitFor()
    await bench.patchbay.killServer()
    await page.getByRole('button', { name: 'Key 2' }).click()
    await expect
      .poll(
        async () => {
          const said = (await heard(page).textContent()) ?? ''
          if (!said.includes('order number')) await page.getByRole('button', { name: 'Key 2' }).click()
          return said
        },
        { timeout: 20_000, interval: 1000 },
      )
      .toContain('Please enter your order number')
  })

  test('what stands in the way of publishing is said in words and leads to the field', async () => {
    await openFlow(page, await newCopy('Unfinished'))
    await card(page, 'Sales desk').click()
    await page.getByRole('textbox', { name: 'Number', exact: true }).fill('12')
    await page.getByRole('textbox', { name: 'Name of the card' }).click()
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await page.getByText('One thing stands in the way').waitFor()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Sales desk/ })
      .click()
    const field = page.getByRole('textbox', { name: 'Number', exact: true })
    await expect.poll(() => focus(page).getAttribute('data-field')).toBe('endpoints.0.number')
    expect(await field.getAttribute('aria-invalid')).toBe('true')
  })

  test('cards are added, connected, deleted and brought back by keyboard alone', async () => {
    await openFlow(page, await newCopy('Keyboard'))
    const cards = () => page.getByRole('group', { name: /way/ })
    await page.getByRole('textbox', { name: 'Add a card' }).focus()
    await page.keyboard.type('record')
    await page.keyboard.press('Enter')
    const added = card(page, 'Play recording')
    await added.waitFor()
    await added.focus()
    await page.keyboard.press('l')
    const leadsTo = page.getByRole('combobox', { name: 'Next leads to' })
    await expect.poll(() => focus(page).getAttribute('data-field')).toBe('outlet:next')
    await page.keyboard.type('Goodbye')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect.poll(() => leadsTo.inputValue()).toBe('Goodbye')
    await added.focus()
    await page.keyboard.press('Delete')
    await expect.poll(() => added.count()).toBe(0)
    await expect.poll(() => focus(page).getAttribute('role'), { message: 'the focus goes to a neighbour' }).toBe('group')
    await page.keyboard.press('Control+z')
    await added.waitFor()
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => focus(page).getAttribute('aria-label')).toMatch(/^Menu: Main menu/)
    expect(await cards().count()).toBeGreaterThan(2)
    expect(watched.complaints).toEqual([])
  })

  test('a cord is drawn with the mouse', async () => {
    await openFlow(page, await newCopy('Mouse'))
    const from = await card(page, 'Greeting').boundingBox()
    const to = await card(page, 'Sales desk').boundingBox()
    if (from === null || to === null) throw new Error('the cards are not on screen')
    await page.mouse.move(from.x + from.width - 2, from.y + from.height - 20)
    await page.mouse.down()
    await page.mouse.move(to.x - 60, to.y + 40, { steps: 5 })
    await page.mouse.move(to.x + 2, to.y + 18, { steps: 5 })
    await page.mouse.up()
    await page.locator('title', { hasText: 'Greeting, Next, leads to Sales desk' }).waitFor({ state: 'attached' })
  })

  test('a cord that is let go over the empty canvas offers the next card', async () => {
    await openFlow(page, await newCopy('Loose cord'))
    const from = await card(page, 'Greeting').boundingBox()
    if (from === null) throw new Error('the card is not on screen')
    await page.mouse.move(from.x + from.width - 2, from.y + from.height - 20)
    await page.mouse.down()
    await page.mouse.move(from.x + 40, from.y + 320, { steps: 8 })
    await page.mouse.up()
    const offer = page.getByRole('dialog', { name: 'Which card comes next' })
    await offer.getByRole('button', { name: 'Collect digits' }).click()
    await page.locator('title', { hasText: 'Greeting, Next, leads to Collect digits' }).waitFor({ state: 'attached' })
  })

  test('a card is dragged onto the canvas', async () => {
    await openFlow(page, await newCopy('Dragged'))
    const list = page.getByRole('complementary', { name: 'Cards to add' })
    await list.getByRole('button', { name: 'Set variables' }).dragTo(page.getByRole('region', { name: /^Canvas/ }), {
      targetPosition: { x: 520, y: 620 },
    })
    await card(page, 'Set variables').waitFor()
  })

  test('leaving with work that is not saved warns', async () => {
    await openFlow(page, await newCopy('Leaving'))
    await page.route('**/api/v1/**', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
    await page.getByRole('textbox', { name: 'Name of the flow' }).fill('Not saved')
    await page.getByText('Your work is kept in this browser').waitFor()
    const warned = page.waitForEvent('dialog')
    const leaving = page.reload().catch(() => undefined)
    const dialog = await warned
    expect(dialog.type()).toBe('beforeunload')
    await dialog.accept()
    await leaving
  })

  test('work is kept while the server is away, and saved when it is back', async () => {
    const id = await newCopy('Away')
    await openFlow(page, id)
    await page.route('**/api/v1/**', (route) => route.abort())
    await card(page, 'Greeting').click()
    await page.getByRole('textbox', { name: 'What callers hear' }).fill('Typed while nobody listened.')
    await page.getByText('Your work is kept in this browser').waitFor()
    await page.unroute('**/api/v1/**')
    await saved(page)
    expect(JSON.stringify((await getDraft(id)).definition)).toContain('Typed while nobody listened.')
  })

  test('work of a tab that was closed is put back', async () => {
    const id = await newCopy('Closed tab')
    await openFlow(page, id)
    await page.route('**/api/v1/**', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
    await page.getByRole('textbox', { name: 'Name of the flow' }).fill('Named before closing')
    await page.getByText('Your work is kept in this browser').waitFor()
    const second = await page.context().newPage()
    await page.close({ runBeforeUnload: false })
    await openFlow(second, id)
    await expect.poll(() => second.getByRole('textbox', { name: 'Name of the flow' }).inputValue()).toBe('Named before closing')
    await saved(second)
    expect((await getDraft(id)).definition.name).toBe('Named before closing')
  })

  test('a flow that was changed elsewhere loses neither work', async () => {
    const id = await newCopy('Two people')
    await openFlow(page, id)
    const { definition, revision } = await getDraft(id)
    await putDraft({ ...definition, name: 'Theirs' }, revision)
    await page.getByRole('textbox', { name: 'Name of the flow' }).fill('Mine')
    await page.getByRole('dialog', { name: 'This flow was changed elsewhere' }).waitFor()
    await page.getByRole('button', { name: 'Keep mine as a copy' }).click()
    await expect.poll(() => page.getByRole('textbox', { name: 'Name of the flow' }).inputValue()).toBe('Theirs')
    const { flows } = (await (await fetch(`${bench.patchbay.url}/api/v1/flows`)).json()) as { flows: { name: string }[] }
    const names = flows.map(({ name }) => name)
    expect(names).toContain('Theirs')
    expect(names).toContain('Mine (my copy)')
  })

  test('a flow is deleted without a question, and brought back', async () => {
    await newCopy('Deleted')
    await page.goto(bench.patchbay.url)
    await page.getByRole('button', { name: 'Actions for Deleted' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await expect.poll(() => page.getByRole('link', { name: 'Deleted', exact: true }).count()).toBe(0)
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('link', { name: 'Deleted', exact: true }).waitFor()
  })

  test('on a telephone everything can be reached', async () => {
    const id = await newCopy('Small screen')
    const small = await openPage(bench.browser, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
    try {
      await openFlow(small.page, id)
      await card(small.page, 'Greeting').tap()
      await small.page.getByRole('textbox', { name: 'What callers hear' }).fill('Written on a telephone.')
      await saved(small.page)
      await small.page.getByRole('button', { name: 'Hide details' }).tap()
      await small.page.getByRole('button', { name: 'Add a card' }).tap()
      await small.page.getByRole('button', { name: 'Hang up' }).tap()
      await small.page.getByRole('button', { name: 'Try it' }).tap()
      await small.page.getByRole('button', { name: 'Call', exact: true }).tap()
      await heard(small.page).getByText('Written on a telephone.').waitFor()
      await small.page.getByRole('button', { name: 'Publish', exact: true }).tap()
      await small.page.getByRole('button', { name: 'Publish now' }).waitFor()
      const width = await small.page.evaluate<number>('document.documentElement.scrollWidth')
      expect(width, 'nothing makes the page wider than the screen').toBeLessThanOrEqual(390)
    } finally {
      await small.close()
    }
  })
})

describe.skipIf(!bench.available)('nothing keeps people out, in light or dark,', () => {
  let watched: WatchedPage
  let page: Page

  beforeEach(async () => {
    watched = await openPage(bench.browser)
    page = watched.page
  })
  afterEach(() => watched.close())

  test('of the list and its dialog', async () => {
    await page.goto(bench.patchbay.url)
    await page.getByRole('link', { name: 'Welcome line' }).waitFor()
    expect(await barriersInBoth(page)).toEqual([])
    await page.getByRole('button', { name: 'New flow' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click()
    await page.getByText('Give it a name').waitFor()
    expect(await barriersInBoth(page)).toEqual([])
  })

  test('of the canvas, the details and the problems', async () => {
    await openFlow(page, await newCopy('Barriers'))
    expect(await barriersInBoth(page)).toEqual([])
    await card(page, 'Main menu').click()
    await page.getByRole('button', { name: 'Add a choice' }).click()
    await page
      .getByRole('button', { name: /problem/ })
      .first()
      .click()
    await page.getByText('“Name” is not filled in.').first().waitFor()
    expect(await barriersInBoth(page)).toEqual([])
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await page.getByText('in the way').waitFor()
    expect(await barriersInBoth(page)).toEqual([])
  })

  test('of the phone during a call', async () => {
    await openFlow(page, await newCopy('Call'))
    await page.getByRole('button', { name: 'Try it' }).click()
    await page.getByRole('button', { name: 'Call', exact: true }).click()
    await heard(page).getByText('For sales').waitFor()
    expect(await barriersInBoth(page)).toEqual([])
    await page.getByRole('button', { name: 'Key 1' }).click()
    await page.getByRole('button', { name: 'Answer' }).waitFor()
    expect(await barriersInBoth(page)).toEqual([])
    await page.getByRole('button', { name: 'Hang up', exact: true }).last().click()
    await page.getByText('Call ended').waitFor()
    expect(watched.complaints).toEqual([])
  })
})
