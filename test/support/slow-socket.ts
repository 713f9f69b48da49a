import { rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'

/** A Unix socket through which another one is reached, later than by itself. */
export interface SlowSocket {
  /** From now on every piece takes so long; 0 is as fast as it goes. */
  slowDown(ms: () => number): void
  stop(): Promise<void>
}

export async function startSlowSocket(path: string, target: string): Promise<SlowSocket> {
  let delay = () => 0
  const open = new Set<Socket>()

  /** Pieces stay in their order, however long each one takes. */
  const carry = (from: Socket, to: Socket) => {
    let before = Promise.resolve()
    from.on('data', (piece: Buffer) => {
      const ms = delay()
      const waited = ms === 0 ? before : before.then(() => new Promise<void>((resolve) => setTimeout(resolve, ms)))
      before = waited.then(() => void to.write(piece))
    })
    const end = () => void before.then(() => to.destroy())
    from.on('close', end).on('error', end)
  }

  const server = createServer((near) => {
    const far = connect(target)
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('close', () => open.delete(socket))
    }
    carry(near, far)
    carry(far, near)
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  return {
    slowDown(ms) {
      delay = ms
    },
    async stop() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
      rmSync(path, { force: true })
    },
  }
}
