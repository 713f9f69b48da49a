import { flowOf } from '@patchbay/core/test-kit'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { CALLER, type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { findChromium, launchChromium } from '../support/chromium.ts'
import { publishOn } from '../support/publish-on.ts'
import { barriers, openPage } from '../support/watched-page.ts'

const executable = findChromium()
const words = (text: string) => ({ prompt: { text: { en: text } } })
const SAID = 'Good morning, this is Lee. Please call me back about the second order, the one with the blue chairs.'

describe.skipIf(executable === undefined)('the page for voicemail', () => {
  let bench: CallBench
  let browser: Browser

  /** A caller leaves a message by speaking and hanging up. */
  async function leaveMessage(said: string, from = CALLER): Promise<void> {
    const before = bench.eventsOf('record.started').length
    const { uuid } = bench.emulator.dial({ from, to: SAMPLE_NUMBER })
    await bench.clock.runUntil(() => bench.eventsOf('record.started').length > before)
    bench.emulator.speak(uuid, { text: said })
    await bench.clock.advance(8000)
    await bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
    await bench.clock.advance(5000)
  }

  beforeAll(async () => {
    if (executable === undefined) return
    bench = await startCallBench()
    await bench.startServer()
    browser = await launchChromium(executable)
    await publishOn(
      bench,
      flowOf({
        message: [
          'voicemail',
          { ...words('Leave a message.'), mailbox: 'main', transcribe: true },
          { recorded: 'bye', empty: 'bye', failed: 'bye' },
        ],
        bye: ['hangUp', words('Thank you.')],
      }),
    )
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await bench?.stop()
  })

  test('says what will be there, then shows who called, plays it, and takes a removal back', async () => {
    const { page, complaints, close } = await openPage(browser)
    await page.goto(bench.url)
    await page.getByRole('link', { name: 'Voicemail' }).click()
    await page.getByText('No messages yet').waitFor()

    await leaveMessage(SAID)
    await leaveMessage('Thank you, that is all.', '66812345678')
    await vi.waitFor(async () => {
      const { recordings } = await (await fetch(`${bench.url}/api/v1/recordings`))
        .json()
        .then((body) => body as { recordings: { transcript: unknown }[] })
      expect(recordings.filter(({ transcript }) => transcript !== null)).toHaveLength(2)
    }, 15_000)
    await page.reload()
    await page.getByText('2 new messages').waitFor()
    const row = page.getByRole('listitem').filter({ hasText: '+44 7700 900123' })
    await row.getByText(SAID).waitFor()
    expect(await barriers(page)).toEqual([])

    await row.getByRole('button', { name: /^Play the recording of/ }).click()
    // it is a sound that the browser can play, and whoever plays it has heard it
    await expect
      .poll(() => row.locator('audio').evaluate((audio) => (audio as unknown as { duration: number }).duration > 5))
      .toBe(true)
    await page.getByText('1 new message').waitFor()
    expect(await barriers(page)).toEqual([])

    await row.getByRole('button', { name: /^Actions for/ }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByText('The recording of +44 7700 900123 is deleted.').waitFor()
    await expect.poll(() => row.count()).toBe(0)
    await page.getByRole('button', { name: 'Undo' }).click()
    await row.getByText(SAID).waitFor()
    expect(complaints).toEqual([])
    await close()
  }, 60_000)

  test.each([
    ['en', 'light'],
    ['th', 'dark'],
    ['tr', 'light'],
    ['lo', 'dark'],
    ['zh-TW', 'light'],
  ] as const)(
    'fits a telephone in %s, %s',
    async (locale, colorScheme) => {
      const { page, complaints, close } = await openPage(browser, { viewport: { width: 390, height: 844 }, locale, colorScheme })
      await page.goto(`${bench.url}/voicemail`)
      await page.getByText('+44 7700 900123').waitFor()
      const width = await page.evaluate('document.documentElement.scrollWidth')
      expect(width).toBe(390)
      expect(await barriers(page)).toEqual([])
      expect(complaints).toEqual([])
      await close()
    },
    30_000,
  )
})
