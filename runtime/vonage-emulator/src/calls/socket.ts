import { WebSocket } from 'ws'
import { z } from 'zod'
import type { Endpoint } from '../ncco/endpoints.ts'
import { signWebhook } from '../webhooks/sign.ts'
import { isLoopback } from '../webhooks/transport.ts'
import type { Exchange } from './exchange.ts'
import { type Leg, nameOf } from './leg.ts'
import { createSocketAudio } from './socket-audio.ts'

type SocketEndpoint = Extract<Endpoint, { type: 'websocket' }>

/** V1.14-1: what the application may send besides sound. */
const commandSchema = z.discriminatedUnion('action', [
  z.object({ action: z.literal('clear') }),
  z.object({ action: z.literal('notify'), payload: z.unknown() }),
])

/**
 * Opens the websocket of a leg that rings; when it is open the leg is answered, and when it cannot be opened the call has failed.
 * A real connection, to loopback addresses unless the configuration lets the emulator reach anywhere.
 */
export function openSocket(exchange: Exchange, leg: Leg, endpoint: SocketEndpoint): void {
  const { uri, headers, 'content-type': contentType } = endpoint
  if (exchange.config.reach === 'loopback' && !isLoopback(new URL(uri).hostname)) {
    leg.ring?.('failed')
    return
  }
  const release = exchange.clock.hold()
  const socket = new WebSocket(uri, { headers: authorization(exchange, endpoint) })
  const { signal } = leg.over
  signal.addEventListener('abort', () => socket.close())
  socket.on('error', () => leg.ring?.('failed'))
  socket.on('close', () => {
    release()
    if (signal.aborted) return
    exchange.log.add({ type: 'socket.closed', uri, ...nameOf(leg) })
    leg.disconnected = headers
    if (leg.part) leg.part()
    else if (leg.state === 'answered') disconnect(exchange, leg)
  })
  socket.on('open', () => {
    release()
    // whoever gave up meanwhile has closed it
    if (!leg.ring) return
    exchange.log.add({ type: 'socket.opened', uri, ...nameOf(leg) })
    const tell = (event: object) => socket.send(JSON.stringify(event))
    tell({ event: 'websocket:connected', 'content-type': contentType, ...headers })
    leg.ring('answered')

    const audio = createSocketAudio(exchange.clock, { socket, rate: Number(/\d+$/.exec(contentType)), signal })
    leg.onHeard = (durationMs) => audio.hear(durationMs)
    leg.onHeardKey = (digit) => tell({ event: 'websocket:dtmf', digit, duration: 260 })
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) return audio.buffer(data.length)
      const command = readCommand(data)
      if (command?.action === 'clear') {
        audio.clear()
        tell({ event: 'websocket:cleared' })
      } else if (command) audio.whenPlayed(() => tell({ event: 'websocket:notify', payload: command.payload }))
    })
  })
}

/** The application closed the websocket of a leg that nobody waits for (V2.2-13). */
function disconnect(exchange: Exchange, leg: Leg): void {
  exchange.report(leg, 'disconnected', { headers: leg.disconnected ?? {} })
  exchange.endLeg(leg, { by: 'user', reason: 'disconnected' })
}

/** V1.8-15: our own token, a value of the application's, or nothing. */
function authorization({ config }: Exchange, { authorization: wanted }: SocketEndpoint): Record<string, string> {
  if (!wanted) return {}
  if (wanted.type === 'custom') return { authorization: wanted.value }
  const { account, application } = config
  const keys = { apiKey: account.apiKey, signatureSecret: account.signatureSecret, applicationId: application.id }
  return { authorization: `Bearer ${signWebhook(keys, '')}` }
}

function readCommand(data: Buffer): z.infer<typeof commandSchema> | undefined {
  try {
    return commandSchema.parse(JSON.parse(data.toString('utf8')))
  } catch {
    return undefined
  }
}
