import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { EmulatorConfigInput } from './config.ts'
import { createVonageEmulator, type VonageEmulator } from './emulator.ts'

const usage = 'Usage: main --config FILE.json [--port N] [--end-with-stdin]'

/** The process: prints one line of JSON when it is ready, or one line on stderr saying why it cannot be. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      config: { type: 'string' },
      port: { type: 'string', default: '0' },
      'end-with-stdin': { type: 'boolean', default: false },
    },
  })
  if (!values.config || !/^\d+$/.test(values.port)) throw new Error(usage)
  const emulator = createVonageEmulator(readConfig(values.config))
  const { url } = await emulator.listen(Number(values.port))
  endWith(emulator, values['end-with-stdin'])
  console.log(JSON.stringify({ ready: true, url }))
}

function readConfig(file: string): EmulatorConfigInput {
  return JSON.parse(readFileSync(file, 'utf8')) as EmulatorConfigInput
}

function endWith(emulator: VonageEmulator, parentsStdin: boolean): void {
  const end = () => void emulator.close().then(() => process.exit(0))
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
  if (!parentsStdin) return
  process.stdin.once('end', end)
  process.stdin.once('error', end)
  process.stdin.resume()
}

try {
  await main()
} catch (thrown) {
  const said = thrown instanceof z.ZodError ? z.prettifyError(thrown) : thrown instanceof Error ? thrown.message : String(thrown)
  console.error(said)
  process.exitCode = 1
}
