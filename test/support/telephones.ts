import type { Browser } from 'playwright-core'
import { expect } from 'vitest'
import { barriers, openPage } from './watched-page.ts'

const ALL = [
  ['en', 'dark'],
  ['th', 'light'],
  ['tr', 'dark'],
  ['lo', 'light'],
  ['zh-TW', 'dark'],
] as const
type Telephone = readonly [(typeof ALL)[number][0], (typeof ALL)[number][1]]

/** Languages and colours that a page is looked at in on a telephone: all at full size, one otherwise. */
export const telephones = ALL.filter(([locale]) => process.env.PATCHBAY_EVIDENCE === '1' || locale === 'lo')

/**
 * Opens a page on a telephone: nothing sticks out at the side, nothing keeps people out, and the browser does not complain.
 *
 * @param shown By which one sees that it is all there.
 */
export async function expectToFitTelephone(
  browser: Browser,
  [locale, colorScheme]: Telephone,
  { url, shown }: { url: string; shown: string },
): Promise<void> {
  const { page, complaints, close } = await openPage(browser, { viewport: { width: 390, height: 844 }, locale, colorScheme })
  await page.goto(url)
  await page.locator(shown).waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
  expect(await barriers(page)).toEqual([])
  expect(complaints).toEqual([])
  await close()
}
