import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { bodyParser } from '@koa/bodyparser'
import Koa from 'koa'
import { createApplications } from './account/applications.ts'
import { createExchange } from './calls/exchange.ts'
import type { Clock } from './clock/clock.ts'
import { createRealClock } from './clock/real-clock.ts'
import { type EmulatorConfigInput, emulatorConfigSchema } from './config.ts'
import { controlRoutes } from './control/control-routes.ts'
import { localOnly } from './control/local-only.ts'
import { createPeople, type People } from './control/people.ts'
import { createEventLog } from './log/event-log.ts'
import type { EmulatorEvent } from './log/events.ts'
import { createMessages } from './messages/messages.ts'
import { requireAppJwt } from './rest/app-jwt.ts'
import { applicationRoutes } from './rest/application-routes.ts'
import { callRoutes } from './rest/call-routes.ts'
import { conversationRoutes } from './rest/conversation-routes.ts'
import { fileRoutes } from './rest/file-routes.ts'
import { messageRoutes } from './rest/message-routes.ts'
import { numberRoutes } from './rest/number-routes.ts'
import { regional } from './rest/regional.ts'
import { RestError, restErrors } from './rest/rest-error.ts'
import { httpTransport, isLoopback, loopbackOnly, type Transport } from './webhooks/transport.ts'
import { createWebhooks } from './webhooks/webhooks.ts'

export interface VonageEmulator<SomeClock extends Clock = Clock> extends People {
  /** Starts REST and control API on the configured host; port 0 takes any free one. */
  listen(port: number): Promise<{ url: string }>
  close(): Promise<void>
  readonly clock: SomeClock
  /** Events with an id above `since`, oldest first. */
  events(since?: number): EmulatorEvent[]
  subscribe(listener: (event: EmulatorEvent) => void): () => void
}

function badJson(): never {
  throw new RestError(400, 'Bad Request', 'The body is not JSON')
}

export interface EmulatorPorts<SomeClock extends Clock> {
  clock: SomeClock
  /** How webhooks travel; HTTP to loopback addresses by default. */
  transport?: Transport
}

/**
 * Vonage on this machine, as far as voice calls, messages, applications and numbers go.
 *
 * @throws {Error} When the configuration is not valid, or its host is not a loopback address: nobody signs in to the control API.
 */
export function createVonageEmulator(input: EmulatorConfigInput): VonageEmulator
export function createVonageEmulator<SomeClock extends Clock>(
  input: EmulatorConfigInput,
  ports: EmulatorPorts<SomeClock>,
): VonageEmulator<SomeClock>
export function createVonageEmulator(
  input: EmulatorConfigInput,
  ports: EmulatorPorts<Clock> = { clock: createRealClock() },
): VonageEmulator {
  const config = emulatorConfigSchema.parse(input)
  if (!isLoopback(config.host)) {
    throw new Error(`The emulator listens on loopback addresses only, not on ${config.host}: whoever reaches it can make calls`)
  }
  const { clock } = ports
  const transport = ports.transport ?? (config.reach === 'loopback' ? loopbackOnly(httpTransport) : httpTransport)
  const log = createEventLog(clock)
  const webhooks = createWebhooks({ clock, log, config, transport })
  const exchange = createExchange({ config, clock, log, webhooks })
  const messages = createMessages({ clock, log, config, transport })
  const people = createPeople(exchange, messages)

  const app = new Koa()
  app.use(localOnly)
  app.use(regional(config))
  app.use(restErrors(config.switches))
  app.use(bodyParser({ enableTypes: ['json', 'form'], onError: badJson }))
  const appJwt = requireAppJwt(config.application)
  const routers = [
    controlRoutes(people, log),
    callRoutes(exchange, appJwt),
    messageRoutes({ config, clock, messages, appJwt }),
    conversationRoutes(exchange, appJwt),
    fileRoutes(exchange.files, appJwt),
    applicationRoutes(config, createApplications(config)),
    numberRoutes({ config, numbers: exchange.numbers, transport }),
  ]
  for (const router of routers) app.use(router.routes())
  const server = createServer(app.callback())

  return {
    ...people,
    clock,
    events: (since = 0) => log.since(since),
    subscribe: log.subscribe,

    listen: (port) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, config.host, () => {
          const { port: taken } = server.address() as AddressInfo
          const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${taken}`
          config.regionUrl ??= url
          resolve({ url })
        })
      }),

    async close() {
      // what still runs stops, and tells nobody any more
      for (const leg of exchange.legs.values()) {
        leg.state = 'ended'
        leg.over.abort()
      }
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}
