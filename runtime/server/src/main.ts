import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { AppError } from '@patchbay/core'
import { createPatchbayServer, type PatchbayServer } from './create-server.ts'
import { readSettings } from './settings.ts'

/** Where the build leaves the plugins that come with the software. */
const PACKED = resolve(import.meta.dirname, '../../../plugins/first-party/dist/packed')

/** The server as a process: one line of JSON on stdout when it takes calls, its log on stderr. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { 'end-with-stdin': { type: 'boolean', default: false } } })
  if (existsSync('.env')) process.loadEnvFile('.env')
  const server = createPatchbayServer(readSettings(process.env), { packedFolder: PACKED })
  endWith(server, values['end-with-stdin'])
  const { url } = await server.listen()
  process.stdout.write(`${JSON.stringify({ ready: true, url })}\n`)
}

/** @param parent Whether the process ends when its standard input does: then nobody is left who could stop it. */
function endWith(server: PatchbayServer, parent: boolean): void {
  let ending = false
  const end = () => {
    if (ending) return
    ending = true
    void server.close().finally(() => process.exit(0))
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  if (!parent) return
  process.stdin.once('end', end)
  process.stdin.once('error', end)
  process.stdin.resume()
}

try {
  await main()
} catch (thrown) {
  const error = AppError.from(thrown)
  process.stderr.write(`${error.code === 'INTERNAL' ? String(error.cause) : error.message}\n`)
  process.exit(1)
}
