import { parseArgs } from 'node:util'
import { startMongoEmbedded } from './start.ts'
import { StartError } from './storage/start-error.ts'

const USAGE = 'Usage: main.js --folder <path> (--socket <path> | --port <number>) [--expiry-sweep-ms <number>] [--end-with-stdin]'

const CLOSE_WITHIN_MS = 10_000

try {
  const { folder, listen, sweep, endWithStdin } = readArguments()
  const database = await startMongoEmbedded({ folder, listen, ...sweep })
  let isEnding = false
  const end = async () => {
    if (isEnding) return
    isEnding = true
    // what was acknowledged is on disk already, so an end that hangs loses nothing by being cut off
    setTimeout(() => {
      console.error('The embedded database did not close in time and stops.')
      process.exit(1)
    }, CLOSE_WITHIN_MS)
    await database.close()
    process.exit(0)
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  process.on('disconnect', end)
  if (endWithStdin) process.stdin.on('end', end).on('close', end).resume()
  console.log(JSON.stringify({ ready: true, url: database.url }))
} catch (thrown) {
  console.error(
    thrown instanceof StartError ? thrown.message : `The embedded database did not start: ${(thrown as Error).message}`,
  )
  process.exit(1)
}

function readArguments() {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string' },
      socket: { type: 'string' },
      port: { type: 'string' },
      'expiry-sweep-ms': { type: 'string' },
      'end-with-stdin': { type: 'boolean', default: false },
    },
  })
  const { folder, socket, port } = values
  if (folder === undefined || (socket === undefined) === (port === undefined)) throw new StartError(USAGE)
  const sweepMs = values['expiry-sweep-ms']
  return {
    folder,
    listen: socket !== undefined ? { socketPath: socket } : { port: numberOf('port', port, 65_535) },
    sweep: sweepMs === undefined ? {} : { expirySweepMs: numberOf('expiry-sweep-ms', sweepMs, 2 ** 31 - 1) },
    endWithStdin: values['end-with-stdin'],
  }
}

function numberOf(name: string, text: string | undefined, most: number): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 0 || number > most)
    throw new StartError(`--${name} must be a whole number from 0 to ${most}, not '${text}'.`)
  return number
}
