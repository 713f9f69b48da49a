import { resolve } from 'node:path'
import { AppError } from '@patchbay/core'
import { type Logger, pino } from 'pino'
import type { Clock } from './clock.ts'
import { OWNER } from './context.ts'
import { createHttpServer } from './http/http-server.ts'
import { createMetrics, serveMetrics } from './http/metrics.ts'
import { ownAddresses } from './http/security.ts'
import type { PluginPort } from './outside/plugin-port.ts'
import type { InstallOrder } from './plugins/installations.ts'
import { takeInRelease } from './registry/release.ts'
import type { Performers } from './requests/perform.ts'
import { startSweeper } from './runs/sweeper.ts'
import { createTurnWriter } from './runs/turn-writer.ts'
import { proveSecretKey } from './sealing/prove-secret-key.ts'
import { seedFirstRun } from './services/seed.ts'
import type { Settings } from './settings.ts'
import { connectDatabase } from './storage/database.ts'
import { buildIndexes, createStores } from './storage/stores.ts'
import type { SignatureCheck } from './vonage/signature.ts'
import { wire } from './wire.ts'

/** A stop takes no longer than this; what is not done by then is taken up by another server, or after the next start. */
const STOP_MS = 9000

const REPOSITORY = resolve(import.meta.dirname, '../../..')

export interface PatchbayServer {
  /**
   * Listens, connects, builds indexes, sets a first run up if that was asked for, and then takes calls. While the database is
   * away it waits, and answers 503.
   *
   * @throws {AppError} `SETTING_NOT_VALID` when the port is taken.
   */
  listen(): Promise<{ url: string }>
  /** Where it is reached; known once it listens. */
  readonly url: string
  /** Makes the calls to customers that are due now, as it does every few seconds; says how many callbacks it looked at. */
  callBack(): Promise<number>
  /** Puts a plugin in, as the owner. Once it listens. */
  installPlugin(order: InstallOrder): Promise<void>
  /** Takes nothing new, finishes what is in hand, and leaves the database: in less than ten seconds, whatever hangs. */
  close(): Promise<void>
}

export interface ServerDeps {
  clock?: Clock
  log?: Logger
  /** The built editor. */
  editorFolder?: string
  /** The plugins that came with the software, packed; none unless told. */
  packedFolder?: string
  /** The template of a first run. */
  templateFolder?: string
  /** Who performs some kinds of what flows ask of the outside, in place of the usual ones. */
  performers?: Partial<Performers>
  /** In place of the plugins that are installed. */
  plugins?: PluginPort
  /** Looks at the signature of webhooks in place of the usual check; for benchmarks, which tell its cost from the rest. */
  verify?: SignatureCheck
  /** How long a voice webhook may take in all; longer than usual where tests share a machine with others. */
  budgetMs?: number
}

/** One server process' worth of Patchbay; several can run on one database. Nothing happens before `listen`. */
export function createPatchbayServer(settings: Settings, deps: ServerDeps = {}): PatchbayServer {
  const clock = deps.clock ?? Date.now
  const log = deps.log ?? pino({ level: settings.logLevel }, pino.destination(2))
  const http = createHttpServer()
  const metrics = createMetrics()
  const stopping = new AbortController()
  const leave: (() => Promise<unknown>)[] = []
  let url = ''
  let callBack = async (): Promise<number> => 0
  let install = async (_order: InstallOrder): Promise<void> => {
    throw new AppError('DATABASE_NOT_REACHABLE', 'The server has not started yet')
  }

  const start = async (): Promise<void> => {
    const port = await http.listen(settings.port, settings.host)
    const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host
    url = settings.publicUrl ?? `http://${host}:${port}`

    const connection = await connectDatabase(settings.mongodbUrl, { log, giveUp: stopping.signal })
    leave.push(() => connection.close())
    const stores = createStores(connection)
    await buildIndexes(stores)
    await proveSecretKey({ proofs: stores.keyProofs, keys: stores.keys }, settings.secretKey)
    const writer = createTurnWriter(stores.turns.collection)
    leave.unshift(() => writer.idle())

    const { app, services } = wire({
      settings,
      stores,
      database: connection.getClient().db(connection.name),
      writer,
      metrics,
      clock,
      log,
      url,
      own: ownAddresses(port, url),
      performers: deps.performers,
      plugins: deps.plugins,
      verify: deps.verify,
      budgetMs: deps.budgetMs,
      installed: () => void warm(),
      templatesFolder: resolve(REPOSITORY, 'templates'),
      editorFolder: deps.editorFolder ?? resolve(REPOSITORY, 'editor/dist'),
      async readiness() {
        const answered = await connection
          .getClient()
          .db()
          .command({ ping: 1 })
          .then(
            () => true,
            () => false,
          )
        return { database: answered, indexes: true, open: http.isOpen }
      },
    })
    if (settings.seed) {
      const folder = deps.templateFolder ?? resolve(REPOSITORY, 'templates/welcome-line')
      await seedFirstRun({ flows: stores.flows, bindings: stores.bindings, ...services, clock, log }, folder)
    }
    if (settings.metricsPort !== undefined) {
      const server = await serveMetrics(metrics, settings.metricsPort, settings.host)
      leave.unshift(async () => server.close())
    }
    leave.unshift(() => services.recordings.idle())
    leave.unshift(startSweeper(services.recordings, log))
    leave.unshift(startSweeper(services.runs, log))
    leave.unshift(startSweeper(services.door, log))
    leave.unshift(startSweeper(services.callbacks, log))
    leave.unshift(startSweeper(services.projector, log))
    // what was counted last is stored before the server goes
    leave.unshift(() => services.pluginTally.sweep().catch(() => undefined))
    leave.unshift(startSweeper(services.pluginTally, log))
    callBack = () => services.callbacks.sweep()
    const warm = async () => {
      await services.sandbox.warm()
      const { state, confinement, network, reason } = services.sandbox.status()
      if (state === 'missing') log.error({ reason }, 'Plugins cannot run on this machine')
      else log[network === 'cut' ? 'info' : 'warn']({ confinement, network }, 'Plugins run')
    }
    install = async (order) => {
      await services.installations.install(OWNER, order)
      void warm()
    }
    if (deps.packedFolder !== undefined) await takeInRelease(deps.packedFolder, { ...services, stores, clock, log })
    if (await stores.pluginInstallations.any()) void warm()
    leave.unshift(() => services.sandbox.close())
    http.open(app.callback())
  }

  return {
    get url() {
      return url
    },
    async listen() {
      await start()
      return { url }
    },
    callBack: () => callBack(),
    installPlugin: (order) => install(order),
    async close() {
      stopping.abort()
      const overdue = AbortSignal.timeout(STOP_MS)
      const late = new Promise<void>((resolve) => overdue.addEventListener('abort', () => resolve(), { once: true }))
      const left = (async () => {
        await http.close()
        for (const step of leave) await step()
      })()
      await Promise.race([left, late])
      // nobody waits for it any more, and the process may end
      if (overdue.aborted) left.catch(() => undefined)
    },
  }
}
