import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { freePort } from './call-bench.ts'
import { findChromium, launchChromium } from './chromium.ts'
import { type PatchbayProcess, startPatchbay } from './patchbay-process.ts'

export interface BrowserBench {
  /** False on a machine without Chromium; then nothing is started, and the tests are to be skipped. */
  readonly available: boolean
  patchbay: PatchbayProcess
  browser: Browser
}

/** A running Patchbay and a Chromium for all tests of a file: both are there from its first test on, and end with it. */
export function browserBench(): BrowserBench {
  const executable = findChromium()
  const bench = { available: executable !== undefined } as BrowserBench

  beforeAll(async () => {
    if (executable === undefined) return
    bench.patchbay = await startPatchbay(await freePort())
    bench.browser = await launchChromium(executable)
  }, 60_000)

  afterAll(async () => {
    await bench.browser?.close()
    await bench.patchbay?.stop()
  })

  return bench
}
