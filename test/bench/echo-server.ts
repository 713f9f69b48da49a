import { createServer } from 'node:net'

/** Gives back whatever comes, through a socket: what a round trip between two processes costs, and no more. */
const path = process.argv[2]
if (path === undefined) throw new Error('Usage: echo-server.ts <socket path>')
const server = createServer((socket) => {
  socket.setNoDelay(true)
  socket.on('error', () => socket.destroy())
  socket.pipe(socket)
})
server.listen(path, () => console.log('ready'))
