import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  type ConformanceReport,
  conformanceDetails,
  conformanceFaults,
  conformanceTable,
  createConformanceBench,
  readPluginFolder,
} from '@patchbay/plugin-tools'
import { afterAll, expect, test } from 'vitest'

const here = import.meta.dirname
const folders = readdirSync(here).filter((name) => existsSync(join(here, name, 'handlers.ts')))
const reports: ConformanceReport[] = []
const bench = createConformanceBench()

afterAll(async () => {
  await bench.close()
  console.log(`${conformanceTable(reports)}\n\n${reports.map(conformanceDetails).join('\n\n')}`)
})

test('there are plugins to be tried', () => expect(folders.length).toBeGreaterThan(0))

test.each(folders)('%s keeps the rules for all plugins', async (folder) => {
  const report = await bench.check(await readPluginFolder(join(here, folder)))
  reports.push(report)
  expect(conformanceFaults(report)).toEqual([])
})
