import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readPluginFolder } from '../read-plugin-folder.ts'
import { createConformanceBench } from './check-plugin.ts'
import { conformanceDetails } from './conformance-table.ts'

const FOLDER = join(import.meta.dirname, '../../../../docs/plugins/parcel-status')

test('the plugin of the documentation keeps the rules for all plugins, and each but that for money has something to try', async () => {
  const bench = createConformanceBench()
  try {
    const report = await bench.check(await readPluginFolder(FOLDER))
    const states = report.rules.map(({ number, state }) => [number, state])
    expect(states, conformanceDetails(report)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((number) => [number, number === 6 ? 'notApplicable' : 'held']),
    )
  } finally {
    await bench.close()
  }
})
