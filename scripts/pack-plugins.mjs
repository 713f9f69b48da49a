// packs the plugins that come with Patchbay; needs the built tools, and takes part in `npm run build` and `npm start`
import { join } from 'node:path'
import { root } from './project.mjs'

/** What every environment has from the beginning. */
const BUILT_IN = ['contacts', 'ledger', 'refund-desk', 'questionnaires', 'one-time-codes', 'web-requests']

const folder = join(root, 'plugins', 'first-party')
const { packRelease } = await import(new URL('../runtime/plugin-tools/dist/index.js', import.meta.url).href)
try {
  const { packages } = await packRelease(join(folder, 'src'), join(folder, 'dist', 'packed'), BUILT_IN)
  console.log(`${packages.length} plugins packed`)
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
