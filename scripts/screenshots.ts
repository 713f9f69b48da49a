import { mkdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { provideChromium } from './chromium.mjs'

// Makes docs/pictures again from a running Patchbay with the sample flow:
// node --conditions=patchbay-source scripts/screenshots.ts http://127.0.0.1:3000
const url = process.argv[2]
if (url === undefined) throw new Error('Say where Patchbay runs: node scripts/screenshots.ts http://127.0.0.1:3000')
const folder = resolve(import.meta.dirname, '../docs/pictures')
const LARGEST_BYTES = 200 * 1024

const card = (page: Page, name: string) => page.getByRole('group', { name: new RegExp(`: ${name},`) })

async function openSample(page: Page): Promise<void> {
  await page.goto(url ?? '')
  await page.getByRole('link', { name: 'Welcome line' }).click()
  await card(page, 'Greeting').waitFor()
}

async function callAndPressOne(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Try it' }).click()
  await page.getByRole('button', { name: 'Call', exact: true }).click()
  await page.getByRole('log').getByText('For sales').waitFor()
  await page.getByRole('button', { name: 'Key 1' }).click()
  await page.getByRole('button', { name: 'Answer' }).waitFor()
}

/** Each picture: what is done before it is taken. */
const PICTURES = {
  list: async (page: Page) => {
    await page.goto(url)
    await page.getByRole('link', { name: 'Welcome line' }).waitFor()
  },
  flow: async (page: Page) => {
    await openSample(page)
    await card(page, 'Main menu').click()
    await page.getByRole('textbox', { name: 'What callers hear' }).waitFor()
  },
  phone: async (page: Page) => {
    await openSample(page)
    await callAndPressOne(page)
  },
}

async function take(browser: Browser, name: string, prepare: (page: Page) => Promise<void>, look: object): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    locale: 'en-GB',
    ...look,
  })
  const page = await context.newPage()
  await prepare(page)
  await page.evaluate('document.fonts.ready')
  const path = join(folder, `${name}.png`)
  await page.screenshot({ path, animations: 'disabled' })
  const { size } = statSync(path)
  console.log(`${path} ${Math.round(size / 1024)} KB`)
  if (size > LARGEST_BYTES) throw new Error(`${name}.png is larger than ${LARGEST_BYTES / 1024} KB`)
  await context.close()
}

const found = await provideChromium()
if (!('path' in found)) throw new Error(found.missing)
mkdirSync(folder, { recursive: true })
const browser = await chromium.launch({
  executablePath: found.path,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--force-color-profile=srgb',
  ],
})
try {
  for (const [name, prepare] of Object.entries(PICTURES)) {
    await take(browser, name, prepare, {})
    await take(browser, `${name}-dark`, prepare, { colorScheme: 'dark' })
  }
  await take(browser, 'phone-narrow', PICTURES.phone, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })
} finally {
  await browser.close()
}
