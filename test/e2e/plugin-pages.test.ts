import { createHmac } from 'node:crypto'
import { flowDraftSchema, installedPluginSchema, pluginTriggersSchema } from '@patchbay/core/http-contract'
import { flowOf } from '@patchbay/core/test-kit'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lampManifest, orderOf, packed, publisherCalled } from '../../runtime/server/src/testing/packages.ts'
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
const FOCUSED = "document.activeElement?.textContent ?? ''"
/** On a machine that has much to do. */
const PATIENT = { timeout: 15_000 }
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
    // no live flow uses it: it is done at once, and can be undone
    const off = page.getByRole('button', { name: 'Switch off' })
    await off.focus()
    await page.keyboard.press('Enter')
    await page.getByText('HubSpot is switched off').waitFor()
    expect(await page.evaluate<string>(FOCUSED)).toBe('Switch on')
    expect(await pluginNow('hubspot-crm')).toMatchObject({ enabled: false })
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('HubSpot is switched on').waitFor()
    expect(await pluginNow('hubspot-crm')).toMatchObject({ enabled: true })
    await off.click()
    await page.getByRole('button', { name: 'Switch on' }).first().waitFor()
    const uninstall = page.getByRole('button', { name: 'Uninstall' })
    await uninstall.click()
    await page.getByRole('dialog').getByText('No live flow uses it, so calls go on as they are.').waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.evaluate<string>(FOCUSED), PATIENT).toBe('Uninstall')
    await uninstall.click()
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
    await page.getByText('Nothing was asked of it in the last 24 hours.').waitFor({ state: 'detached' })
    await page.getByRole('heading', { name: 'What it says' }).waitFor()
    expect(await barriers(page)).toEqual([])
    for (const tab of ['What it does', 'Access', 'Versions']) {
      await page.getByRole('tab', { name: tab }).click()
      const wide = await page.evaluate<number>(TOO_WIDE)
      expect(wide, tab).toBe(0)
    }
    expect(complaints).toEqual([])
  })

  test('another version is told what it newly needs, and went back from; what its service sends is listed, and has somebody called', async () => {
    const text = { type: 'string', maxLength: 9 }
    await publish({ hosts: ['https://old.example.com', 'https://api.example.com'], settings: form({ depot: text }) })
    const newHosts = ['https://api.example.com', 'https://more.example.com']
    await publish({ version: '2.0.0', hosts: newHosts, settings: form({ region: { ...text, title: 'Region', minLength: 2 } }) })
    const grants = {
      origins: ['https://old.example.com', 'https://api.example.com'],
      secrets: ['HOOK', 'SPARE'],
      dataClasses: [],
    }
    const install = { name: 'lamp', version: '1.0.0', grants, settings: { depot: 'Leeds' }, secrets: { HOOK } }
    await ask('POST', '/plugins', install)

    const { page, complaints } = watched
    await page.goto(`${bench.patchbay.url}/plugins/lamp`)
    await page.getByRole('tab', { name: 'Settings' }).click()
    await page.getByText('Not set, optional').waitFor()
    expect(await page.getByText('A secret is not set yet.').count()).toBe(0)
    // no flow can ask for a kind that has no interface
    expect(await page.getByText('Serves flows that ask for').count()).toBe(0)
    await page.getByRole('tab', { name: 'Versions' }).click()
    await page.getByText('Published by acme').waitFor()
    await page.getByRole('button', { name: 'Go to version 2.0.0' }).click()
    const dialog = page.getByRole('dialog', { name: 'Go to version 2.0.0' })
    await dialog.getByText('It may reach more.example.com').waitFor()
    expect(await dialog.getByText('It may reach api.example.com').count()).toBe(0)
    const upgrade = dialog.getByRole('button', { name: 'Allow this and upgrade' })
    await upgrade.click()
    await dialog.getByText('This is needed.').waitFor()
    await dialog.getByRole('textbox', { name: 'Region' }).fill('N')
    await dialog.getByText('This needs 2–9 characters.').waitFor()
    await dialog.getByRole('textbox', { name: 'Region' }).fill('North')
    expect(await barriers(page)).toEqual([])
    await upgrade.click()
    await page.getByText('Version 2.0.0 is in use').waitFor()
    expect(await pluginNow('lamp')).toMatchObject({
      version: '2.0.0',
      settings: { region: 'North' },
      grants: { origins: newHosts },
    })

    await page.getByRole('button', { name: 'Go back to version 1.0.0' }).click()
    await page.getByText('Version 1.0.0 is back').waitFor()
    await page.getByRole('button', { name: 'Go to version 2.0.0' }).waitFor()
    expect(await page.getByRole('button', { name: /^Go back to/ }).count()).toBe(0)
    expect(await pluginNow('lamp')).toMatchObject({ version: '1.0.0', settings: { depot: 'Leeds' } })

    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => pluginNow('lamp'), PATIENT).toMatchObject({ version: '2.0.0', settings: { region: 'North' } })

    await publishFlow('Light')
    await page.reload()
    await page.getByRole('tab', { name: 'Versions' }).click()
    const off = page.getByRole('button', { name: 'Switch off' })
    await off.click()
    const question = page.getByRole('dialog', { name: 'Switch Lamp off?' })
    await question.getByText('callers of these flows go on by “Something went wrong”').waitFor()
    await question.getByRole('listitem').getByText('Light').waitFor()
    expect(await barriers(page)).toEqual([])
    // it begins at what changes nothing
    expect(await page.evaluate<string>(FOCUSED)).toBe('Cancel')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.evaluate<string>(FOCUSED), PATIENT).toBe('Switch off')
    expect(await pluginNow('lamp')).toMatchObject({ enabled: true })
    await off.click()
    await question.getByRole('button', { name: 'Switch off' }).click()
    await page.getByText('Lamp is switched off').waitFor()
    expect(await pluginNow('lamp')).toMatchObject({ enabled: false })
    await page.getByRole('button', { name: 'Switch on' }).first().click()
    await page.getByText('Lamp is switched on').waitFor()

    await page.getByRole('tab', { name: 'Activity' }).click()
    await page.getByText('Nobody is called when this comes.').waitFor()
    await page.getByRole('button', { name: 'Have somebody called' }).click()
    await page.getByRole('combobox', { name: 'What they hear' }).click()
    await page.getByRole('option').first().click()
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText(/^Calls the number in “Whose it is” with “/).waitFor()
    expect(await barriers(page)).toEqual([])

    const { triggers } = pluginTriggersSchema.parse(await ask('GET', '/plugins/lamp/triggers'))
    const body = '{"id":"e1"}'
    const post = (signature: string) =>
      fetch(triggers[0]?.address ?? '', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', 'x-sum': signature },
      })
    expect((await post(createHmac('sha256', HOOK).update(body).digest('hex'))).status).toBe(200)
    expect((await post('0')).status).toBe(401)
    await page.getByRole('button', { name: 'Refresh' }).first().click()
    const came = page.getByRole('list', { name: 'What came last' }).getByRole('listitem')
    await came.filter({ hasText: 'It is lit' }).filter({ hasText: 'Handled' }).filter({ hasText: 'no number came' }).waitFor()
    await came.filter({ hasText: 'Refused: not signed' }).waitFor()
    expect(await barriers(page)).toEqual([])
    expect(complaints).toEqual([])
  })
})

const HOOK = 'signs-what-lamps-send'
const acme = publisherCalled('acme')
const form = (properties: Readonly<Record<string, object>>) => ({ type: 'object', properties, required: Object.keys(properties) })

async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  const reply = await fetch(`${bench.patchbay.url}/api/v1${path}`, { method, ...sent })
  const told: unknown = await reply.json()
  expect(reply.ok, JSON.stringify(told)).toBe(true)
  return told
}

/** A live flow that asks the lamp. */
async function publishFlow(name: string): Promise<void> {
  const config = { plugin: 'lamp', action: 'go', outlets: [{ id: 'done', label: 'Done' }], sideEffect: 'read' }
  const definition = flowOf({ lamp: ['pluginAction', config, { done: 'bye', failed: 'bye' }], bye: ['hangUp', {}] }, { name })
  const { summary } = flowDraftSchema.parse(await ask('POST', '/flows', { name, definition }))
  await ask('POST', `/flows/${summary.id}/versions`, {})
}

/** Publishes a version of a lamp that tells when it is lit, and says that it may be installed. */
async function publish(more: { version?: string; hosts: string[]; settings: object }): Promise<void> {
  const secrets = [
    { key: 'HOOK', title: 'Signing secret', hosts: [] },
    { key: 'SPARE', title: 'Spare secret', hosts: [], optional: true },
  ]
  const signature = { scheme: 'hmac-sha256', header: 'X-Sum', secret: 'HOOK' }
  const output = { type: 'object', properties: { owner: { type: 'string', format: 'phone', title: 'Whose it is' } } }
  const lit = { title: 'It is lit', summary: 'Comes with the light.', signature, output }
  const code = 'var __plugin = { default: { actions: { go: () => ({ outlet: "done" }) }, triggers: { lit: () => ({}) } } }'
  await ask('POST', '/registry/packages', orderOf(acme, packed(lampManifest({ secrets, triggers: { lit }, ...more }), code)))
  await ask('POST', `/registry/packages/lamp/${more.version ?? '1.0.0'}/review`, { review: 'approved' })
}
