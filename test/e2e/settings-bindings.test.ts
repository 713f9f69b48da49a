import type { FlowDefinition } from '@patchbay/core'
import type { Binding, BindingList, CallsAtOnceState, Emergency, FlowDraft } from '@patchbay/core/http-contract'
import { flowOf } from '@patchbay/core/test-kit'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bind } from '../support/bind.ts'
import { browserBench } from '../support/browser-bench.ts'
import { barriers, openPage, type WatchedPage } from '../support/watched-page.ts'

const bench = browserBench()

async function api<Reply>(path: string, body?: object): Promise<Reply> {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(`${bench.patchbay.url}/api/v1${path}`, body === undefined ? {} : post)
  return (await response.json()) as Reply
}
const create = async (definition: FlowDefinition) =>
  (await api<FlowDraft>('/flows', { name: definition.name, definition })).summary.id
async function bound(kind: string, name: string): Promise<Binding | undefined> {
  const { bindings } = await api<BindingList>(`/bindings?kind=${kind}`)
  return bindings.find((binding) => binding.name === name)
}

const asking = (calendar: string, name: string): FlowDefinition =>
  flowOf(
    {
      hours: ['openingHours', { calendar }, { open: 'bye', closed: 'bye', holiday: 'bye', failed: 'bye' }],
      bye: ['hangUp', { prompt: { text: { en: 'Goodbye.' } } }],
    },
    { name },
  )

describe.skipIf(!bench.available)('in the settings', () => {
  let watched: WatchedPage
  let page: Page
  beforeEach(async () => {
    // Monday, ten in the morning in Bangkok
    watched = await openPage(bench.browser, { timezoneId: 'Asia/Bangkok' })
    page = watched.page
    await page.clock.setFixedTime('2026-11-23T03:00:00Z')
  })
  afterEach(async () => {
    // a refusal that the page explains is one that the browser notes
    expect(watched.complaints.filter((complaint) => !/409 \(Conflict\)|422 \(Unprocessable/.test(complaint))).toEqual([])
    await watched.close()
  })
  const day = (name: string) => page.getByRole('group', { name, exact: true })

  test('a calendar is made, says what callers get now, and is changed', async () => {
    await page.goto(`${bench.patchbay.url}/settings/hours`)
    await page.getByRole('button', { name: 'New calendar' }).click()
    await page.getByText('Open now, until 5:00 PM').waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Give it a name').waitFor()

    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Bangkok office')
    await day('Monday').getByLabel('Monday: to').fill('12:00')
    await page.getByText('Open now, until 12:00 PM').waitFor()
    await day('Monday').getByRole('button', { name: 'More hours for Monday' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Something is not filled in yet').waitFor()
    await day('Monday').getByLabel('Monday: from').nth(1).fill('13:00')
    await day('Monday').getByLabel('Monday: to').nth(1).fill('17:30')
    await day('Monday').getByRole('button', { name: 'Same on all weekdays' }).click()
    await day('Saturday').getByRole('switch').click()
    await page.getByRole('button', { name: 'Add a holiday' }).click()
    await page.getByLabel('Day 1', { exact: true }).fill('2026-11-23')
    await page.getByLabel('Name of the holiday 1').fill('Founders’ day')
    await page.getByText('Holiday, until Tuesday').waitFor()
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).click()

    await page.getByRole('listitem').filter({ hasText: 'Bangkok office' }).getByText('Holiday, until Tuesday').waitFor()
    expect((await bound('calendar', 'bangkok-office'))?.value).toEqual({
      timeZone: 'Asia/Bangkok',
      hours: [
        { days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'], from: '09:00', to: '12:00' },
        { days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'], from: '13:00', to: '17:30' },
      ],
      holidays: [{ date: '2026-11-23', name: 'Founders’ day' }],
      exceptions: [],
    })

    await page.getByRole('button', { name: 'Bangkok office' }).click()
    await day('Saturday').getByRole('switch').click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('“Bangkok office” is saved.').last().waitFor()
    await expect.poll(async () => (await bound('calendar', 'bangkok-office'))?.revision).toBe(2)
  })

  test('one that a flow uses stays, and one that none uses comes back', async () => {
    await bind(bench.patchbay, 'calendar', 'kept', { timeZone: 'UTC', hours: [] })
    await bind(bench.patchbay, 'calendar', 'spare', { timeZone: 'UTC', hours: [] })
    await create(asking('kept', 'Asks kept'))
    await page.goto(`${bench.patchbay.url}/settings/hours`)
    await page.getByRole('button', { name: 'kept' }).click()
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('these flows use it: Asks kept').waitFor()
    await page.getByRole('button', { name: 'Back to the list' }).click()
    await page.getByRole('button', { name: 'spare' }).click()
    await page.getByRole('button', { name: 'Delete' }).click()
    await expect.poll(() => bound('calendar', 'spare')).toBeUndefined()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: 'spare' }).waitFor()
    expect(await bound('calendar', 'kept')).toBeDefined()
  })

  test('a team is filled in', async () => {
    await page.goto(`${bench.patchbay.url}/settings/teams`)
    await page.getByRole('button', { name: 'New team' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).first().fill('Night watch')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('This is missing or not right.').first().waitFor()
    await page.getByRole('textbox', { name: 'Name', exact: true }).nth(1).fill('Ann')
    await page.getByRole('textbox', { name: 'Mobile number' }).fill('+44 7700 900801')
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('1 member').waitFor()
    expect((await bound('team', 'night-watch'))?.value).toEqual({ members: [{ name: 'Ann', phone: '447700900801' }] })
  })

  test('the emergency switch moves at a press, and says what was done', async () => {
    await page.goto(`${bench.patchbay.url}/settings/emergency`)
    const switched = async () => (await api<Emergency>('/emergency')).state
    expect(await page.getByRole('radio', { name: /^On/ }).isDisabled()).toBe(true)
    await page.getByRole('combobox', { name: 'Emergency flow' }).click()
    await page.getByRole('option', { name: 'Welcome line' }).click()
    await page.getByRole('textbox', { name: 'Note' }).fill('Fire alarm')
    await page.getByRole('radio', { name: /^Drill/ }).click()
    await expect.poll(switched).toBe('drill')
    await page.getByRole('radio', { name: /^On/ }).click()
    await expect.poll(switched).toBe('on')
    await page.getByText('Welcome line · Fire alarm').waitFor()
    expect(await barriers(page)).toEqual([])
    await page.getByRole('radio', { name: /^Off/ }).click()
    await expect.poll(switched).toBe('off')
    expect((await api<Emergency>('/emergency')).changes.map(({ state }) => state)).toEqual(['off', 'on', 'drill'])
  })

  test('a card offers what there is, says what is missing, and leads to where it is made', async () => {
    await bind(bench.patchbay, 'calendar', 'front', { timeZone: 'UTC', hours: [] })
    const flowId = await create(asking('nowhere', 'Asks nowhere'))
    await page.goto(`${bench.patchbay.url}/flows/${flowId}`)
    await page.getByRole('group', { name: /: hours,/ }).click()
    const details = page.getByRole('complementary', { name: 'Details' })
    await details.getByText('There is no calendar called “nowhere” here').first().waitFor()
    await details.getByRole('combobox', { name: 'Calendar' }).click()
    await page.getByRole('option', { name: 'front' }).click()
    await details.getByText('There is no calendar').first().waitFor({ state: 'detached' })
    expect(await barriers(page)).toEqual([])
    await expect
      .poll(async () => (await api<FlowDraft>(`/flows/${flowId}/draft`)).definition.nodes[0]?.config)
      .toEqual({ calendar: 'front' })
    await details.getByRole('combobox', { name: 'Calendar' }).click()
    await page.getByRole('option', { name: 'New calendar …' }).click()
    await page.getByRole('heading', { name: 'Opening hours' }).waitFor()
  })

  test('a text message says as how many it goes out', async () => {
    const ways = { sent: 'bye', refused: 'bye', unknown: 'bye', failed: 'bye' }
    const flow = flowOf({ write: ['sendMessage', { text: { en: '' } }, ways], bye: ['hangUp', {}] }, { name: 'Writes' })
    const flowId = await create(flow)
    await page.goto(`${bench.patchbay.url}/flows/${flowId}`)
    await page.getByRole('group', { name: /: write,/ }).click()
    const details = page.getByRole('complementary', { name: 'Details' })
    await details.getByRole('textbox', { name: 'Text', exact: true }).fill('a'.repeat(161))
    await details.getByText('Goes out as 2 messages').waitFor()
    await details.getByRole('textbox', { name: 'Text', exact: true }).fill('You are {{ caller.number }}.')
    await details.getByText('Goes out as about 1 message,').waitFor()
    expect(await barriers(page)).toEqual([])
    await expect
      .poll(async () => (await api<FlowDraft>(`/flows/${flowId}/draft`)).definition.nodes[0]?.config)
      .toEqual({ text: { en: 'You are {{ caller.number }}.' } })
  })

  test('the next caller beyond the limit is led where the settings say', async () => {
    await page.goto(`${bench.patchbay.url}/settings/calls-at-once`)
    await page.getByText('0 of 200 places are taken').waitFor()
    await page.getByLabel('Callers at the same time').fill('30')
    await page.getByRole('radio', { name: 'are connected to a number' }).check()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Something is not filled in yet').waitFor()
    await page.getByLabel('are connected to a number').nth(1).fill('+1 202 555 0100')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Choose a number that is not one of your own').waitFor()
    await page.getByRole('radio', { name: 'hear that all lines are busy' }).check()
    await page.getByRole('textbox', { name: 'Message when all lines are busy · English' }).fill('Please write to us.')
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('0 of 30 places are taken').waitFor()
    expect((await api<CallsAtOnceState>('/calls-at-once')).settings).toEqual({
      limit: 30,
      overflow: { kind: 'message' },
      message: { text: { en: 'Please write to us.' } },
    })
  })

  test('whom flows may call is said by the names of countries, and what was kept from being called stands below', async () => {
    const ring = { endpoints: [{ kind: 'phone', number: '66812345678' }] }
    const ways = { ended: 'bye', busy: 'bye', noAnswer: 'bye', failed: 'bye' }
    const flowId = await create(flowOf({ ring: ['connect', ring, ways], bye: ['hangUp', {}] }, { name: 'Rings Thailand' }))
    await api('/phone/try', { flowId })
    await page.goto(`${bench.patchbay.url}/settings/outbound`)
    const refused = page.getByRole('listitem').filter({ hasText: 'This country may not be called' })
    await refused.getByText('Thailand').waitFor()
    await refused.getByText('once').waitFor()

    await page.getByRole('radio', { name: 'These countries' }).check()
    await page.getByRole('combobox', { name: 'These countries' }).fill('thai')
    await page.getByRole('option', { name: 'Thailand' }).click()
    await page.keyboard.press('Escape')
    await page.getByLabel('In an hour').fill('')
    await page.getByRole('switch', { name: 'Stop when a day has cost too much' }).click()
    await page.getByLabel('At most in a day').fill('12.50')
    await page.getByLabel('At most for one call').fill('1')
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved. It holds from the next call on.').waitFor()
    expect(await api('/outbound-policy')).toMatchObject({
      countries: ['TH'],
      maxLegsPerHour: null,
      maxLegsPerDay: 10_000,
      spend: { maxPerDay: 1250, maxPerLeg: 100, currency: 'EUR', prices: [{ prefix: '', perLeg: 10 }] },
    })
    await refused.getByRole('link', { name: 'Latest call' }).click()
    await page.getByRole('heading', { name: 'What happened' }).waitFor()
    await page.getByText('numbers of this country may not be rung').waitFor()
  })
})
