import { resolve } from 'node:path'
import type { Fake } from '@patchbay/plugin-sdk'
import {
  bundlePlugin,
  type ConformanceBench,
  conformanceFaults,
  conformanceTable,
  createConformanceBench,
} from '@patchbay/plugin-tools'
import { afterAll, beforeAll, expect, test } from 'vitest'

let bench: ConformanceBench
beforeAll(() => {
  bench = createConformanceBench()
})
afterAll(() => bench.close())

test.each(['ledger', 'refund-desk', 'stripe-payments', 'stripe-refunds'])(
  '%s keeps the rules for all plugins',
  async (name) => {
    const [{ default: manifest }, { default: fake }, code] = await Promise.all([
      import(`./${name}/manifest.ts`) as Promise<{ default: unknown }>,
      import(`./${name}/fake.ts`) as Promise<{ default: Fake }>,
      bundlePlugin(resolve(import.meta.dirname, name, 'handlers.ts')),
    ])
    const report = await bench.check({ manifest, code, fake })
    console.log(conformanceTable([report]))
    expect(conformanceFaults(report)).toEqual([])
  },
  60_000,
)
