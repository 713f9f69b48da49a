import { createServer } from 'node:net'
import { CommandFailure } from '../command-failure.ts'

/**
 * Finds out whether a port can be listened on.
 *
 * @param port 0 asks for any free one.
 * @param waitMs How long a port that is taken is waited for.
 * @returns The port.
 * @throws {CommandFailure} Says how to choose another.
 */
export async function freePort(host: string, port: number, waitMs = 0): Promise<number> {
  const until = performance.now() + waitMs
  for (;;) {
    const found = await tryPort(host, port)
    if (typeof found === 'number') return found
    if (found.code !== 'EADDRINUSE' || performance.now() >= until)
      throw new CommandFailure(inWords(found, host, port), { cause: found })
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

function tryPort(host: string, port: number): Promise<number | NodeJS.ErrnoException> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', resolve)
    probe.listen({ host, port, exclusive: true }, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : port))
    })
  })
}

function inWords({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  const other = port < 65_535 ? port + 1 : 3000
  const choose = `Choose another: PORT=${other} npm start`
  if (code === 'EADDRINUSE') return `Port ${port} is taken by another program. ${choose}`
  if (code === 'EACCES')
    return `Port ${port} may not be used by an ordinary program on this machine. Choose one above 1023: PORT=3000 npm start`
  return `Port ${port} on ${host} cannot be used (${message}). ${choose}`
}
