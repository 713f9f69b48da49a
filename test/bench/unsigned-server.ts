import { pathToFileURL } from 'node:url'
import type { createPatchbayServer, readSettings } from '@patchbay/server'
import { serverPackage } from './bench-server.ts'

/** The built server as it is, but that it takes a webhook's word for who sends it: what the check of signatures costs shows beside it. */
const built = (await import(pathToFileURL(serverPackage('index.js')).href)) as {
  createPatchbayServer: typeof createPatchbayServer
  readSettings: typeof readSettings
}
const server = built.createPatchbayServer(built.readSettings(process.env), { verify: () => ({ jti: 'unchecked' }) })
const { url } = await server.listen()
process.stdout.write(`${JSON.stringify({ url })}\n`)
process.stdin.once('end', () => process.exit()).resume()
process.once('SIGTERM', () => void server.close().finally(() => process.exit()))
