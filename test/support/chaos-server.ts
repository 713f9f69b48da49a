import { createPatchbayServer, readSettings } from '@patchbay/server'

/** The server as a process of its own whose clock a test can put forward and back, by a message with the new offset. */
let offsetMs = Number(process.argv[2] ?? 0)
process.on('message', (message: { offsetMs: number }) => {
  offsetMs = message.offsetMs
})
process.on('disconnect', () => process.exit())
const server = createPatchbayServer(readSettings(process.env), { clock: () => Date.now() + offsetMs })
await server.listen()
process.send?.({ ready: true })
