import type { FlowDefinition } from '@patchbay/core'
import type { FlowDraft } from '@patchbay/core/http-contract'
import { flowOf } from '@patchbay/core/test-kit'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { browserBench } from '../support/browser-bench.ts'
import { barriersInBoth, openPage, type WatchedPage } from '../support/watched-page.ts'

const bench = browserBench()

async function create(definition: FlowDefinition): Promise<string> {
  const response = await fetch(`${bench.patchbay.url}/api/v1/flows`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: definition.name, definition }),
  })
  expect(response.status).toBe(201)
  return ((await response.json()) as FlowDraft).summary.id
}

async function configOf(flowId: string, type: string): Promise<unknown> {
  const response = await fetch(`${bench.patchbay.url}/api/v1/flows/${flowId}/draft`)
  const { definition } = (await response.json()) as FlowDraft
  return definition.nodes.find((node) => node.type === type)?.config
}

const say = (en: string) => ({ prompt: { text: { en } } })
const empty = (name: string): FlowDefinition => flowOf({ hello: ['say', say('Hello.')] }, { name })
const identify = (name: string): FlowDefinition =>
  flowOf(
    {
      ask: ['askYesNo', say('Are you a customer?'), { yes: 'known', no: 'new' }],
      known: ['return', { outcome: 'known' }],
      new: ['return', { outcome: 'newCaller' }],
    },
    { name },
  )

async function open(page: Page, flowId: string): Promise<void> {
  await page.goto(`${bench.patchbay.url}/flows/${flowId}`)
  await page.getByRole('group', { name: /way/ }).first().waitFor()
}

const details = (page: Page) => page.getByRole('complementary', { name: 'Details' })
const button = (page: Page, name: string) => details(page).getByRole('button', { name, exact: true })
const saved = (page: Page) =>
  page
    .getByRole('status')
    .filter({ hasText: /^Saved$/ })
    .waitFor()

/** Adds a card and waits until its findings are there too: they move the fields below them. */
async function add(page: Page, kind: string): Promise<void> {
  await page.getByRole('complementary', { name: 'Cards to add' }).getByRole('button', { name: kind, exact: true }).click()
  await page.getByRole('textbox', { name: 'Name of the card' }).waitFor()
  await saved(page)
}

async function choose(page: Page, field: string, option: string): Promise<void> {
  await details(page).getByRole('combobox', { name: field, exact: true }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

/** What is stored, once it is stored. */
const stored = (flowId: string, type: string) => expect.poll(() => configOf(flowId, type), { timeout: 10_000 })

describe.skipIf(!bench.available)('every kind of field is filled in by its name', () => {
  let watched: WatchedPage
  let page: Page

  beforeEach(async () => {
    watched = await openPage(bench.browser)
    page = watched.page
  })
  afterEach(async () => {
    await saved(page)
    expect(watched.complaints).toEqual([])
    await watched.close()
  })

  test('words that callers may say, and what is seldom needed', async () => {
    const id = await create(empty('Words'))
    await open(page, id)
    await add(page, 'Menu')
    const first = details(page).getByRole('region', { name: 'Choices 1' })
    await first.getByRole('button', { name: 'Add “Words”' }).click()
    await page.keyboard.type('sales')
    await page.keyboard.press('Enter')
    await page.keyboard.type('buy')
    await page.keyboard.press('Enter')
    await button(page, 'More').click()
    await choose(page, 'Key to hear it again', '#')
    await choose(page, 'Key to go back', '*')
    await choose(page, 'Key to go back', 'None')
    await button(page, 'Add “When nothing is heard”').click()
    await page.keyboard.type('Nothing was heard.')
    await stored(id, 'menu').toMatchObject({
      choices: [{ id: 'choice1', keys: ['1'], phrases: { en: ['sales', 'buy'] } }, { id: 'choice2' }],
      repeatKey: '#',
      noInputPrompt: { text: { en: 'Nothing was heard.' } },
    })
    await button(page, 'Remove “When nothing is heard”').click()
    await expect.poll(() => page.locator(':focus').textContent()).toBe('Add “When nothing is heard”')
    await stored(id, 'menu').not.toHaveProperty('noInputPrompt')
    expect(await configOf(id, 'menu')).not.toHaveProperty('backKey')
  })

  test('a field that can be filled in several ways, and a part that may be left out', async () => {
    const id = await create(empty('Ways'))
    await open(page, id)
    await add(page, 'Collect digits')
    await choose(page, 'It must be', 'A number in a range')
    await details(page).getByRole('textbox', { name: 'From', exact: true }).fill('100')
    await details(page).getByRole('textbox', { name: 'To', exact: true }).fill('999')
    await stored(id, 'collectDigits').toMatchObject({ check: { kind: 'range', from: 100, to: 999 } })
    await choose(page, 'It must be', 'A date')
    await choose(page, 'Written as', 'Year, month, day: 20260331')
    await stored(id, 'collectDigits').toMatchObject({ check: { kind: 'date', order: 'YYYYMMDD' } })
    await button(page, 'Add “Ask whether it is right”').click()
    const confirm = details(page).getByRole('region', { name: 'Ask whether it is right' })
    await confirm.getByRole('textbox', { name: 'What callers hear' }).fill('Is that right?')
    await choose(page, 'Key for yes', '5')
    await stored(id, 'collectDigits').toMatchObject({
      confirm: { prompt: { text: { en: 'Is that right?' } }, yesKey: '5', noKey: '2' },
    })
  })

  test('a list of things of several kinds', async () => {
    const id = await create(empty('Kinds'))
    await open(page, id)
    await add(page, 'Connect to …')
    await details(page).getByRole('textbox', { name: 'Number', exact: true }).fill('+44 7700 900123')
    await button(page, 'Add somebody').click()
    const second = details(page).getByRole('region', { name: 'Who is rung 2' })
    await second.getByRole('combobox', { name: 'Kind' }).click()
    await page.getByRole('option', { name: 'A SIP telephone' }).click()
    await second.getByRole('textbox', { name: 'SIP address' }).fill('sip:desk@office.example.com')
    await stored(id, 'connect').toMatchObject({
      endpoints: [{ kind: 'phone' }, { kind: 'sip', uri: 'sip:desk@office.example.com' }],
    })
    await details(page).getByText('Hang up on it and go on').click()
    await button(page, 'More').click()
    await button(page, 'Add “Whisper”').click()
    await page.keyboard.type('A sales call.')
    await stored(id, 'connect').toMatchObject({
      endpoints: [
        { kind: 'phone', number: '447700900123' },
        { kind: 'sip', uri: 'sip:desk@office.example.com' },
      ],
      machine: 'hangUp',
      whisper: { text: { en: 'A sales call.' } },
    })
    await details(page).getByRole('combobox', { name: 'A machine answers leads to' }).waitFor()
  })

  test('another flow, and the ways back that it has', async () => {
    await create(identify('Who is calling'))
    const id = await create(empty('Within'))
    await open(page, id)
    await add(page, 'Go through a flow')
    await choose(page, 'Flow', 'Who is calling')
    await stored(id, 'subflow').toMatchObject({ flowId: expect.stringContaining('who-is-calling') })
    await button(page, 'Take over the ways back of “Who is calling”').click()
    await stored(id, 'subflow').toMatchObject({
      outcomes: [
        { id: 'known', label: 'Known' },
        { id: 'newCaller', label: 'New caller' },
      ],
    })
    await button(page, 'Add “Hand in”').waitFor({ state: 'detached' })
  })

  test('what callers hear in a queue is another flow, with its ways out but for the one that begins it anew', async () => {
    const ask = ['askYesNo', say('Shall we call you back?'), { yes: 'back', no: 'again' }] as const
    const returns = { back: ['return', { outcome: 'callBack' }], again: ['return', { outcome: 'again' }] } as const
    await create(flowOf({ ask, ...returns }, { name: 'Songs' }))
    const id = await create(empty('Waiting'))
    await open(page, id)
    await add(page, 'Wait in a queue')
    await choose(page, 'While they wait', 'A flow')
    await choose(page, 'Flow', 'Songs')
    await stored(id, 'enqueue').toMatchObject({ treatment: { flowId: expect.stringContaining('songs') } })
    await saved(page)
    await button(page, 'Take over the ways back of “Songs”').click()
    await stored(id, 'enqueue').toMatchObject({
      treatment: { kind: 'flow', flowId: expect.stringContaining('songs'), outcomes: [{ id: 'callBack', label: 'Call back' }] },
    })
    await page.getByRole('group', { name: /^Wait in a queue.*5 ways/ }).waitFor()
  })

  test('shares, values, numbers below nothing, languages and long texts', async () => {
    const id = await create(empty('The rest'))
    await open(page, id)
    await add(page, 'Random split')
    await button(page, 'Add a way').click()
    await details(page).getByRole('region', { name: 'Ways 3' }).getByRole('textbox', { name: 'Name' }).fill('Third')
    await stored(id, 'randomSplit').toMatchObject({ ways: [{}, {}, { id: 'way3', label: 'Third', weight: 50 }] })
    await add(page, 'Switch')
    await details(page).getByRole('combobox', { name: 'Values' }).fill('gold')
    await page.keyboard.press('Enter')
    await stored(id, 'switchOn').toMatchObject({ cases: [{ id: 'case1', values: ['1', 'gold'] }] })
    await add(page, 'Counter')
    await details(page).getByRole('textbox', { name: 'Add', exact: true }).fill('-2')
    await stored(id, 'counter').toMatchObject({ by: -2 })
    await add(page, 'Choose language')
    await button(page, 'Add a language').click()
    await details(page).getByRole('region', { name: 'Languages 2' }).getByRole('combobox', { name: 'Language' }).click()
    await page.getByRole('option', { name: 'Türkçe' }).click()
    await stored(id, 'language').toMatchObject({
      choices: [
        { language: 'en', key: '1' },
        { language: 'tr', key: '2' },
      ],
    })
    await add(page, 'Note')
    await details(page).getByRole('textbox', { name: 'Note', exact: true }).fill('Asked about an order.\nCall back.')
    await stored(id, 'note').toEqual({ text: 'Asked about an order.\nCall back.' })
    await add(page, 'Goal reached')
    await choose(page, 'Goal', 'Appointment')
    await stored(id, 'goal').toMatchObject({ goal: 'appointment' })
  })

  test('a part of its own begins by itself: nothing leads to it', async () => {
    const id = await create(empty('Entries'))
    await open(page, id)
    await add(page, 'When something goes wrong')
    await stored(id, 'errorHandler').toEqual({})
    await button(page, 'Delete').waitFor()
    expect(await button(page, 'Start here').count()).toBe(0)
    await details(page).getByRole('combobox', { name: 'Next leads to' }).click()
    await page.getByRole('option', { name: 'New: Say', exact: true }).waitFor()
    expect(await page.getByRole('option', { name: /goes wrong|After the call/ }).count()).toBe(0)
    await page.keyboard.press('Escape')
    const drawn = page.locator('.card[data-entry="true"]')
    expect(await drawn.count()).toBe(1)
    expect(await drawn.locator('.card-arrival').count()).toBe(0)
  })
})

const CARDS: Readonly<Record<string, Parameters<typeof flowOf>[0][string]>> = {
  words: [
    'menu',
    {
      ...say('For sales, press 1 or say sales.'),
      choices: [{ id: 'a', keys: ['1'], phrases: { en: ['sales', 'buy'] }, label: 'Sales' }],
      noMatchPrompt: { text: { en: 'Sorry?' } },
      repeatKey: '#',
    },
  ],
  digits: [
    'collectDigits',
    {
      ...say('Your date of birth?'),
      variable: 'birth',
      check: { kind: 'date', order: 'DDMMYYYY' },
      confirm: say('Is that right?'),
    },
  ],
  ring: [
    'connect',
    {
      endpoints: [
        { kind: 'phone', number: '447700900123' },
        { kind: 'sip', uri: 'sip:desk@office.example.com' },
      ],
      whisper: { text: { en: 'A sales call.' } },
    },
  ],
  through: [
    'subflow',
    { flowId: 'gone-away', inputs: [{ variable: 'a', value: 'b' }], outcomes: [{ id: 'done', label: 'Done' }] },
  ],
  split: [
    'randomSplit',
    {
      ways: [
        { id: 'way1', label: 'First', weight: 50 },
        { id: 'way2', label: 'Second', weight: 50 },
      ],
    },
  ],
}

describe.skipIf(!bench.available)('nothing keeps people out, in light or dark,', () => {
  test.each(Object.entries(CARDS))('of the details of “%s”', async (name, sketch) => {
    const { page, complaints, close } = await openPage(bench.browser)
    await open(page, await create(flowOf({ [name]: sketch }, { name })))
    await page.getByRole('group', { name: new RegExp(`: ${name},`) }).click()
    await page.getByRole('textbox', { name: 'Name of the card' }).waitFor()
    expect(await barriersInBoth(page)).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })
})
