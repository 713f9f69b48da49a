import type { FlowId } from '@patchbay/core'
import { flowDraftSchema, promptListSchema } from '@patchbay/core/http-contract'
import { flowOf } from '@patchbay/core/test-kit'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { wav } from '../../runtime/server/src/testing/sounds.ts'
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

async function api(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${bench.patchbay.url}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  expect(response.status, path).toBeLessThan(300)
  return response.json()
}

const draftOf = async (flowId: FlowId) => flowDraftSchema.parse(await api('GET', `/flows/${flowId}/draft`))
const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'audio/wav', buffer })

describe.skipIf(!bench.available)('shared prompts in the browser', () => {
  test('a text of a card is put into the library, gets a recording, and reaches callers from its page', async () => {
    const { page, complaints } = watched
    const definition = flowOf(
      { hello: ['say', { prompt: { text: { en: 'Good morning.' } } }, { next: 'bye' }], bye: ['hangUp', {}] },
      { name: 'Front desk' },
    )
    const { summary } = flowDraftSchema.parse(await api('POST', '/flows', { name: 'Front desk', definition }))

    await page.goto(`${bench.patchbay.url}/flows/${summary.id}`)
    await page.getByRole('group', { name: /^Say: hello/ }).click()
    const details = page.getByRole('complementary', { name: 'Details' })
    await details.getByRole('button', { name: 'Put it into the library' }).click()
    await details.getByRole('textbox', { name: 'Name in the library' }).fill('Greeting')
    await page.keyboard.press('Enter')
    await expect
      .poll(async () => (await draftOf(summary.id)).definition.nodes[0]?.config, { timeout: 10_000 })
      .toMatchObject({ prompt: { promptId: expect.stringMatching(/^greeting-/) } })
    await details.getByText('Good morning.').waitFor()
    expect(await barriers(page)).toEqual([])
    await api('POST', `/flows/${summary.id}/versions`, {})

    await details.getByRole('link', { name: 'Open in the library' }).click()
    await page.getByRole('heading', { name: 'Greeting', level: 1 }).waitFor()
    const words = page.getByRole('region', { name: 'What the prompt says' })
    const recording = words.getByRole('group', { name: 'Recording: English' })
    await recording.locator('input[type=file]').setInputFiles(file('greeting.wav', wav({ bits: 24 })))
    await recording.getByText('This WAV has 24-bit samples. Export it as a 16-bit WAV.').waitFor()
    await recording.locator('input[type=file]').setInputFiles(file('greeting.wav', wav({ seconds: 12 })))
    await recording.getByText('0:12').waitFor()
    // it can be heard before callers do: the browser reads its length from what we serve
    const duration = 'document.querySelector("audio").duration'
    await expect.poll(() => page.evaluate<number>(duration), { timeout: 10_000 }).toBe(12)
    await page.getByText('Callers hear this version').waitFor()
    await words.getByRole('button', { name: 'Save and update the flows that use it' }).click()
    const result = page.getByRole('status', { name: 'What became of the flows' })
    await result.getByText('Updated: version 2 is live').waitFor()
    expect((await draftOf(summary.id)).summary.liveVersion).toBe(2)
    expect(await barriers(page)).toEqual([])

    await page.getByRole('link', { name: 'All prompts' }).click()
    const row = page.getByRole('listitem').filter({ hasText: 'Greeting' })
    await row.getByText('1 flow uses it').waitFor()
    await row.getByRole('button', { name: 'Actions for Greeting' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByText('“Greeting” was not deleted: Front desk says it.').waitFor()
    expect(await barriers(page)).toEqual([])
    // the browser reports refused requests by itself: the wrong file, and the prompt that is in use
    expect(complaints.filter((text) => !/status of (409|415)/.test(text))).toEqual([])
    const { prompts } = promptListSchema.parse(await api('GET', '/prompts'))
    expect(prompts.map(({ name, version }) => `${name} ${version}`)).toEqual(['Greeting 2'])
  })
})
