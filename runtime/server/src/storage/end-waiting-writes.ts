import { createRequire } from 'node:module'
import type { Socket } from 'node:net'

/** What is used here of the driver's own connection (mongodb 7.8.0, lib/cmap/connection.js). */
interface DriverConnection {
  readonly socket: Socket
  readonly closed: boolean
  /** Ends it: what waits for a reply is told the error. */
  cleanup(error: Error): void
}

const { Connection } = createRequire(import.meta.url)('mongodb/lib/cmap/connection.js') as {
  Connection: { prototype: DriverConnection }
}
let done = false

/**
 * A command that is written to a connection while it ends must fail as any other does.
 *
 * The driver waits for the socket to be writable again, and of a socket that is destroyed already, whose `close` is still to
 * come, neither `drain` nor `error` ever does: the command would be waited for without end, whatever time-outs are set
 * (docs/decisions/0075). Who waits so is told the connection's error.
 */
export function endWaitingWrites(): void {
  if (done) return
  done = true
  const { cleanup } = Connection.prototype
  Connection.prototype.cleanup = function (error) {
    const { closed } = this
    cleanup.call(this, error)
    if (!closed && this.socket.listenerCount('drain') > 0) this.socket.emit('error', error)
  }
}
