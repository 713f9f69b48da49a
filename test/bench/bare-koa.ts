import type { AddressInfo } from 'node:net'
import Koa from 'koa'

/** What Koa alone does with the same requests: it reads nothing, checks nothing, stores nothing, and replies as much. */
const reply = JSON.stringify([
  { action: 'talk', text: 'Press 1 to hear this again.', language: 'en-US', bargeIn: true },
  {
    action: 'input',
    type: ['dtmf'],
    dtmf: { timeOut: 5, maxDigits: 1, submitOnHash: false },
    eventUrl: ['http://127.0.0.1:3000/vonage/voice/runs/0123456789abcdef0123456789abcdef/caller/1234?t=0123456789abcdef012345'],
    eventMethod: 'POST',
  },
  { action: 'talk', text: 'We are sorry, something went wrong. Please call again in a few minutes.', language: 'en-US' },
])

const app = new Koa()
app.use((ctx) => {
  ctx.type = 'application/json'
  ctx.body = reply
})
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })}\n`)
})
process.stdin.once('end', () => process.exit()).resume()
